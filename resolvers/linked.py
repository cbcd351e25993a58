"""Finds the same order in other backends by its numbers, with one scan per backend for a whole operation."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from resolvers import details, order_list, usage
from resolvers.context import Context
from resolvers.costs import bounds
from resolvers.errors import Ambiguous
from resolvers.keys import Ordering
from resolvers.open_list import Asking
from resolvers.opening import Opening
from resolvers.plans import Plan, Way
from resolvers.readers.scan import Scan
from resolvers.rows import told
from resolvers.stale_notes import Old, in_list
from resolvers.vendors.base import Vendor
from resolvers.vendors.listing import Row
from schema.link import Info, Ref, Relation
from schema.order import Order
from schema.sort import OrderSortField, SortDirection

MOST = bounds.LIKES
NEWEST = Ordering(OrderSortField.ORDERED_AT, SortDirection.DESC)

Names = frozenset[tuple[str, str]]
"""What an order is matched by: ("number", …) for its own and its external number alike, ("reference", …)."""
Index = Mapping[tuple[str, str], list[Row[Order]]]


async def orders(context: Context, asked: Relation[Order], info: Info) -> list[Any]:
    """Sorted by backend and vendor id. Raises a BackendFault if any backend fails: the rest would be incomplete."""
    wanted = names(asked)
    others = [vendor for id, vendor in sorted(context.backends.items()) if id != asked.backend and vendor.order_listing]
    if not wanted:
        return []
    fields = context.selected(info)
    found = await asyncio.gather(*(_index(context, vendor, fields) for vendor in others))
    for old in (looked.old for looked in found if looked.old):
        context.stale.notes.at(tuple(info.path.as_list()), old)
    rows = [(row, looked.old) for looked in found for row in _matching(looked, wanted)]
    usage.listed(len(rows))
    shown = [_shown(context, row, fields, old) for row, old in rows]
    completed = [isinstance(each, details.Pending) for each in shown]
    refs = [_ref(row) if is_completed else None for (row, _), is_completed in zip(rows, completed, strict=True)]
    context.stale.notes.listed(refs, in_list(info))
    return shown


def names(order: Order | Relation[Order]) -> Names:
    """Empty values are left out."""
    numbers = {("number", number) for number in (order.number, order.external_number) if number}
    return frozenset(numbers | ({("reference", order.reference)} if order.reference else set()))


def _matching(looked: "Looked", wanted: Names) -> Iterator[Row[Order]]:
    """Sorted by vendor id. Raises Ambiguous for more than MOST matches."""
    rows = {row.thing.vendor_id: row for name in wanted for row in looked.by_name.get(name, ())}
    if len(rows) > MOST:
        raise Ambiguous(f"{len(rows)} orders of backend {looked.backend} match; list them with orders(where:).")
    yield from (rows[vendor_id] for vendor_id in sorted(rows))


def _shown(context: Context, row: Row[Order], fields: frozenset[str], old: Old | None) -> Any:
    """The row if it fills all selected fields; else the whole order, or a Pending that fetches it."""
    tells = told(type(context.vendor(row.thing.backend.id)), fields, is_whole=row.whole)
    context.shown.put(_ref(row), row.thing, tells, old)
    return row.thing if fields <= tells else details.begun(context, row)


def _ref(row: Row[Order]) -> Ref[Order]:
    return Ref(Order, row.thing.backend.id, row.thing.vendor_id)


# ---------------------------------------------------------------- one scan per backend


class Looked(NamedTuple):
    """`old`: set if a stale answer was used."""

    backend: str
    by_name: Index
    old: Old | None


async def _index(context: Context, vendor: Vendor, fields: frozenset[str]) -> Looked:
    """Built once per operation, and again only for other optional row fields. `fields`: selected of each order."""
    held = fields & vendor.order_listing.by_fields if vendor.order_listing else frozenset()
    task = context.indexes.get((vendor.id, held))
    if task is None:
        task = context.indexes[vendor.id, held] = context.tasks.start(_looked_up(context, vendor, held))
    looked: Looked = await asyncio.shield(task)
    return looked


async def _looked_up(context: Context, vendor: Vendor, fields: frozenset[str]) -> Looked:
    """Indexes the newest orders, up to the backend's scan limit. The scan is cached for the backend's row_ttl."""
    opened = Opening(Asking(context, order_list.ask, NEWEST, fields, first=0)).open(of_all(vendor))
    scan = opened.readers[vendor.id]
    assert isinstance(scan, Scan)
    await scan.head()
    opened.settle()
    index: dict[tuple[str, str], list[Row[Order]]] = defaultdict(list)
    for row in scan.rows or ():
        for name in names(row.thing):
            index[name].append(row)
    return Looked(vendor.id, index, opened.old)


def of_all(vendor: Vendor) -> Plan:
    """A plan that scans the vendor's whole order list."""
    assert vendor.order_listing is not None
    return Plan(vendor, vendor.order_listing, Way.SCAN, keeps=lambda order: True)
