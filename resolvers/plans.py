"""Plans how a backend's list is read, before any call is made. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property
from typing import Any

from resolvers import filters, matching
from resolvers.keys import ATTRIBUTE, Key, Ordering
from resolvers.rows import told
from resolvers.vendors.base import Vendor
from resolvers.vendors.capabilities import camel
from resolvers.vendors.listing import Listing, OrderFilter, Span
from schema.sort import OrderSortField, SortDirection

NEWEST_FIRST = {
    (OrderSortField.ORDERED_AT, SortDirection.DESC),
    (OrderSortField.CREATED_AT, SortDirection.DESC),
}


FEW = 10
"""Up to this many ids are looked up one by one; for more, the list is read."""


class Way(Enum):
    """How a backend's list is read."""

    IN_ORDER = "in its order"
    BY_CREATION = "by creation"
    SCAN = "whole"
    BY_ID = "by id"


@dataclass(frozen=True)
class Plan:
    """`asks`: the query parameters of disjoint lists; empty if no row can match. `keeps`: the residual conditions.

    `matches`: all conditions, also those pushed down. `window(key)`: the lists narrowed to one sort value.
    `needs_whole`: a row must be completed before it can be filtered or sorted, unless `told_by_row` rules it out:
    the residual conditions that an incomplete row can answer.
    `starts_at_key`: the query parameters make the list start at the cursor's key, so no offset is needed.
    `counted`: the lists whose totals add up to the number of matches; None if totals can't tell it.
    `ids`: the orders that are looked up one by one.
    """

    vendor: Vendor
    listing: Listing
    way: Way
    keeps: Callable[[Any], bool | None]
    matches: Callable[[Any], bool | None] = lambda thing: True
    asks: tuple[Mapping[str, str], ...] = ({},)
    window: Callable[[Key], Sequence[Mapping[str, str]]] | None = None
    pushed: frozenset[str] = frozenset()
    residual: frozenset[str] = frozenset()
    needs_whole: bool = False
    told_by_row: OrderFilter = OrderFilter()
    starts_at_key: bool = False
    counted: tuple[Mapping[str, str], ...] | None = None
    ids: frozenset[str] = frozenset()

    @property
    def gives_whole(self) -> bool:
        """Whether the readers return whole orders."""
        return self.needs_whole or self.way is Way.BY_ID

    @property
    def names(self) -> list[str]:
        """A name for each list, under which a cursor holds its mark."""
        return [self.vendor.id if not number else f"{self.vendor.id}#{number}" for number in range(len(self.asks))]

    @cached_property
    def _by_row(self) -> Callable[[Any], bool | None]:
        return matching.keeps(self.told_by_row)

    def rules_out(self, row: Any) -> bool:
        """Whether the row alone shows that the order does not match."""
        return self._by_row(row) is False


def of_orders(
    vendor: Vendor, where: OrderFilter, ordering: Ordering, after: Key | None, may_trust: bool = True
) -> Plan | None:
    """None if the vendor can't list orders, or never fills a field to filter on. `after`: where the list continues."""
    listing = vendor.order_listing
    if listing is None or filters.can_never_tell(where, vendor):
        return None
    if where.ids and len(where.ids) <= FEW and not listing.by_fields:
        return _of_ids(vendor, listing, where, where.ids)
    return _of_list(vendor, listing, where, ordering, after, _way(vendor, listing, ordering, may_trust))


def _of_list(
    vendor: Vendor, listing: Listing, where: OrderFilter, ordering: Ordering, after: Key | None, way: Way
) -> Plan:
    begins = way is Way.IN_ORDER and ordering.by is OrderSortField.ORDERED_AT and "ordered_at" in vendor.filters
    is_dated = listing.always_dated or where.ordered_at is not None
    starts_at_key = begins and is_dated and after is not None and not after.is_null
    narrowed = vendor.narrow(_from_key(where, ordering, after) if after and starts_at_key else where)
    residual = filters.without(where, narrowed.exact)
    impossible = _is_impossible(vendor, where)
    return Plan(
        vendor=vendor,
        listing=listing,
        way=way,
        keeps=matching.keeps(residual),
        matches=matching.keeps(where),
        asks=() if impossible else narrowed.asks,
        window=_window(vendor, where, ordering) if begins else None,
        pushed=narrowed.exact | narrowed.wider,
        residual=residual.asked(),
        needs_whole=_needs_whole(vendor, residual, ordering),
        told_by_row=filters.told_by(residual, told(type(vendor), frozenset())),
        starts_at_key=starts_at_key,
        counted=() if impossible else _counted(vendor, listing, where),
    )


def _of_ids(vendor: Vendor, listing: Listing, where: OrderFilter, ids: frozenset[str]) -> Plan:
    """Finds each order, however long the list is."""
    impossible = _is_impossible(vendor, where)
    return Plan(
        vendor=vendor,
        listing=listing,
        way=Way.BY_ID,
        keeps=matching.keeps(where),
        asks=() if impossible else ({},),
        pushed=frozenset({"ids"}),
        residual=where.asked() - {"ids"},
        counted=() if impossible else None,
        ids=ids,
    )


def _is_impossible(vendor: Vendor, where: OrderFilter) -> bool:
    return filters.is_impossible(where) or filters.has_no_word(where, vendor)


def _counted(vendor: Vendor, listing: Listing, where: OrderFilter) -> tuple[Mapping[str, str], ...] | None:
    whole = vendor.narrow(where)
    is_exact = listing.counted and not filters.without(where, whole.exact).asked()
    return whole.asks if is_exact or not whole.asks else None


def _way(vendor: Vendor, listing: Listing, ordering: Ordering, may_trust: bool) -> Way:
    if not may_trust:
        return Way.SCAN
    if ordering.sort in listing.sorts:
        return Way.IN_ORDER
    is_by_creation = vendor.config.list_order == "auto" and listing.by_creation and listing.counted
    return Way.BY_CREATION if is_by_creation and ordering.sort in NEWEST_FIRST else Way.SCAN


def _needs_whole(vendor: Vendor, residual: OrderFilter, ordering: Ordering) -> bool:
    looked_at = filters.fields_asked(residual) | {camel(ATTRIBUTE[ordering.by])}
    return not looked_at <= told(type(vendor), frozenset())


def _from_key(where: OrderFilter, ordering: Ordering, after: Key) -> OrderFilter:
    """The filter for the key's instant and what follows it in the list; the rest was returned before."""
    here = ordering.instant_of(after)
    span = where.ordered_at or Span()
    if ordering.direction is SortDirection.DESC and (span.end is None or here < span.end):
        span = replace(span, end=here, open_end=False)
    if ordering.direction is SortDirection.ASC and (span.start is None or here > span.start):
        span = replace(span, start=here, open_start=False)
    return replace(where, ordered_at=span)


def _window(vendor: Vendor, where: OrderFilter, ordering: Ordering) -> Callable[[Key], Sequence[Mapping[str, str]]]:
    def narrowed(key: Key) -> Sequence[Mapping[str, str]]:
        here = ordering.instant_of(key)
        return vendor.narrow(replace(where, ordered_at=Span(here, here))).asks

    return narrowed
