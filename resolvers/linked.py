"""The same order in other backends, found over its numbers: one look at each backend serves a whole operation."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from resolvers import details, order_list, usage
from resolvers.context import Context
from resolvers.costs import bounds
from resolvers.errors import Ambiguous
from resolvers.federate import Position
from resolvers.keys import Ordering
from resolvers.opening import Opening
from resolvers.plans import Plan, Way
from resolvers.readers.scan import Scan
from resolvers.stale_notes import Old, in_list
from resolvers.vendors.base import Vendor
from resolvers.vendors.listing import Row
from schema.link import Info, Ref, Relation
from schema.order import Order
from schema.sort import OrderSortField, SortDirection

MOST = bounds.LIKES
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
    for old in (looked.old for looked in found if looked.old):
        context.stale.notes.at(tuple(info.path.as_list()), old)
    rows = [row for looked, vendor in zip(found, others, strict=True) for row in _matching(looked, wanted, vendor)]
    usage.listed(len(rows))
    shown = [_shown(context, row, fields) for row in rows]
    if any(isinstance(each, details.Pending) for each in shown):
        context.stale.notes.listed([_key(row, each) for row, each in zip(rows, shown, strict=True)], in_list(info))
    return shown


def names(order: Order | Relation[Order]) -> Names:
    """What is empty names nothing."""
    numbers = {("number", number) for number in (order.number, order.external_number) if number}
    return frozenset(numbers | ({("reference", order.reference)} if order.reference else set()))


def _matching(looked: "Looked", wanted: Names, vendor: Vendor) -> Iterator[Row[Order]]:
    """Raises Ambiguous where so many are found that the name tells nothing."""
    rows = {row.thing.vendor_id: row for name in wanted for row in looked.by_name.get(name, ())}
    if len(rows) > MOST:
        raise Ambiguous(f"{len(rows)} orders of backend {vendor.id} match; orders(where:) lists them.")
    yield from (rows[vendor_id] for vendor_id in sorted(rows))


def _key(row: Row[Order], shown: Any) -> Ref[Order] | None:
    """By what its detail was asked for, where it was."""
    return Ref(Order, row.thing.backend.id, row.thing.vendor_id) if isinstance(shown, details.Pending) else None


def _shown(context: Context, row: Row[Order], fields: frozenset[str]) -> Any:
    if order_list.ORDERS.needs_detail(context.vendor(row.thing.backend.id), row, fields):
        return details.Pending(details.start(context, row))
    return row.thing


# ---------------------------------------------------------------- one look a backend


class Looked(NamedTuple):
    """`old`: where an earlier answer had to do."""

    by_name: Index
    old: Old | None


async def _index(context: Context, vendor: Vendor, fields: frozenset[str]) -> Looked:
    """`fields`: what is wanted of each order, where a row holds only that."""
    held = fields if vendor.order_listing and vendor.order_listing.by_fields else frozenset()
    task = context.indexes.get((vendor.id, held))
    if task is None:
        task = context.indexes[vendor.id, held] = context.tasks.start(_looked_up(context, vendor, held))
    looked: Looked = await asyncio.shield(task)
    return looked


async def _looked_up(context: Context, vendor: Vendor, fields: frozenset[str]) -> Looked:
    index: dict[tuple[str, str], list[Row[Order]]] = defaultdict(list)
    scan = await _scan(context, vendor, fields)
    for row in scan.rows or ():
        for name in names(row.thing):
            index[name].append(row)
    tally = scan.source.tally
    return Looked(index, Old(vendor.id, tally.as_of) if tally.is_stale and tally.as_of else None)


def of_all(vendor: Vendor) -> Plan:
    """How its whole list is read."""
    assert vendor.order_listing is not None
    return Plan(vendor, vendor.order_listing, Way.SCAN, keeps=lambda order: True)


async def _scan(context: Context, vendor: Vendor, fields: frozenset[str]) -> Scan:
    """The newest, up to the backend's scan limit; remembered for its row_ttl."""
    plan = of_all(vendor)
    opening = Opening(context, order_list.ask, NEWEST, fields, 0, Position(), {})
    opened = opening.open(plan)
    scan = opened.readers[vendor.id]
    assert isinstance(scan, Scan)
    await scan.head()
    opened.settle()
    return scan
