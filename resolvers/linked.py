"""Finds the same order in other backends by its numbers, with one scan per backend for a whole operation."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from resolvers import batches, details, order_list, usage
from resolvers.context import Context
from resolvers.costs import bounds
from resolvers.errors import Ambiguous, Unsupported
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


class Looked(NamedTuple):
    """One backend's orders, by what they are matched by. `old`: set if a stale answer was used."""

    backend: str
    by_name: Index
    old: Old | None


async def orders(context: Context, asked: Relation[Order], info: Info) -> list[Any]:
    """Sorted by backend and vendor id. Raises a BackendFault if any backend fails: the rest would be incomplete."""
    wanted, fields = names(asked), context.selected(info)
    if not wanted:
        return []
    others = [vendor for id, vendor in sorted(context.backends.items()) if id != asked.backend and vendor.order_listing]
    found = await asyncio.gather(*(_index(context, vendor, fields) for vendor in others))
    rows = [(row, looked.old) for looked in found for row in _matching(looked, wanted)]
    usage.listed(len(rows))
    shown = [_shown(context, row, fields, old) for row, old in rows]
    _note_what_is_old(context, info, found, [details.ref(row) for row, _ in rows], shown)
    return shown


def names(order: Order | Relation[Order]) -> Names:
    """Empty values are left out."""
    numbers = {("number", number) for number in (order.number, order.external_number) if number}
    return frozenset(numbers | ({("reference", order.reference)} if order.reference else set()))


def _matching(looked: Looked, wanted: Names) -> Iterator[Row[Order]]:
    """Sorted by vendor id. Raises Ambiguous for more than MOST matches."""
    rows = {row.thing.vendor_id: row for name in wanted for row in looked.by_name.get(name, ())}
    if len(rows) > MOST:
        raise Ambiguous(f"{len(rows)} orders of backend {looked.backend} match; list them with orders(where:).")
    yield from (rows[vendor_id] for vendor_id in sorted(rows))


def _shown(context: Context, row: Row[Order], fields: frozenset[str], old: Old | None) -> Any:
    """The row if it fills all selected fields; else the whole order, or a Pending that fetches it."""
    tells = told(type(context.vendor(row.thing.backend.id)), fields, is_whole=row.whole)
    context.shown.put(details.ref(row), row.thing, tells, old)
    return row.thing if fields <= tells else details.begun(context, row)


def _note_what_is_old(
    context: Context, info: Info, found: Iterable[Looked], refs: Iterable[Ref[Order]], shown: Iterable[Any]
) -> None:
    """Notes stale lists, and the orders that are still being fetched."""
    notes = context.stale.notes
    for old in (looked.old for looked in found if looked.old):
        notes.at(tuple(info.path.as_list()), old)
    pending = [ref if isinstance(each, details.Pending) else None for ref, each in zip(refs, shown, strict=True)]
    notes.listed(pending, in_list(info))


# ---------------------------------------------------------------- one scan per backend


async def _index(context: Context, vendor: Vendor, fields: frozenset[str]) -> Looked:
    """Built once per operation, and again only for other optional row fields. `fields`: selected of each order."""
    held = fields & vendor.order_listing.by_fields if vendor.order_listing else frozenset()
    task = context.indexes.get((vendor.id, held))
    if task is None:
        task = context.indexes[vendor.id, held] = context.tasks.start(_looked_up(context, vendor, held))
    looked: Looked = await asyncio.shield(task)
    return looked


async def _looked_up(context: Context, vendor: Vendor, fields: frozenset[str]) -> Looked:
    """Indexes the newest orders, up to the backend's scan limit. The scan is cached for the backend's row_ttl.

    Empty for a backend that turns out to have no list.
    """
    opened = Opening(Asking(context, order_list.ask, NEWEST, fields, first=0)).open(of_all(vendor))
    scan = opened.readers[vendor.id]
    assert isinstance(scan, Scan)
    with suppress(Unsupported):
        await scan.head()
    opened.settle()
    return Looked(vendor.id, await _by_name(scan.rows or []), opened.old)


async def _by_name(rows: list[Row[Order]]) -> Index:
    index: defaultdict[tuple[str, str], list[Row[Order]]] = defaultdict(list)
    for row, of_row in zip(rows, await batches.mapped(lambda row: names(row.thing), rows), strict=True):
        for name in of_row:
            index[name].append(row)
    return index


def of_all(vendor: Vendor) -> Plan:
    """A plan that scans the vendor's whole order list."""
    assert vendor.order_listing is not None
    return Plan(vendor, vendor.order_listing, Way.SCAN, keeps=lambda order: True)
