"""Opens the readers of a plan: one for each list that it asks."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from resolvers import details, pages
from resolvers.context import Context
from resolvers.costs import bounds
from resolvers.federate import Position
from resolvers.keys import Key, Ordering
from resolvers.memory import Remembered
from resolvers.plans import Plan, Way
from resolvers.readers.by_creation import ByCreation
from resolvers.readers.in_order import InOrder
from resolvers.readers.scan import Scan
from resolvers.readers.source import NO_MARK, Mark, Reader, Source, Tally
from resolvers.readers.window import Window
from resolvers.vendors.allowance import Quota
from resolvers.vendors.listing import ListAsk, Row
from resolvers.vendors.policies import deadline
from resolvers.vendors.policies.deadline import Deadline
from schema.link import Ref
from schema.order import Order

SHARE = 0.5
"""Of the operation's time that is left, what a list's rows may take: the rest is for what hangs on them."""


@dataclass
class Opened:
    """A plan's readers, by the names of their marks in a cursor."""

    plan: Plan
    readers: dict[str, Reader]
    settle: Callable[[], None]
    """Remembers what reading taught: the list's length, a scan's rows."""
    counters: Sequence[Callable[[], pages.Fetch]]
    """The ways to the lists whose counts add up to what was asked for."""
    counting: Tally
    """What counting by them cost."""

    @property
    def tallies(self) -> list[Tally]:
        return [self.counting, *(reader.source.tally for reader in self.readers.values())]

    @property
    def old_as_of(self) -> list[datetime]:
        """From when the earlier answers are that had to do."""
        return [tally.as_of for tally in self.tallies if tally.is_stale and tally.as_of]


