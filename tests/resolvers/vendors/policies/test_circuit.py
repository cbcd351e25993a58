"""When a backend is left alone, and what brings it back."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.vendors.policies.circuit import Attempt, Circuit, Open, Rules, State
from tests.resolvers.vendors.policies.ticking import Ticking

MANY = 100
"""More than may pass."""


def circuit() -> tuple[Circuit, Ticking]:
    ticking = Ticking()
    return Circuit(Rules(), ticking.now), ticking


def calls(circuit: Circuit, failed: int = 0, good: int = 0) -> None:
    attempts = [circuit.attempt() for _ in range(failed + good)]
    for place, attempt in enumerate(attempts):
        attempt.succeeded() if place < good else attempt.failed()


def opened() -> tuple[Circuit, Ticking]:
    found, ticking = circuit()
    calls(found, failed=20)
    return found, ticking


def probes(circuit: Circuit) -> list[Attempt]:
    """As many as are let through."""
    passed = []
    try:
        for _ in range(MANY):
            passed.append(circuit.attempt())
    except Open:
        pass
    return passed


def test_nineteen_failures_are_too_few_to_judge() -> None:
    found, _ = circuit()
    calls(found, failed=19)

    assert found.state is State.CLOSED


def test_half_of_twenty_calls_failing_opens_it() -> None:
    found, _ = circuit()
    calls(found, failed=10, good=10)

    assert found.state is State.OPEN


def test_less_than_half_failing_leaves_it_closed() -> None:
    found, _ = circuit()
    calls(found, failed=9, good=11)

    assert found.state is State.CLOSED


def test_failures_older_than_the_window_are_forgotten() -> None:
    found, ticking = circuit()
    calls(found, failed=19)
    ticking.wait(30)
    calls(found, failed=1)

    assert found.state is State.CLOSED


def test_an_open_circuit_lets_nothing_through_and_says_for_how_long() -> None:
    found, ticking = opened()
    ticking.wait(5)

    with pytest.raises(Open) as caught:
        found.attempt()

    assert caught.value.seconds == pytest.approx(10)


def test_after_its_rest_exactly_five_probes_pass() -> None:
    found, ticking = opened()
    ticking.wait(15)

    assert len(probes(found)) == 5


def test_three_good_probes_close_it() -> None:
    found, ticking = opened()
    ticking.wait(15)
    first, second, third, *_ = probes(found)

    first.succeeded()
    second.succeeded()
    assert found.state is State.HALF_OPEN
    third.succeeded()
    assert found.state is State.CLOSED


def test_one_bad_probe_opens_it_for_another_rest() -> None:
    found, ticking = opened()
    ticking.wait(15)
    first, second, *_ = probes(found)
    first.succeeded()
    second.failed()
    ticking.wait(14.9)

    assert found.state is State.OPEN


def test_after_another_rest_it_is_tried_as_if_for_the_first_time() -> None:
    """Neither the probes that passed before nor the good ones among them are counted."""
    found, ticking = opened()
    ticking.wait(15)
    first, second, third, *_ = probes(found)
    first.succeeded()
    second.succeeded()
    third.failed()
    ticking.wait(15)
    again = probes(found)
    again[0].succeeded()

    assert (len(again), found.state) == (5, State.HALF_OPEN)


def test_once_it_is_closed_what_opened_it_is_forgotten() -> None:
    found, ticking = opened()
    ticking.wait(15)
    for probe in probes(found):
        probe.succeeded()
    calls(found, failed=19)

    assert found.state is State.CLOSED


def test_a_probe_that_was_told_of_keeps_its_place_when_its_caller_leaves() -> None:
    found, ticking = opened()
    ticking.wait(15)
    first, *_ = probes(found)
    first.succeeded()
    first.abandoned()

    assert probes(found) == []


def test_a_probe_whose_caller_left_gives_its_place_back() -> None:
    found, ticking = opened()
    ticking.wait(15)
    for probe in probes(found):
        probe.abandoned()

    assert len(probes(found)) == 5


def test_a_caller_who_left_is_neither_a_success_nor_a_failure() -> None:
    found, _ = circuit()
    for _ in range(100):
        found.attempt().abandoned()
    calls(found, failed=19)

    assert found.state is State.CLOSED


def test_what_began_before_it_opened_says_nothing_of_a_probe() -> None:
    found, ticking = circuit()
    late = [found.attempt() for _ in range(5)]
    calls(found, failed=20)
    ticking.wait(15)
    probes(found)
    for attempt in late:
        attempt.succeeded()

    assert found.state is State.HALF_OPEN


def test_an_answer_that_turns_out_unreadable_is_a_failure_in_place_of_a_success() -> None:
    found, _ = circuit()
    for _ in range(20):
        attempt = found.attempt()
        attempt.succeeded()
        attempt.turned_out_bad()

    assert found.state is State.OPEN


def test_the_one_that_makes_it_half_of_them_opens_it_as_it_turns_out() -> None:
    found, _ = circuit()
    calls(found, failed=9, good=10)
    last = found.attempt()
    last.succeeded()
    assert found.state is State.CLOSED
    last.turned_out_bad()

    assert found.state is State.OPEN


@pytest.mark.parametrize("first", [Attempt.succeeded, Attempt.failed])
def test_a_call_is_a_failure_once_however_often_it_turns_out_bad(first: Callable[[Attempt], None]) -> None:
    found, _ = circuit()
    calls(found, failed=8, good=11)
    attempt = found.attempt()
    first(attempt)
    attempt.turned_out_bad()
    attempt.turned_out_bad()

    assert found.state is State.CLOSED


def test_a_good_probe_that_turns_out_unreadable_was_a_bad_one() -> None:
    found, ticking = opened()
    ticking.wait(15)
    probe = found.attempt()
    probe.succeeded()
    probe.turned_out_bad()

    assert found.state is State.OPEN


def test_an_answer_from_before_it_opened_and_closed_again_turns_out_as_it_likes() -> None:
    found, ticking = circuit()
    late = found.attempt()
    late.succeeded()
    calls(found, failed=20)
    ticking.wait(15)
    for probe in probes(found):
        probe.succeeded()
    calls(found, failed=9, good=11)
    late.turned_out_bad()

    assert found.state is State.CLOSED


def test_a_caller_who_leaves_opens_nothing_though_good_calls_have_been_forgotten_meanwhile() -> None:
    found, ticking = circuit()
    calls(found, good=21)
    ticking.wait(15)
    calls(found, failed=20)
    ticking.wait(20)
    found.attempt().abandoned()

    assert found.state is State.CLOSED


def test_a_circuit_of_no_calls_never_opens() -> None:
    found = Circuit(Rules(least=0), Ticking().now)
    calls(found, failed=100)

    assert found.state is State.CLOSED


def test_each_change_of_state_is_told() -> None:
    told: list[State] = []
    ticking = Ticking()
    found = Circuit(Rules(), ticking.now, told.append)
    calls(found, failed=20)
    ticking.wait(15)
    for probe in probes(found):
        probe.succeeded()

    assert told == [State.OPEN, State.HALF_OPEN, State.CLOSED]


@given(st.lists(st.sampled_from(["call", "good", "bad", "left", "wait"]), max_size=200))
def test_whatever_happens_an_open_circuit_passes_nothing_and_a_trying_one_at_most_five(steps: list[str]) -> None:
    ticking = Ticking()
    found = Circuit(Rules(least=3), ticking.now)
    waiting: list[Attempt] = []
    passed = 0
    for step in steps:
        before = found.state
        if step == "wait":
            ticking.wait(4)
        elif step == "call":
            try:
                waiting.append(found.attempt())
                assert before is not State.OPEN
                passed += before is State.HALF_OPEN
            except Open:
                assert before is not State.CLOSED
        elif waiting:
            attempt = waiting.pop(0)
            {"good": attempt.succeeded, "bad": attempt.failed, "left": attempt.abandoned}[step]()
            passed -= step == "left" and found.state is State.HALF_OPEN
        if found.state is not State.HALF_OPEN:
            passed = 0

        assert passed <= 5
