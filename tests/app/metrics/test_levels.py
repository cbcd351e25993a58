"""What is looked up is told as it is now, and what has grown is added once."""

from collections import Counter as Sum
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry

from app.metrics.levels import Count, Level, Levels
from app.metrics.sources import Labels, Source
from resolvers.gateway import Gateway
from resolvers.memory import Memory


@dataclass(eq=False)
class Owner:
    figures: Sum[Labels] = field(default_factory=Sum)


SOURCE: Source[Owner] = Source("things", "How many things there are.", ("kind",), lambda owner: owner.figures)


@pytest.fixture
def registry() -> CollectorRegistry:
    return CollectorRegistry()


def owner(**figures: int) -> Owner:
    return Owner(Sum({(kind,): figure for kind, figure in figures.items()}))


def test_levels_of_several_are_added_up(registry: CollectorRegistry) -> None:
    Level(SOURCE, registry).sample([owner(good=1, bad=2), owner(good=3)])

    assert registry.get_sample_value("things", {"kind": "good"}) == 4
    assert registry.get_sample_value("things", {"kind": "bad"}) == 2


def test_a_level_that_is_gone_is_0(registry: CollectorRegistry) -> None:
    level = Level(SOURCE, registry)
    level.sample([owner(good=1)])

    level.sample([])

    assert registry.get_sample_value("things", {"kind": "good"}) == 0


@given(st.lists(st.integers(0, 9), max_size=20), st.lists(st.booleans(), max_size=20))
def test_a_count_is_what_its_owners_counted_however_often_it_is_looked_at(more: list[int], looks: list[bool]) -> None:
    registry, one, other = CollectorRegistry(), owner(good=0), owner(good=0)
    count = Count(SOURCE, registry)

    for at, step in enumerate(more):
        (one if at % 2 else other).figures[("good",)] += step
        if at < len(looks) and looks[at]:
            count.sample([one, other])
    count.sample([one, other])

    assert registry.get_sample_value("things_total", {"kind": "good"}) == sum(more)


def test_what_an_owner_counted_stays_when_it_is_gone(registry: CollectorRegistry) -> None:
    count = Count(SOURCE, registry)
    count.sample([owner(good=2)])

    count.sample([owner(good=3)])

    assert registry.get_sample_value("things_total", {"kind": "good"}) == 5


def test_two_gateways_are_both_looked_at_and_one_that_closes_a_last_time(registry: CollectorRegistry) -> None:
    levels, first, second = Levels(registry), Gateway({}, Memory(lambda _: 0)), Gateway({}, Memory(lambda _: 0))
    looked = {"backend": "shop", "cache": "references", "result": "hit"}

    with levels.watching(second):
        with levels.watching(first):
            first.memory.looks.hit("references", "shop")
            second.memory.looks.hit("references", "shop")
        after_the_first = registry.get_sample_value("gateway_cache_lookups_total", looked)
        first.memory.looks.hit("references", "shop")
        levels.sample()

    assert after_the_first == 2
    assert registry.get_sample_value("gateway_cache_lookups_total", looked) == 2
