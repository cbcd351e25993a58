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
)
def test_when_a_turn_comes_is_known_before_those_ahead_of_it_are_taken(
    rate: Rate | None, pauses: list[float], ahead: int
) -> None:
    ticking = Ticking()
    turns = Turns(rate, ticking.now)
    for pause in pauses:
        ticking.wait(pause)
        turns.take(FOREVER)
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
