"""Opens one list of a plan: how its pages are fetched, and the reader that puts its rows in order."""

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
"""The share of the operation's remaining time for reading list rows. The rest is for their nested objects."""

T = TypeVar("T")
Learned = Callable[[], None]
"""Caches what a reader learned, for later operations."""


def time_for_rows() -> Deadline | None:
    return deadline.part(SHARE)


@dataclass(frozen=True)
class Asking:
    """What all lists of a question have in common. `until`: the deadline for reading their rows."""

    context: Context
    ask: pages.Ask
    ordering: Ordering
    fields: frozenset[str]
    first: int
    until: Deadline | None = field(default_factory=time_for_rows)

    def pages_of(
        self, plan: Plan, narrow: Mapping[str, str], tally: Tally, quota: Quota, until: Deadline | None
    ) -> pages.Fetch:
        """A fetcher for the pages of the list with these query parameters."""
        return pages.fetcher(self.context, plan.vendor, self.ask, self.like(plan, narrow), tally, until, quota)

    def like(self, plan: Plan, narrow: Mapping[str, str]) -> ListAsk:
        """The request for any of its pages, without the offset and limit."""
        return ListAsk(
            offset=0,
            limit=0,
            narrow=narrow,
            sort=self.ordering.sort if plan.way is Way.IN_ORDER else None,
            fields=self.fields & plan.listing.by_fields,
        )


@dataclass(frozen=True)
class OpenList:
    """`narrow`: the query parameters. `number`: its index in the plan. `after`, `mark`: where reading continues.

    `quota`: of calls, shared by all lists of the plan.
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

    # ---------------------------------------------------------------- readers

    def _in_order(self) -> tuple[Reader, Learned]:
        hint = 0 if self.plan.starts_at_key else self.mark.o
        return InOrder(self._source(), self.after, hint, self._wanted(), self._window()), _learned_nothing

    def _by_creation(self) -> tuple[Reader, Learned]:
        """Caches the list's length, so that the next reading knows where the list ends."""
        counts = self.asking.context.gateway.memory.counts
        place = self.plan.vendor.id, self.asking.ask, tuple(sorted(self.narrow.items()))
        reader = ByCreation(
            self._source(), self.asking.ordering, self.after, self.mark, self._wanted(), counts.get(place), self._held
        )

        def learned() -> None:
            if reader.counted is not None:
                counts[place] = reader.counted

        return reader, learned

    def _scan(self) -> tuple[Reader, Learned]:
        """The rows are cached for the backend's row_ttl."""
        memory, tally, backend = self.asking.context.gateway.memory, self.tally, self.plan.vendor.id
        # A mark comes from a reader that relied on the list's order, which turned out wrong: it may have missed rows.
        tally.is_partial = self.mark != NO_MARK
        key = self._scan_key()
        known = memory.looks.found("scans", backend, memory.scans.get(key))
        if known:
            rows, is_partial = known.what
            tally.is_partial |= is_partial
            tally.as_of = known.as_of
            return Scan(self._source(), self.after, rows), _learned_nothing
        reader = Scan(self._source(), self.after)

        def learned() -> None:
            seconds = self.plan.vendor.config.row_ttl
            if reader.rows is not None and seconds and tally.as_of and not tally.is_stale:
                memory.keep_scan(key, Remembered((reader.rows, tally.is_partial), tally.as_of, seconds))

        return reader, learned

    def _by_id(self) -> tuple[Reader, Learned]:
        return Scan(replace(self._source(), fetch=self._looked_up), self.after), _learned_nothing

    # ---------------------------------------------------------------- sources

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
        """How many rows to read at first: a full page if rows are filtered here, since few of them may match.

        Not if each row must be completed first: one more call for the list may then save many for rows.
        """
        is_filtered = self.plan.residual and not self.plan.needs_whole
        return self.plan.listing.max_page if is_filtered else self.asking.first

    def _window(self) -> Window | None:
        window = self.plan.window
        return None if window is None else Window(lambda key: self._pages(window(key)[self.number]))

    def _pages(self, narrow: Mapping[str, str]) -> pages.Fetch:
        return self.asking.pages_of(self.plan, narrow, self.tally, self.quota, self.asking.until)

    def _scan_key(self) -> Hashable:
        """Includes the conditions that rule rows out before they are completed, because such rows stay incomplete."""
        like, vendor = self.asking.like(self.plan, self.narrow), self.plan.vendor
        completed = self.plan.told_by_row if self.plan.needs_whole else None
        generation = self.asking.context.gateway.memory.generation(vendor.id)
        return (*pages.identity(vendor, self.asking.ask, like), completed, generation)

    # ---------------------------------------------------------------- whole orders

    async def _complete(self, row: Row[Order]) -> Row[Order]:
        """The whole order in place of the row; the row itself if the order is gone, or if the row rules it out.

        Raises a BackendFault, because an incomplete row can't be filtered or sorted.
        """
        if row.whole or self.plan.rules_out(row.thing):
            return row
        order = await self._in_time(row.thing.vendor_id, lambda: details.looked_up(self.asking.context, row))
        return row if order is None else Row(order, row.version)

    async def _held(self, vendor_id: str) -> Row[Order] | None:
        """An order that the cursor names; None if it is gone or no longer matches."""
        order = await self._order(vendor_id)
        return None if order is None or self.plan.matches(order) is False else Row(order)

    async def _looked_up(self, offset: int, limit: int) -> RowPage[Order]:
        """All orders that the plan names by id and that exist, as one page."""
        self.tally.told(self.plan.vendor.now(), is_stale=False)
        orders = await asyncio.gather(*map(self._order, self.plan.ids))
        rows = [Row(order) for order in orders if order]
        return RowPage(rows, total=len(rows), is_last=True)

    async def _order(self, vendor_id: str) -> Order | None:
        ref = Ref(Order, self.plan.vendor.id, vendor_id)
        return await self._in_time(vendor_id, lambda: self.asking.context.loaders.thing(ref))

    async def _in_time(self, vendor_id: str, ask: Callable[[], Awaitable[T]]) -> T:
        """Awaits `ask` within the time for rows. If its answer is stale, so is the list."""
        async with pages.in_time(self.plan.vendor.id, self.asking.until):
            order = await ask()
        if old := self.asking.context.stale.as_of(Ref(Order, self.plan.vendor.id, vendor_id)):
            self.tally.told(old.as_of, is_stale=True)
        return order


def _learned_nothing() -> None:
    """For readers that have learned nothing."""
