"""Vendors' lists: their properties, a request for a page, and the page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Generic, TypeVar

from schema.sort import CustomerSortField, OrderSortField, SortDirection
from schema.status import OrderStatus

T = TypeVar("T")

LONGEST = 100_000_000
"""Rows. A vendor that reports more has miscounted, and the backends' sum must fit in GraphQL's Int."""

Sort = tuple[OrderSortField | CustomerSortField, SortDirection]


@dataclass(frozen=True, slots=True)
class Span:
    """A range of instants; None: unbounded. `open_start` and `open_end`: the bound itself is excluded."""

    start: datetime | None = None
    end: datetime | None = None
    open_start: bool = False
    open_end: bool = False

    def holds(self, value: datetime) -> bool:
        if self.start and (value < self.start or (self.open_start and value == self.start)):
            return False
        return not (self.end and (value > self.end or (self.open_end and value == self.end)))


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """Conditions on one backend's orders, all of which must hold; None: no condition. Ids are the vendor's."""

    ids: frozenset[str] | None = None
    statuses: frozenset[OrderStatus] | None = None
    vendor_statuses: frozenset[str] | None = None
    ordered_at: Span | None = None
    created_at: Span | None = None
    updated_at: Span | None = None
    customer_ids: frozenset[str] | None = None
    number: str | None = None
    reference: str | None = None
    external_number: str | None = None
    any_number: str | None = None
    origin: str | None = None

    def asked(self) -> frozenset[str]:
        """The names of the conditions that are given."""
        return frozenset(name for name in self.__slots__ if getattr(self, name) is not None)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The part of a filter that a vendor applies itself.

    `asks`: the vendor's query parameters of each list to read; no order is in two of them. Empty: no order can match,
    so no call is needed. `exact`: conditions that the vendor applies fully; `wider`: partly, so the gateway does too.
    """

    asks: tuple[Mapping[str, str], ...] = ({},)
    exact: frozenset[str] = frozenset()
    wider: frozenset[str] = frozenset()


def unfiltered(where: OrderFilter, mapped: Iterable[OrderStatus]) -> Narrowed:
    """For a vendor without filters: the whole list, or no call if no order can have one of the statuses.

    `mapped`: the statuses of the vendor's words. UNKNOWN is always possible, as any word that is not mapped.
    """
    possible = {OrderStatus.UNKNOWN, *mapped}
    return Narrowed() if where.statuses is None or where.statuses & possible else Narrowed(asks=())


class Ties(Enum):
    """What a vendor promises about the order of rows with equal sort values."""

    STABLE = "they stay as they are between calls"
    SHUFFLED = "they may change places at each call"


@dataclass(frozen=True, slots=True)
class Listing:
    """The properties of a vendor's list.

    `max_page`: rows. `counted`: the vendor reports the total. `by_page`: pages are numbered, so an offset must be a
    multiple of the limit. `sorts`: the orders in which the vendor can sort exactly, with its word for each ("" if the
    list always has that order). `by_creation`: an unsorted list runs from the oldest record to the newest, according
    to samples. `by_fields`: fields that a row has only if requested. `always_dated`: every order has orderedAt, so
    that a condition on it excludes no order that lacks it.
    """

    max_page: int
    counted: bool
    by_page: bool = False
    sorts: Mapping[Sort, str] = field(default_factory=dict)
    ties: Ties = Ties.STABLE
    by_creation: bool = False
    by_fields: frozenset[str] = frozenset()
    always_dated: bool = False


@dataclass(frozen=True, slots=True)
class ListAsk:
    """A request for one page of one list. `narrow`: the vendor's query parameters for the filter.

    `sort`: None is the vendor's default order. `fields`: GraphQL names of the selected fields in `Listing.by_fields`.
    """

    offset: int
    limit: int
    narrow: Mapping[str, str] = field(default_factory=dict)
    sort: Sort | None = None
    fields: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Row(Generic[T]):
    """`version`: differs between two states of the object; None if rows don't tell. `whole`: `thing` is complete."""

    thing: T
    version: str | None = None
    whole: bool = True


@dataclass(frozen=True, slots=True)
class RowPage(Generic[T]):
    """`total`: rows of all pages; None if the vendor reports none, or an impossible one. `is_last`: no page follows."""

    rows: list[Row[T]]
    total: int | None
    is_last: bool

    def __post_init__(self) -> None:
        if self.total is not None and not 0 <= self.total <= LONGEST:
            object.__setattr__(self, "total", None)
