"""Walks over lists that change and fail meanwhile, held against a plain sorted list.

Where the environment says CI, the examples are the same every time.
"""

import asyncio
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from resolvers.errors import BackendFault
from resolvers.keys import Key, Ordering
from resolvers.vendors.listing import OrderFilter, Sort, Ties
from schema.page import BackendReport, BackendReportStatus
from schema.status import OrderStatus
from tests.resolvers.simulated import EVERY, KINDS, Shops, Simulated, ids, ids_of, vendor

pytestmark = pytest.mark.long

SETTINGS = settings(max_examples=500, stateful_step_count=12, suppress_health_check=list(HealthCheck), database=None)
CHANCE = st.integers(0, 1 << 32).map(Random)
SHOPS = st.integers(0, 2)
WHERES = (
    OrderFilter(),
    OrderFilter(origin="web"),
    OrderFilter(statuses=frozenset({OrderStatus.CONFIRMED, OrderStatus.COMPLETED})),
    OrderFilter(statuses=frozenset({OrderStatus.CONFIRMED}), origin="web"),
)
FORGETFUL = {"row_ttl": 0, "stale_ttl": 0}


class Walks(RuleBasedStateMachine):
    """One client that reads a list page by page, while orders come and go and backends fail."""

    scan_limit = 10_000

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.made = 0
        self.given: list[Any] = []
        self.steady: set[str] = set()
        self.after: str | None = None
        self.goes_on = True
        self.has_failed: set[str] = set()
        self.is_partial = False

    @initialize(
        kinds=st.lists(st.sampled_from(KINDS), min_size=1, max_size=3),
        sort=st.sampled_from(EVERY),
        where=st.sampled_from(WHERES),
        chance=CHANCE,
        sizes=st.lists(st.integers(0, 60), min_size=3, max_size=3),
        remembers=st.booleans(),
    )
    def begin(
        self, kinds: list[type[Simulated]], sort: Sort, where: OrderFilter, chance: Random, sizes: Any, remembers: bool
    ) -> None:
        self.remembers = remembers
        config = {"scan_limit": self.scan_limit} | ({} if remembers else FORGETFUL)
        vendors = [vendor(kind, f"shop{at}", **config) for at, kind in enumerate(kinds)]
        self.shops = Shops(vendors, where, Ordering(*sort))
        for shop, size in zip(vendors, sizes, strict=False):
            for _ in range(size):
                self._put(shop, chance)
        self.steady = set(ids_of(self.shops.there()))

    # ---------------------------------------------------------------- what befalls the lists

    @rule(at=SHOPS, chance=CHANCE, most=st.integers(1, 25))
    def change(self, at: int, chance: Random, most: int) -> None:
        self._burst(self._shop(at), chance, most)()

    @rule(at=SHOPS, calls=st.integers(1, 3), later=st.integers(0, 3))
    def fail(self, at: int, calls: int, later: int) -> None:
        """After a few more calls that it answers."""
        shop = self._shop(at)
        shop.storm.extend([lambda: None] * later)
        shop.storm.append(lambda: setattr(shop, "failing", calls))

    # ---------------------------------------------------------------- what the client does

    @precondition(lambda self: self.goes_on)
    @rule(first=st.integers(1, 9))
    def read(self, first: int) -> None:
        self._read(first)

    @precondition(lambda self: self.goes_on)
    @rule(firsts=st.lists(st.integers(1, 9), min_size=1, max_size=4))
    def read_on(self, firsts: list[int]) -> None:
        for first in firsts:
            if self.goes_on:
                self._read(first)

    @precondition(lambda self: self.goes_on)
    @rule(first=st.integers(1, 9), chance=CHANCE, failing=st.sets(SHOPS, max_size=2))
    def read_in_a_storm(self, first: int, chance: Random, failing: set[int]) -> None:
        """Lists change between the calls that the answer makes, and some fail after a few.

        Equals that change places are told from a change by the count alone, so there as many may not come as go.
        """
        for shop in self.shops.vendors:
            most, way = chance.choice((1, 4, 12)), chance.choice((True, False))
            one_way = way if _shuffles(shop) else None
            shop.storm.clear()
            shop.storm.extend(self._burst(shop, chance, most, one_way) for _ in range(chance.randrange(8)))
        for at in failing:
            self.fail(at, calls=1, later=chance.randrange(3))
        self._read(first)

    @precondition(lambda self: self.given)
    @rule(back=st.integers(1, 12))
    def go_back(self, back: int) -> None:
        """To behind an edge in the middle of what was read, by that edge's own cursor."""
        del self.given[max(1, len(self.given) - back) :]
        self.after, self.goes_on = self.given[-1].cursor, True

    @rule()
    def look_on(self) -> None:
        """`first: 0` asks no list, and its cursor is as good as the one before."""
        self.shops.forget()
        page = self._answer(0)

        assert not any(self.shops.calls().values())
        self.after = page.page_info.end_cursor

    # ---------------------------------------------------------------- what must hold

    @invariant()
    def each_order_comes_once(self) -> None:
        found = [edge.node.id for edge in self.given]

        assert len(found) == len(set(found))

    @invariant()
    def what_did_not_fail_is_in_order(self) -> None:
        keys = [self.shops.key(edge.node) for edge in self.given]

        assert _ascend(key for key in keys if key.backend not in self.has_failed)
        for backend in {key.backend for key in keys}:
            assert _ascend(key for key in keys if key.backend == backend)

    def teardown(self) -> None:
        """Once all is calm and answers again, what is left is there, and ends."""
        try:
            if hasattr(self, "shops"):
                self._read_to_the_end()
        finally:
            self.loop.close()

    def _read_to_the_end(self) -> None:
        for shop in self.shops.vendors:
            shop.failing = 0
            shop.storm.clear()
        for _ in range(400):
            if self.goes_on:
                self._read(5)
        assert not self.goes_on, "the list has no end"
        self.each_order_comes_once()
        self.what_did_not_fail_is_in_order()
        missed = self.steady - {edge.node.id for edge in self.given}
        assert self.is_partial or not missed

    # ---------------------------------------------------------------- how it is read

    def _read(self, first: int) -> None:
        is_calm = not self.remembers and not self.has_failed and not any(shop.storm for shop in self.shops.vendors)
        is_calm = is_calm and not any(shop.failing for shop in self.shops.vendors)
        due = self._due()
        try:
            page = self._answer(first, counts=True)
        except BackendFault as fault:
            assert not is_calm
            self.has_failed.add(fault.backend)
            return
        self._note(page.sources)
        self.given.extend(page.edges)
        self.after, self.goes_on = page.page_info.end_cursor, page.page_info.has_next_page
        if is_calm and not self.is_partial:
            self._is_right(page, due, first)

    def _is_right(self, page: Any, due: list[str], first: int) -> None:
        """Of orders that came during the walk it may give some."""
        told = [id for id in ids(page) if id in self.steady]
        sure = [id for id in due if id in self.steady]
        assert set(ids(page)) <= set(due)
        assert told == sure[: len(told)]
        assert page.page_info.has_next_page or told == sure
        assert len(page.edges) == first or told == sure or self.scan_limit < 1000
        count = len(self.shops.there())
        assert page.total_count in (None, count)
        assert page.count.count <= count

    def _due(self) -> list[str]:
        last = self.shops.key(self.given[-1].node) if self.given else None
        return [order.id for order in self.shops.there() if last is None or self.shops.key(order) > last]

    def _note(self, sources: list[BackendReport]) -> None:
        statuses = {str(report.backend.id): report.status for report in sources}
        self.has_failed |= {id for id, status in statuses.items() if status is BackendReportStatus.FAILED}
        partial = {id for id, status in statuses.items() if status is BackendReportStatus.PARTIAL}
        assert all(self._may_be_partial(shop) for shop in self.shops.vendors if shop.id in partial)
        self.is_partial |= bool(partial)

    def _may_be_partial(self, shop: Simulated) -> bool:
        """Short of the limit only equals that change places, and are more than a page."""
        return self.scan_limit < 1000 or _shuffles(shop)

    def _answer(self, first: int, **more: Any) -> Any:
        return self.loop.run_until_complete(self.shops.page(first, self.after, **more))

    # ---------------------------------------------------------------- how lists are made

    def _shop(self, at: int) -> Simulated:
        return self.shops.vendors[at % len(self.shops.vendors)]

    def _burst(self, shop: Simulated, chance: Random, most: int, comes: bool | None = None) -> Callable[[], None]:
        """Orders that come, or a run of neighbours that goes; None: either."""

        def befall() -> None:
            count, place = chance.randrange(1, most + 1), chance.randrange(1000)
            is_coming = place % 2 if comes is None else comes
            for _ in range(count):
                self._put(shop, chance) if is_coming else self._drop(shop, place)

        return befall

    def _put(self, shop: Simulated, chance: Random) -> None:
        """With many equals and some nulls, within what the vendor promises of its list."""
        listing = shop.order_listing
        assert listing is not None
        self.made += 1
        few = chance.choice((2, 6, 400))
        hours = None if chance.random() < 1 / 7 and not listing.always_dated else chance.randrange(few)
        created = None if chance.random() < 1 / 7 else (hours or 0) + chance.randrange(60)
        if hours is not None and shop.dates == "days":
            hours = hours // 24 * 24 if few < 400 else hours * 24
        order = shop.made(
            str(self.made),
            hours,
            created=400 + self.made // 3 if listing.by_creation else created,
            number=None if chance.random() < 1 / 7 else f"n{chance.randrange(few)}",
            status=chance.choice(("open", "open", "done", "odd")),
            origin=chance.choice(("web", "web", "shop", None)),
        )
        shop.put(chance.randrange(1000), order)

    def _drop(self, shop: Simulated, place: int) -> None:
        if shop.shelf:
            self.steady.discard(str(shop.shelf[place % len(shop.shelf)].id))
        shop.drop(place)


class StoppedWalks(Walks):
    """The same with so low a scan limit that most backends stop at it."""

    scan_limit = 8


def _shuffles(shop: Simulated) -> bool:
    return shop.order_listing is not None and shop.order_listing.ties is Ties.SHUFFLED


def _ascend(keys: Any) -> bool:
    found: list[Key] = list(keys)
    return all(one < other for one, other in zip(found, found[1:], strict=False))


TestWalks, TestStoppedWalks = Walks.TestCase, StoppedWalks.TestCase
TestWalks.settings = TestStoppedWalks.settings = SETTINGS
