"""The same order in other backends, found over its numbers: one look at each backend serves a whole operation."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from resolvers import details, order_list
from resolvers.context import Context
from resolvers.federate import Position
from resolvers.keys import Ordering
from resolvers.opening import Opening
from resolvers.plans import Plan, Way
from resolvers.readers.scan import Scan
from resolvers.vendors.base import Vendor
from resolvers.vendors.listing import Row
from schema.link import Info, Relation
from schema.order import Order
from schema.sort import OrderSortField, SortDirection

NEWEST = Ordering(OrderSortField.ORDERED_AT, SortDirection.DESC)

Names = frozenset[tuple[str, str]]
"""What an order may be found by: a number, whoever gave it, finds a number; a reference finds a reference."""
Index = Mapping[tuple[str, str], list[Row[Order]]]


async def orders(context: Context, asked: Relation[Order], info: Info) -> list[Any]:
    """In the order of backends and ids. Raises a BackendFault where one backend fails: the rest is not the answer."""
    wanted = names(asked)
    others = [vendor for id, vendor in sorted(context.backends.items()) if id != asked.backend and vendor.order_listing]
    if not wanted:
        return []
    fields = context.selected(info)
    found = await asyncio.gather(*(_index(context, vendor, fields) for vendor in others))
    return [_shown(context, row, fields) for index in found for row in _matching(index, wanted)]


def names(order: Order | Relation[Order]) -> Names:
    """What is empty names nothing."""
    numbers = {("number", number) for number in (order.number, order.external_number) if number}
    return frozenset(numbers | ({("reference", order.reference)} if order.reference else set()))


def _matching(index: Index, wanted: Names) -> Iterator[Row[Order]]:
    rows = {row.thing.vendor_id: row for name in wanted for row in index.get(name, ())}
    yield from (rows[vendor_id] for vendor_id in sorted(rows))


def _shown(context: Context, row: Row[Order], fields: frozenset[str]) -> Any:
    if order_list.ORDERS.needs_detail(context.vendor(row.thing.backend.id), row, fields):
        return details.Pending(details.start(context, row))
    return row.thing


# ---------------------------------------------------------------- one look a backend


async def _index(context: Context, vendor: Vendor, fields: frozenset[str]) -> Index:
    """`fields`: what is wanted of each order, where a row holds only that."""
    held = fields if vendor.order_listing and vendor.order_listing.by_fields else frozenset()
    task = context.indexes.get((vendor.id, held))
    if task is None:
        task = context.indexes[vendor.id, held] = context.tasks.start(_looked_up(context, vendor, held))
    index: Index = await asyncio.shield(task)
    return index


async def _looked_up(context: Context, vendor: Vendor, fields: frozenset[str]) -> Index:
    index: dict[tuple[str, str], list[Row[Order]]] = defaultdict(list)
    for row in await _rows(context, vendor, fields):
        for name in names(row.thing):
            index[name].append(row)
    return index


async def _rows(context: Context, vendor: Vendor, fields: frozenset[str]) -> list[Row[Order]]:
    """The newest, up to the backend's scan limit; remembered for its row_ttl."""
    assert vendor.order_listing is not None
    plan = Plan(vendor, vendor.order_listing, Way.SCAN, keeps=lambda order: True)
    opening = Opening(context, order_list.ask, NEWEST, fields, 0, Position(), {})
    opened = opening.open(plan)
    scan = opened.readers[vendor.id]
    assert isinstance(scan, Scan)
    await scan.head()
    opened.settle()
    return scan.rows or []