@dataclass(frozen=True)
class Opening:
    """What all backends' readers are opened with. `counts`: whether the lists are to be counted too."""

    context: Context
    ask: pages.Ask
    ordering: Ordering
    fields: frozenset[str]
    first: int
    position: Position
    marks: Mapping[str, Mark]
    counts: bool = False
    until: Deadline | None = field(default_factory=lambda: deadline.part(SHARE))
    _quotas: dict[str, Quota] = field(default_factory=dict)

    def open(self, plan: Plan) -> Opened:
        readers, settlings = {}, []
        marks, goes_on = bounds.marks_of(plan, self.marks), self.position.of(plan.vendor.id) is not None
        most = bounds.of_lists(plan, marks, goes_on=goes_on, counts=self.counts)
        self._quotas[plan.vendor.id] = Quota(most)
        for number, (narrow, name) in enumerate(zip(plan.asks, bounds.names(plan), strict=True)):
            readers[name], settle = self._reader(plan, number, narrow, self.marks.get(name, NO_MARK))
            settlings.append(settle)
        counting = Tally()
        counters = [partial(self._counter, plan, narrow, counting) for narrow in plan.counted or ()]
        return Opened(plan, readers, lambda: _all(settlings), counters, counting)

    def _counter(self, plan: Plan, narrow: Mapping[str, str], tally: Tally) -> pages.Fetch:
        """Made when it is used: its time begins when the rows are read. No row is completed to be counted."""
        return self._fetch(plan, narrow, tally, deadline.part(SHARE), None)

    def _reader(
        self, plan: Plan, number: int, narrow: Mapping[str, str], mark: Mark
    ) -> tuple[Reader, Callable[[], None]]:
        tally = Tally()
        source = Source(
            backend=plan.vendor.id,
            listing=plan.listing,
            fetch=self._fetch(plan, narrow, tally, self.until, self._completing(plan, tally)),
            key=lambda row: self.ordering.key(row.thing),
            keeps=lambda row: False if plan.needs_whole and not row.whole else plan.keeps(row.thing),
            scan_limit=plan.vendor.config.scan_limit,
            tally=tally,
            most_pages=bounds.of_one_list(plan),
        )
        after = self.position.of(plan.vendor.id)
        if plan.way is Way.IN_ORDER:
            hint = 0 if plan.starts_at_key else mark.o
            return InOrder(source, after, hint, self._wanted(plan), self._window(plan, number, tally)), _nothing
        if plan.way is Way.BY_CREATION:
            return self._by_creation(plan, narrow, source, after, mark)
        # What stands in a mark was written by a reader that trusted an order which proved not to be kept.
        tally.is_partial = mark != NO_MARK
        return self._scan(plan, narrow, source, after)

    # ---------------------------------------------------------------- ways

    def _by_creation(
        self, plan: Plan, narrow: Mapping[str, str], source: Source, after: Key | None, mark: Mark
    ) -> tuple[Reader, Callable[[], None]]:
        counts, vendor = self.context.gateway.memory.counts, plan.vendor
        place = (vendor.id, self.ask, tuple(sorted(narrow.items())))

        async def one(vendor_id: str) -> Row[Order] | None:
            async with pages.in_time(vendor.id, self.until):
                order = await self.context.loaders.thing(Ref(Order, vendor.id, vendor_id))
            self._tell(source.tally, Ref(Order, vendor.id, vendor_id))
            return None if order is None or plan.matches(order) is False else Row(order)

        reader = ByCreation(source, self.ordering, after, mark, self._wanted(plan), counts.get(place), one)

        def settle() -> None:
            if reader.counted is not None:
                counts[place] = reader.counted

        return reader, settle

    def _wanted(self, plan: Plan) -> int:
        """Where rows are filtered here, a page may hold none that is kept: then it is as large as it can be."""
        return plan.listing.max_page if plan.residual else self.first

    def _scan(
        self, plan: Plan, narrow: Mapping[str, str], source: Source, after: Key | None
    ) -> tuple[Reader, Callable[[], None]]:
        memory, config = self.context.gateway.memory, plan.vendor.config
        generation = memory.generation(plan.vendor.id)
        key = (*pages.identity(plan.vendor, self.ask, self._like(plan, narrow)), plan.needs_whole, generation)
        known = memory.looks.found("scans", plan.vendor.id, memory.scans.get(key))
        reader = Scan(source, after, known.what[0] if known else None)
        if known:
            _, is_partial, source.tally.rows_unread = known.what
            source.tally.is_partial |= is_partial
            source.tally.as_of = known.as_of

        def settle() -> None:
            is_new = known is None and not source.tally.is_stale
            if is_new and reader.rows is not None and config.row_ttl and source.tally.as_of:
                what = (reader.rows, source.tally.is_partial, source.tally.rows_unread)
                memory.keep_scan(key, Remembered(what, source.tally.as_of, config.row_ttl))

        return reader, settle

    def _window(self, plan: Plan, number: int, tally: Tally) -> Window | None:
        window = plan.window
        if window is None:
            return None
        complete = self._completing(plan, tally)
        return Window(lambda key: self._fetch(plan, window(key)[number], tally, self.until, complete))

    # ---------------------------------------------------------------- pages

    def _fetch(
        self,
        plan: Plan,
        narrow: Mapping[str, str],
        tally: Tally,
        until: Deadline | None,
        complete: pages.Complete | None,
    ) -> pages.Fetch:
        like, quota = self._like(plan, narrow), self._quotas[plan.vendor.id]
        return pages.fetcher(self.context, plan.vendor, self.ask, like, tally, until, complete, quota)

    def _like(self, plan: Plan, narrow: Mapping[str, str]) -> ListAsk:
        return ListAsk(
            offset=0,
            limit=0,
            narrow=narrow,
            sort=self.ordering.sort if plan.way is Way.IN_ORDER else None,
            fields=self.fields if plan.listing.by_fields else frozenset(),
        )

    def _completing(self, plan: Plan, tally: Tally) -> pages.Complete | None:
        return partial(self._complete, tally) if plan.needs_whole else None

    async def _complete(self, tally: Tally, row: Row[Order]) -> Row[Order]:
        """The whole order in the row's place; the row, where it is gone. Raises a BackendFault: it can't be placed."""
        if row.whole:
            return row
        order = await details.looked_up(self.context, row)
        self._tell(tally, Ref(Order, row.thing.backend.id, row.thing.vendor_id))
        return row if order is None else Row(order, row.version)

    def _tell(self, tally: Tally, ref: Ref[Order]) -> None:
        """A row that was looked up is as old as what the look-up was told."""
        old = self.context.stale.as_of(ref)
        if old is not None:
            tally.told(old.as_of, is_stale=True)


def _all(settlings: Iterable[Callable[[], None]]) -> None:
    for settle in settlings:
        settle()


def _nothing() -> None:
    """Nothing was learned that outlives the page."""
