"""One process's turns, at the edges of a caller's patience."""

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.vendors.policies.turns import Patience, Rate, TooFast, Turns
from tests.resolvers.vendors.policies.ticking import Ticking

FOREVER = Patience(turn=inf, closed=inf)


def test_a_turn_at_the_very_end_of_what_the_caller_has_comes_too_late() -> None:
    turns = Turns(Rate(1, 1.0), Ticking().now)
    turns.take(Patience(turn=1.0, closed=1.0))

    with pytest.raises(TooFast):
        turns.take(Patience(turn=1.0, closed=1.0))


def test_a_vendor_that_is_back_at_the_very_end_of_what_the_caller_has_is_back_too_late() -> None:
    turns = Turns(None, Ticking().now)
    turns.close(3.0)

    with pytest.raises(TooFast):
        turns.take(Patience(turn=10.0, closed=3.0))


def test_of_what_a_vendor_said_the_later_holds() -> None:
    turns = Turns(None, Ticking().now)
    turns.close(3.0)
    turns.close(1.0)

    assert turns.take(Patience(turn=10.0, closed=10.0)) == 3.0


@given(
    rate=st.none() | st.builds(Rate, st.integers(1, 4), st.just(1.0)),
    pauses=st.lists(st.floats(0, 2), max_size=10),
    ahead=st.integers(0, 10),
    back=st.sets(st.integers(0, 9)),
)
def test_when_a_turn_comes_is_known_before_those_ahead_of_it_are_taken(
    rate: Rate | None, pauses: list[float], ahead: int, back: set[int]
) -> None:
    """`back`: the places of those taken that are given back, if their time is to come."""
    ticking = Ticking()
    turns = Turns(rate, ticking.now)
    taken = []
    for pause in pauses:
        ticking.wait(pause)
        taken.append(turns.take(FOREVER) + ticking.at)
    for place in back & set(range(len(taken))):
        turns.give_back(taken[place])
    known = turns.wait(FOREVER, ahead)
    for _ in range(ahead):
        turns.take(FOREVER)

    assert known == pytest.approx(turns.take(FOREVER))


def test_a_turn_that_comes_too_late_behind_others_is_refused_and_none_is_taken() -> None:
    turns = Turns(Rate(1, 1.0), Ticking().now)
    with pytest.raises(TooFast) as caught:
        turns.wait(Patience(turn=3.0, closed=3.0), ahead=3)

    assert caught.value.seconds == 3.0
    assert turns.take(FOREVER) == 0.0


def test_a_turn_that_was_given_back_is_the_next_one() -> None:
    turns = Turns(Rate(1, 1.0), (ticking := Ticking()).now)
    for wait in (0.0, 1.0, 2.0):
        assert turns.take(FOREVER) == wait
    turns.give_back(ticking.at + 1.0)

    assert [turns.take(FOREVER) for _ in range(2)] == [1.0, 3.0]


def test_a_turn_that_was_given_back_is_gone_with_its_time() -> None:
    turns = Turns(Rate(1, 1.0), (ticking := Ticking()).now)
    for _ in range(3):
        turns.take(FOREVER)
    turns.give_back(ticking.at + 1.0)
    ticking.wait(1.5)

    assert turns.take(FOREVER) == 1.5


def test_no_turn_that_was_given_back_falls_into_a_pause() -> None:
    turns = Turns(Rate(1, 1.0), (ticking := Ticking()).now)
    for _ in range(2):
        turns.take(FOREVER)
    turns.give_back(ticking.at + 1.0)
    turns.close(5.0)

    assert turns.take(FOREVER) == 5.0
