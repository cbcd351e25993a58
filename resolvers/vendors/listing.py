"""How a vendor's lists are asked, what a page of one gives, and what was promised about it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Generic, TypeVar

from schema.sort import CustomerSortField, OrderSortField, SortDirection
from schema.status import OrderStatus

T = TypeVar("T")

LONGEST = 100_000_000
"""Rows of a list: what counts more has lost count, and their sum would be more than GraphQL's Int holds."""

Sort = tuple[OrderSortField | CustomerSortField, SortDirection]


@dataclass(frozen=True, slots=True)
class Span:
    """Instants with their bounds; `open_…`: the bound itself is out."""

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
    """The conditions on one backend's orders, all of which must hold; None asks nothing. Ids are the vendor's."""

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
        """The names of the conditions that ask something."""
        return frozenset(name for name in self.__slots__ if getattr(self, name) is not None)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What of a filter a vendor applies itself.

    `asks` are disjoint lists, each with the vendor's own parameters; none at all: surely empty, no call is needed.
    `exact` conditions need no more looking at; `wider` ones are narrowed, and the gateway finishes.
    """

    asks: tuple[Mapping[str, str], ...] = ({},)
    exact: frozenset[str] = frozenset()
    wider: frozenset[str] = frozenset()


def unfiltered(where: OrderFilter, mapped: Iterable[OrderStatus]) -> Narrowed:
    """For a vendor without filters: the whole list, or no call if its words, `mapped`, have none of the statuses.

    UNKNOWN needs no word: any word that is not mapped has it.
    """
    possible = {OrderStatus.UNKNOWN, *mapped}
    return Narrowed() if where.statuses is None or where.statuses & possible else Narrowed(asks=())


class Ties(Enum):
    """What a vendor promises about rows whose sort value is equal."""

    STABLE = "they stay as they are between calls"
    SHUFFLED = "they may change places at each call"


@dataclass(frozen=True, slots=True)
class Listing:
    """A vendor's list. `sorts` maps what it sorts by, exactly, to its own word for it ("" where it is fixed).

    `by_page`: pages are numbered, so an offset is a multiple of the page's size. `by_creation`: unsorted lists run
    from the oldest record to the newest, as far as samples show. `by_fields`: what a row fills only where asked to.
    `always_dated`: no order is without orderedAt, so that a condition on it leaves none out that has none.
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
    """One page of one list. `fields`: GraphQL names of what the client selected of each thing.

    `sort` None is the vendor's own order.
    """

    offset: int
    limit: int
    narrow: Mapping[str, str] = field(default_factory=dict)
    sort: Sort | None = None
    fields: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Row(Generic[T]):
    """A list's row. `version` tells two states of a thing apart, where the row says; `whole`: no more to fetch."""

    thing: T
    version: str | None = None
    whole: bool = True


@dataclass(frozen=True, slots=True)
class RowPage(Generic[T]):
    """`total`: of all pages; None where the vendor can't count, or says what can't be. `is_last`: none comes behind."""

    rows: list[Row[T]]
    total: int | None
    is_last: bool

    def __post_init__(self) -> None:
        if self.total is not None and not 0 <= self.total <= LONGEST:
            object.__setattr__(self, "total", None)
