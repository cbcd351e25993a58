"""What things cost: calls that a backend gets, and a little for each thing that is listed. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

THINGS_A_POINT = 100
"""A call is a point; so many orders, customers and other things that are asked for by themselves are one too."""


@dataclass(frozen=True, slots=True)
class Once:
    """Calls that are made once an operation, however many lead there. `what` tells one from another."""

    backend: str
    what: object
    calls: int


@dataclass(frozen=True, slots=True)
class Price:
    """`calls`: by backend, at most."""

    calls: Mapping[str, int] = field(default_factory=dict)
    things: int = 0
    once: frozenset[Once] = frozenset()

    @property
    def all_calls(self) -> int:
        return sum(self.calls.values())


FREE = Price()


@dataclass(frozen=True, slots=True)
class Part:
    """A field's. Beside what is `fixed` there are things, at each backend up to so many, and `total` of all together.

    `per`: what one of each backend's costs.
    """

    fixed: Price = FREE
    each: Mapping[str, int] = field(default_factory=dict)
    total: int = 0
    per: Mapping[str, Price] = field(default_factory=dict)

    def whole(self) -> Price:
        """As if every backend gave all that it may."""
        return added([(1, self.fixed), *((count, self.per[id]) for id, count in self.each.items())])

    def dearest(self, prices: Mapping[str, int]) -> int:
        """What the things cost at most, by these prices of one, however the backends share them."""
        left, cost = self.total, 0
        for id in sorted(prices, key=lambda id: -prices[id]):
            taken = min(self.each[id], left)
            cost, left = cost + taken * prices[id], left - taken
        return cost


NOTHING = Part()
ONE = Part(Price(things=1))


def added(prices: Iterable[tuple[int, Price]]) -> Price:
    """Each so many times; what is paid once is paid once."""
    calls: defaultdict[str, int] = defaultdict(int)
    things, once = 0, set[Once]()
    for times, price in prices:
        if times:
            for backend, count in price.calls.items():
                calls[backend] += times * count
            things += times * price.things
            once |= price.once
    return Price(calls, things, frozenset(once))


def points(calls: int, things: int) -> int:
    """Rounded up at the end alone, so that what is less costs no more; nothing is for nothing."""
    return max(1, calls + -(-things // THINGS_A_POINT))


def most(parts: Iterable[Part], max_calls: int) -> int:
    """The points of an operation of these parts, of which no backend gets more than `max_calls` calls.

    Two bounds hold: each backend's calls if it gave every row; and all calls if the dearest rows were given.
    """
    parts = list(parts)
    whole = added((1, part.whole()) for part in parts)
    once: defaultdict[str, int] = defaultdict(int)
    for each in whole.once:
        once[each.backend] += each.calls
    by_backend = sum(min(max_calls, whole.calls.get(id, 0) + once[id]) for id in {*whole.calls, *once})
    shared = sum(min(max_calls, calls) for calls in once.values()) + sum(map(_shared_calls, parts))
    return points(min(by_backend, shared), sum(map(_shared_things, parts)))


def _shared_calls(part: Part) -> int:
    return part.fixed.all_calls + part.dearest({id: price.all_calls for id, price in part.per.items()})


def _shared_things(part: Part) -> int:
    return part.fixed.things + part.dearest({id: price.things for id, price in part.per.items()})
