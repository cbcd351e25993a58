"""One list that a plan asks: the way to its pages, and the reader for the way in which it is read."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from resolvers import details, pages
from resolvers.context import Context
from resolvers.costs import bounds
from resolvers.keys import Key, Ordering
from resolvers.memory import Remembered
from resolvers.plans import Plan, Way
from resolvers.readers.by_creation import ByCreation
from resolvers.readers.in_order import InOrder
from resolvers.readers.scan import Scan
from resolvers.readers.source import NO_MARK, Mark, Reader, Source, Tally
from resolvers.readers.window import Window
from resolvers.vendors.allowance import Quota
from resolvers.vendors.listing import ListAsk, Row, RowPage
from resolvers.vendors.policies import deadline
from resolvers.vendors.policies.deadline import Deadline
from schema.link import Ref
from schema.order import Order

SHARE = 0.5
"""Of the operation's time that is left, what a list's rows may take: the rest is for what hangs on them."""

T = TypeVar("T")
Learned = Callable[[], None]
"""Remembers what reading taught that outlives the page."""


def time_for_rows() -> Deadline | None:
    return deadline.part(SHARE)


@dataclass(frozen=True)
class Asking:
    """What is the same for all lists of a question. `until`: by when their rows have to be there."""

    context: Context
    ask: pages.Ask
    ordering: Ordering
    fields: frozenset[str]
    first: int
    until: Deadline | None = field(default_factory=time_for_rows)

    def pages_of(
        self, plan: Plan, narrow: Mapping[str, str], tally: Tally, quota: Quota, until: Deadline | None
    ) -> pages.Fetch:
        """The way to the pages of the list with these parameters."""
        return pages.fetcher(self.context, plan.vendor, self.ask, self.like(plan, narrow), tally, until, quota)

    def like(self, plan: Plan, narrow: Mapping[str, str]) -> ListAsk:
        """What is asked for each of its pages, but for their places."""
        return ListAsk(
            offset=0,
            limit=0,
            narrow=narrow,
            sort=self.ordering.sort if plan.way is Way.IN_ORDER else None,
            fields=self.fields & plan.listing.by_fields,
        )


@dataclass(frozen=True)
class OpenList:
    """`narrow`: its parameters; `number`: which of the plan's it is; `after`, `mark`: from where it is read on.

    `quota`: the calls for all of the plan's lists together.
    """

    asking: Asking
    plan: Plan
    number: int
    narrow: Mapping[str, str]
    after: Key | None
    mark: Mark
    quota: Quota
    tally: Tally = field(default_factory=Tally)

    def reader(self) -> tuple[Reader, Learned]:
        ways = {Way.IN_ORDER: self._in_order, Way.BY_CREATION: self._by_creation, Way.BY_ID: self._by_id}
        return ways.get(self.plan.way, self._scan)()

    # ---------------------------------------------------------------- ways

    def _in_order(self) -> tuple[Reader, Learned]:
        hint = 0 if self.plan.starts_at_key else self.mark.o
        return InOrder(self._source(), self.after, hint, self._wanted(), self._window()), _nothing

    def _by_creation(self) -> tuple[Reader, Learned]:
        """How long the list was is remembered, for where to begin next time."""
        counts = self.asking.context.gateway.memory.counts
        place = self.plan.vendor.id, self.asking.ask, tuple(sorted(self.narrow.items()))
        reader = ByCreation(
            self._source(), self.asking.ordering, self.after, self.mark, self._wanted(), counts.get(place), self._named
        )

        def learned() -> None:
            if reader.counted is not None:
                counts[place] = reader.counted

        return reader, learned

    def _scan(self) -> tuple[Reader, Learned]:
        """Its rows are remembered for the backend's row_ttl."""
        memory, tally, backend = self.asking.context.gateway.memory, self.tally, self.plan.vendor.id
        # What stands in a mark was written by a reader that trusted an order which proved not to be kept.
        tally.is_partial = self.mark != NO_MARK
        key = self._scan_key()
        known = memory.looks.found("scans", backend, memory.scans.get(key))
        if known:
            rows, is_partial = known.what
            tally.is_partial |= is_partial
            tally.as_of = known.as_of
            return Scan(self._source(), self.after, rows), _nothing
        reader = Scan(self._source(), self.after)

        def learned() -> None:
            seconds = self.plan.vendor.config.row_ttl
            if reader.rows is not None and seconds and tally.as_of and not tally.is_stale:
                memory.keep_scan(key, Remembered((reader.rows, tally.is_partial), tally.as_of, seconds))

        return reader, learned

    def _by_id(self) -> tuple[Reader, Learned]:
        return Scan(replace(self._source(), fetch=self._looked_up), self.after), _nothing

    # ---------------------------------------------------------------- what they read from

    def _source(self) -> Source:
        plan, ordering = self.plan, self.asking.ordering
        return Source(
            backend=plan.vendor.id,
            listing=plan.listing,
            fetch=self._pages(self.narrow),
            key=lambda row: ordering.key(row.thing),
            keeps=lambda row: False if plan.needs_whole and not row.whole else plan.keeps(row.thing),
            scan_limit=plan.vendor.config.scan_limit,
            tally=self.tally,
            most_pages=bounds.of_one_list(plan),
            complete=self._complete if plan.needs_whole else None,
        )

    def _wanted(self) -> int:
        """Where rows are filtered here, a page may hold none that is kept: then it is as large as it can be.

        Not where each of its rows has to be completed: then a call more for the list may save many.
        """
        is_filtered = self.plan.residual and not self.plan.needs_whole
        return self.plan.listing.max_page if is_filtered else self.asking.first

    def _window(self) -> Window | None:
        window = self.plan.window
        return None if window is None else Window(lambda key: self._pages(window(key)[self.number]))

    def _pages(self, narrow: Mapping[str, str]) -> pages.Fetch:
        return self.asking.pages_of(self.plan, narrow, self.tally, self.quota, self.asking.until)

    def _scan_key(self) -> Hashable:
        """Rows that some conditions leave out as they are may not have been completed for others."""
        like, vendor = self.asking.like(self.plan, self.narrow), self.plan.vendor
        completed = self.plan.told_by_row if self.plan.needs_whole else None
        generation = self.asking.context.gateway.memory.generation(vendor.id)
        return (*pages.identity(vendor, self.asking.ask, like), completed, generation)

    # ---------------------------------------------------------------- whole orders

    async def _complete(self, row: Row[Order]) -> Row[Order]:
        """The whole order in the row's place; the row, where it is gone, or is left out by what it tells itself.

        Raises a BackendFault: it can't be placed.
        """
        if row.whole or self.plan.rules_out(row.thing):
            return row
        order = await self._told(row.thing.vendor_id, lambda: details.looked_up(self.asking.context, row))
        return row if order is None else Row(order, row.version)

    async def _named(self, vendor_id: str) -> Row[Order] | None:
        """The order that a cursor names; None where it is gone, or matches no more."""
        order = await self._order(vendor_id)
        return None if order is None or self.plan.matches(order) is False else Row(order)

    async def _looked_up(self, offset: int, limit: int) -> RowPage[Order]:
        """All that the plan names and that are there, on one page."""
        self.tally.told(self.plan.vendor.now(), is_stale=False)
        orders = await asyncio.gather(*map(self._order, self.plan.ids))
        rows = [Row(order) for order in orders if order]
        return RowPage(rows, total=len(rows), is_last=True)

    async def _order(self, vendor_id: str) -> Order | None:
        ref = Ref(Order, self.plan.vendor.id, vendor_id)
        return await self._told(vendor_id, lambda: self.asking.context.loaders.thing(ref))

    async def _told(self, vendor_id: str, ask: Callable[[], Awaitable[T]]) -> T:
        """In the time for rows; the list is as old as what is told."""
        async with pages.in_time(self.plan.vendor.id, self.asking.until):
            order = await ask()
        if old := self.asking.context.stale.as_of(Ref(Order, self.plan.vendor.id, vendor_id)):
            self.tally.told(old.as_of, is_stale=True)
        return order


def _nothing() -> None:
    """Nothing was learned."""
