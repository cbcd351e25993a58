"""Opens a plan: a reader for each of its lists, and fetchers to count them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from resolvers import pages
from resolvers.costs import bounds
from resolvers.federate import Position
from resolvers.open_list import Asking, Learned, OpenList, time_for_rows
from resolvers.plans import Plan
from resolvers.readers.source import NO_MARK, Mark, Reader, Tally
from resolvers.stale_notes import Old
from resolvers.vendors.allowance import Quota


@dataclass(frozen=True)
class Opened:
    """`readers`: by the names of their marks in a cursor. `counters`: each makes a fetcher for a list to be counted.

    `counting`: the tally of the calls for counts.
    """

    plan: Plan
    readers: Mapping[str, Reader]
    learned: Sequence[Learned]
    counters: Sequence[Callable[[], pages.Fetch]]
    counting: Tally

    @property
    def tallies(self) -> list[Tally]:
        return [self.counting, *(reader.source.tally for reader in self.readers.values())]

    @property
    def old(self) -> Old | None:
        """The oldest stale answer used; None if all are fresh."""
        old = [tally.as_of for tally in self.tallies if tally.is_stale and tally.as_of]
        return Old(self.plan.vendor.id, min(old)) if old else None

    def settle(self) -> None:
        """Caches what the readers learned."""
        for learned in self.learned:
            learned()


@dataclass(frozen=True)
class Opening:
    """Opens the lists of all backends. `position`, `marks`: from the cursor. `counts`: whether to count the lists."""

    asking: Asking
    position: Position = Position()
    marks: Mapping[str, Mark] = field(default_factory=dict)
    counts: bool = False

    def open(self, plan: Plan) -> Opened:
        after, quota = self.position.of(plan.vendor.id), self._quota(plan)
        lists = [
            OpenList(self.asking, plan, number, narrow, after, self.marks.get(name, NO_MARK), quota)
            for number, (narrow, name) in enumerate(zip(plan.asks, plan.names, strict=True))
        ]
        opened = [each.reader() for each in lists]
        counting = Tally()
        return Opened(
            plan=plan,
            readers=dict(zip(plan.names, (reader for reader, _ in opened), strict=True)),
            learned=[learned for _, learned in opened],
            counters=[partial(self._counter, plan, narrow, counting, quota) for narrow in plan.counted or ()],
            counting=counting,
        )

    def _counter(self, plan: Plan, narrow: Mapping[str, str], tally: Tally, quota: Quota) -> pages.Fetch:
        """Called when the rows have been read: its time starts then."""
        return self.asking.pages_of(plan, narrow, tally, quota, time_for_rows())

    def _quota(self, plan: Plan) -> Quota:
        """For the calls to all lists of the plan together."""
        marks, goes_on = bounds.marks_of(plan, self.marks), self.position.of(plan.vendor.id) is not None
        return Quota(bounds.of_lists(plan, marks, goes_on=goes_on, counts=self.counts))
