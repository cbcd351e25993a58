"""How much time is left once the process is told to end."""

import pytest

from app.ending import Ending
from tests.resolvers.things import Clock


def test_requests_are_taken_as_long_as_it_drains() -> None:
    clock = Clock()
    ending = Ending(drain=5, grace=20, now=clock)
    ending.begin()
    clock.now += 4.9

    assert ending.has_begun
    assert not ending.is_drained()
    clock.now += 0.2
    assert ending.is_drained()


def test_draining_is_part_of_the_grace() -> None:
    clock = Clock()
    ending = Ending(drain=5, grace=20, now=clock)
    ending.begin()
    clock.now += 7

    assert ending.left() == 13
    clock.now += 70
    assert ending.left() == 0


@pytest.mark.parametrize(("drain", "grace", "until"), [(0, 20, 0), (30, 20, 20), (5, 0, 0)])
def test_it_drains_for_no_longer_than_the_grace(drain: float, grace: float, until: float) -> None:
    clock = Clock()
    ending = Ending(drain, grace, clock)
    ending.begin()
    clock.now += until

    assert ending.is_drained()


def test_nothing_is_over_that_has_not_begun() -> None:
    ending = Ending(drain=0, grace=20)

    assert (ending.has_begun, ending.is_drained(), ending.left()) == (False, False, 20)
