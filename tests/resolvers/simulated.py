"""Vendors without a wire, of every kind: lists that sort or not, count or not, shuffle, cap, change and fail."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

import httpx

from resolvers import cursor, filters, matching, plans
from resolvers.context import Context
from resolvers.errors import Unavailable
from resolvers.federate import Position
from resolvers.gateway import Gateway
from resolvers.keys import Key, Ordering
from resolvers.lists import answer
from resolvers.lists.question import Question, Selected
from resolvers.memory import Memory
from resolvers.order_list import ORDERS
from resolvers.vendors.base import Vendor
from resolvers.vendors.config import BackendConfig
from resolvers.vendors.listing import ListAsk, Listing, Narrowed, OrderFilter, Row, RowPage, Sort, Ties
from schema.backend import Vendor as VendorName
from schema.link import gid
from schema.order import Order
from schema.sort import OnFailure, OrderSortField, SortDirection
from schema.status import OrderStatus

DAY_ONE = datetime(2026, 1, 1, tzinfo=UTC)
NEWEST = (OrderSortField.ORDERED_AT, SortDirection.DESC)
EVERY: tuple[Sort, ...] = tuple((by, way) for by in OrderSortField for way in SortDirection)
WORDS = {"open": OrderStatus.CONFIRMED, "done": OrderStatus.COMPLETED, "odd": OrderStatus.PENDING}
NO_WIRE = httpx.AsyncClient(transport=httpx.MockTransport(lambda request: httpx.Response(500)))


def at(hours: float | None) -> datetime | None:
    return None if hours is None else DAY_ONE + timedelta(hours=hours)


class Simulated(Vendor):
    """A list in memory. `shelf` is in the vendor's own order; where that is by creation, the oldest comes first.

    `storm`: done one by one before the calls to come are answered. `failing`: how many calls to come fail. `cap`: how
    many rows a page has at most, whatever is asked and declared.
    """

    vendor = VendorName.WIMPEL
    status_words = WORDS
    dates: str = ""
    """How finely it filters by orderedAt: "" not at all, "exact", "days"."""
    cap: int = 10_000
    by_status: bool = False

    def __init__(self, config: BackendConfig) -> None:
        super().__init__(config, NO_WIRE)
        self.shelf: list[Order] = []
        self.asked: list[ListAsk] = []
        self.looked_up: list[str] = []
        self.storm: deque[Callable[[], None]] = deque()
        self.failing = 0
        self.chance = Random(1)

    # ---------------------------------------------------------------- what it is asked

    async def order(self, vendor_id: str) -> Order | None:
        self.looked_up.append(vendor_id)
        self._weather()
        return next((order for order in self.shelf if order.vendor_id == vendor_id), None)

    async def order_page(self, ask: ListAsk) -> RowPage[Order]:
        self.asked.append(ask)
        self._weather()
        listing = self.order_listing
        assert listing is not None
        assert 1 <= ask.limit <= listing.max_page, f"asked for {ask.limit} of at most {listing.max_page}"
        assert not listing.by_page or ask.offset % ask.limit == 0, f"no page of {ask.limit} begins at {ask.offset}"
        there = [order for order in self.shelf if _passes(order, ask.narrow)] if ask.narrow else self.shelf
        orders = self._sorted(there, ask.sort)
        rows = orders[ask.offset : ask.offset + min(ask.limit, self.cap)]
        is_last = ask.offset + len(rows) >= len(orders)
        if not listing.counted and self.cap >= ask.limit:
            is_last = len(rows) < ask.limit
        return RowPage([Row(order) for order in rows], len(orders) if listing.counted else None, is_last)

    def narrow(self, where: OrderFilter) -> Narrowed:
        words = sorted(word for word, status in WORDS.items() if status in (where.statuses or ()))
        asks: list[dict[str, str]] = [{}]
        exact, wider = set(), set()
        if self.by_status and where.statuses is not None:
            asks, exact = [{"status": word} for word in words], {"statuses"}
        if self.dates and where.ordered_at is not None:
            (exact if self.dates == "exact" else wider).add("ordered_at")
            asks = [ask | self._bounds(where) for ask in asks]
        return Narrowed(tuple(asks), frozenset(exact), frozenset(wider))

    def _bounds(self, where: OrderFilter) -> dict[str, str]:
        span = where.ordered_at
        assert span is not None
        cut = (lambda bound: bound) if self.dates == "exact" else _midnight
        bounds = {"from": cut(span.start) if span.start else None, "to": span.end}
        if span.end and self.dates == "days":
            bounds["to"] = _midnight(span.end) + timedelta(days=1, microseconds=-1)
        opened = {"open_from": span.open_start, "open_to": span.open_end} if self.dates == "exact" else {}
        told = {name: bound.isoformat() for name, bound in bounds.items() if bound}
        return told | {name: "yes" for name, is_open in opened.items() if is_open}

    # ---------------------------------------------------------------- how it answers

    def _weather(self) -> None:
        if self.storm:
            self.storm.popleft()()
        if self.failing:
            self.failing -= 1
            raise Unavailable(self.id, "is down.")

    def _sorted(self, orders: list[Order], sort: Sort | None) -> list[Order]:
        listing = self.order_listing
        assert listing is not None
        if sort is None:
            return orders
        assert sort in listing.sorts
        if listing.ties is Ties.SHUFFLED:
            orders = self.chance.sample(orders, len(orders))
        return sorted(orders, key=lambda order: Ordering(*sort).key(order).group)  # type: ignore[arg-type]

    # ---------------------------------------------------------------- what befalls it

    def put(self, place: int, order: Order) -> None:
        """Where the list runs by creation it comes last."""
        listing = self.order_listing
        assert listing is not None
        self.shelf.insert(len(self.shelf) if listing.by_creation else place % (len(self.shelf) + 1), order)

    def drop(self, place: int) -> None:
        if self.shelf:
            del self.shelf[place % len(self.shelf)]

    def made(
        self,
        name: str,
        ordered: float | None,
        *,
        created: float | None = None,
        number: str | None = None,
        status: str = "open",
        origin: str | None = "web",
    ) -> Order:
        """Hours since DAY_ONE."""
        return Order(
            id=gid(self.id, "Order", name),
            backend=self.backend,
            vendor_id=name,
            number=number,
            status=WORDS[status],
            vendor_status=status,
            ordered_at=at(ordered),
            created_at=at(created),
            origin=origin,
        )


def _midnight(instant: datetime) -> datetime:
    return datetime.combine(date(instant.year, instant.month, instant.day), time(), UTC)


def _passes(order: Order, narrow: Mapping[str, str]) -> bool:
    start, end, here = narrow.get("from"), narrow.get("to"), order.ordered_at
    if "status" in narrow and order.vendor_status != narrow["status"]:
        return False
    if (start or end) and here is None:
        return False
    if start and (here < datetime.fromisoformat(start) or (narrow.get("open_from") and here.isoformat() == start)):
        return False
    return not (end and (here > datetime.fromisoformat(end) or (narrow.get("open_to") and here.isoformat() == end)))


def kind(name: str, listing: Listing, **more: Any) -> type[Simulated]:
    """A vendor of that kind."""
    conditions = {"ordered_at"} if more.get("dates") else set()
    conditions |= {"statuses"} if more.get("by_status") else set()
    return type(name, (Simulated,), {"order_listing": listing, "filters": frozenset(conditions), **more})


ALL_SORTS = dict.fromkeys(EVERY, "")
BY_DATE: dict[Sort, str] = {(OrderSortField.ORDERED_AT, way): "" for way in SortDirection}

EXACT = kind("Exact", Listing(max_page=8, counted=True, sorts=ALL_SORTS), dates="exact", by_status=True)
PLAIN = kind("Plain", Listing(max_page=7, counted=False, sorts={NEWEST: ""}))
CAPPED = kind("Capped", Listing(max_page=20, counted=True, sorts=ALL_SORTS), cap=5)
NUMBERED = kind("Numbered", Listing(max_page=10, counted=False, by_page=True, sorts=ALL_SORTS))
DATED = kind("Dated", Listing(max_page=8, counted=True, sorts=ALL_SORTS, always_dated=True), dates="exact")
DAYS = kind(
    "Days",
    Listing(max_page=10, counted=True, by_page=True, sorts=BY_DATE, ties=Ties.SHUFFLED, always_dated=True),
    dates="days",
)
NULL_DAYS = kind("NullDays", Listing(max_page=9, counted=True, sorts=BY_DATE, ties=Ties.SHUFFLED), dates="days")
LOOSE = kind("Loose", Listing(max_page=30, counted=True, sorts=ALL_SORTS, ties=Ties.SHUFFLED))
CREATED = kind("Created", Listing(max_page=6, counted=True, by_creation=True), by_status=True)
CREATED_NUMBERED = kind("CreatedNumbered", Listing(max_page=10, counted=True, by_page=True, by_creation=True))
CREATED_CAPPED = kind("CreatedCapped", Listing(max_page=20, counted=True, by_creation=True), cap=5)
HEAP = kind("Heap", Listing(max_page=6, counted=True))
HEAP_CAPPED = kind("HeapCapped", Listing(max_page=20, counted=True), cap=6)
HEAP_UNCOUNTED = kind("HeapUncounted", Listing(max_page=10, counted=False, by_page=True))
MUTE = kind("Mute", Listing(max_page=7, counted=False), by_status=True)

SORTED = (EXACT, PLAIN, CAPPED, NUMBERED, DATED, DAYS, NULL_DAYS, LOOSE)
BY_CREATION = (CREATED, CREATED_NUMBERED, CREATED_CAPPED)
KINDS = (*SORTED, *BY_CREATION, HEAP, HEAP_CAPPED, HEAP_UNCOUNTED, MUTE)


def vendor(kind: type[Simulated], id: str, **config: Any) -> Simulated:
    given = {"id": id, "vendor": "any", "url": "https://vendor.test"} | config
    return kind(BackendConfig.model_validate(given))


@dataclass
class Shops:
    """The simulated vendors of one test, the process over them, and what it is asked."""

    vendors: list[Simulated]
    where: OrderFilter = field(default_factory=OrderFilter)
    ordering: Ordering = field(default_factory=lambda: Ordering(*NEWEST))
    timer: Callable[[], float] = lambda: 0.0
    memory: Memory = field(init=False)

    def __post_init__(self) -> None:
        self.memory = Memory(lambda backend: 0.0, self.timer)

    def question(
        self, first: int, after: str | None = None, *, counts: bool = False, on_failure: OnFailure = OnFailure.PARTIAL
    ) -> Question:
        by_id = {vendor.id: vendor for vendor in self.vendors}
        fields = {"edges", "pageInfo", "sources"} | ({"totalCount", "count"} if counts else set())
        return Question(
            context=Context(Gateway(by_id, self.memory), {}),
            noun=ORDERS,
            vendors=list(self.vendors),
            plan=lambda vendor, after, may_trust: plans.of_orders(vendor, self.where, self.ordering, after, may_trust),
            conditions=filters.in_one_form({vendor.id: self.where for vendor in self.vendors}),
            ordering=self.ordering,
            first=first,
            after=after,
            on_failure=on_failure,
            selected=Selected(frozenset(fields), frozenset({"id"}), counts=counts, cursors=True),
        )

    async def page(self, first: int, after: str | None = None, **more: Any) -> Any:
        question = self.question(first, after, **more)
        try:
            return await answer.of(question)
        finally:
            question.context.tasks.cancel()

    def behind(self, order: Order) -> str:
        """The cursor of that order's edge, in the middle of a page."""
        return cursor.encode(Position(self.key(order)), self.ordering, self.question(1).bound_to)

    async def walk(self, first: int, most: int = 1000) -> list[Any]:
        """All pages."""
        pages = [await self.page(first)]
        while pages[-1].page_info.has_next_page:
            assert len(pages) < most, "the list has no end"
            pages.append(await self.page(first, pages[-1].page_info.end_cursor))
        return pages

    def key(self, order: Order) -> Key:
        return self.ordering.key(order)

    def there(self) -> list[Order]:
        """All that matches, in the promised order."""
        keeps = matching.keeps(self.where)
        found = [order for vendor in self.vendors for order in vendor.shelf if keeps(order)]
        return sorted(found, key=self.key)

    def calls(self) -> dict[str, int]:
        return {vendor.id: len(vendor.asked) for vendor in self.vendors}

    def forget(self) -> None:
        for vendor in self.vendors:
            vendor.asked.clear()
            vendor.looked_up.clear()


def ids(page: Any) -> list[str]:
    return [edge.node.id for edge in page.edges]


def ids_of(orders: Iterable[Order]) -> list[str]:
    return [str(order.id) for order in orders]


def run(work: Any) -> Any:
    return asyncio.run(work)
