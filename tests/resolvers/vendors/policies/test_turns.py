"""One process's turns, at the edges of a caller's patience."""

import pytest

from resolvers.vendors.policies.turns import Patience, Rate, TooFast, Turns
from tests.resolvers.vendors.policies.ticking import Ticking


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
