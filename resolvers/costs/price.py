"""Prices: backend calls, plus a little for each object returned. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

THINGS_A_POINT = 100
"""A call costs one point, and so does this number of objects: list rows, and objects that root fields look up."""


@dataclass(frozen=True, slots=True)
class Once:
    """Calls that are made once per operation, however many fields need them. `what` identifies them."""

    backend: str
    what: object
    calls: int


@dataclass(frozen=True, slots=True)
class Price:
    """`calls`: the maximum, by backend. `things`: the number of objects returned."""

    calls: Mapping[str, int] = field(default_factory=dict)
    things: int = 0
    once: frozenset[Once] = frozenset()

    @property
    def all_calls(self) -> int:
        return sum(self.calls.values())


FREE = Price()


@dataclass(frozen=True, slots=True)
class Part:
    """The price of a root field: `fixed`, plus its rows: at most `each` of a backend, and `total` of all together.

    `per`: the price of one row, by backend.
    """

    fixed: Price = FREE
    each: Mapping[str, int] = field(default_factory=dict)
    total: int = 0
    per: Mapping[str, Price] = field(default_factory=dict)

    def whole(self) -> Price:
        """The price if every backend returned all the rows that it may."""
        return added([(1, self.fixed), *((count, self.per[id]) for id, count in self.each.items())])

    def dearest(self, prices: Mapping[str, int]) -> int:
        """The maximum cost of the rows, over all ways to divide them between backends. `prices`: of one row."""
        left, cost = self.total, 0
        for id in sorted(prices, key=lambda id: -prices[id]):
            taken = min(self.each[id], left)
            cost, left = cost + taken * prices[id], left - taken
        return cost


NOTHING = Part()
ONE = Part(Price(things=1))


def added(prices: Iterable[tuple[int, Price]]) -> Price:
    """The sum of the prices, each times its count; `once` is not multiplied."""
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
    """At least 1. Rounded up only here, so that asking for less never costs more."""
    return max(1, calls + -(-things // THINGS_A_POINT))


def most(parts: Iterable[Part], max_calls: int) -> int:
    """The points of an operation of these parts, in which no backend gets more than `max_calls` calls.

    The lower of two bounds: each backend's calls if it returned all rows, and all calls if the dearest rows came.
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
