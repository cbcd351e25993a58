"""Which calls are made again, how often, and how long is waited before."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.errors import (
    BackendFault,
    BadResponse,
    CircuitOpen,
    NeverSent,
    NoTime,
    Overloaded,
    Overspent,
    RateLimited,
    TimedOut,
    Unavailable,
    Unsupported,
)
from resolvers.vendors.policies.budget import RetryBudget
from resolvers.vendors.policies.retry import Retries
from tests.resolvers.vendors.policies.ticking import Ticking

pytestmark = pytest.mark.anyio

PASSING = [
    Unavailable("shop", "failed", http_status=502),
    Unavailable("shop", "failed", http_status=503),
    Unavailable("shop", "failed", http_status=504),
    Unavailable("shop", "broke off"),
    NeverSent("shop", "can't be reached"),
    RateLimited("shop", "too many", http_status=429, retry_after=1.0),
]
LASTING = [
    Unavailable("shop", "failed", http_status=500),
    TimedOut("shop", "late"),
    CircuitOpen("shop", "left alone"),
    BadResponse("shop", "no JSON"),
    RateLimited("shop", "too many", http_status=429),
]


class Asked:
    """A call that fails so often, then is answered."""

    def __init__(self, fault: BackendFault, times: int) -> None:
        self.calls = 0
        self._fault = fault
        self._times = times

    async def __call__(self) -> str:
        self.calls += 1
        if self.calls <= self._times:
            raise self._fault
        return "answer"


def retries(ticking: Ticking, left: float | None = 10.0, chance: Callable[[], float] = lambda: 0.5) -> Retries:
    return Retries(RetryBudget(ticking.now), ticking.clock, chance, lambda: left)


@pytest.mark.parametrize("fault", PASSING, ids=str)
async def test_what_may_pass_is_asked_again(fault: BackendFault) -> None:
    asked = Asked(fault, 1)

    assert await retries(Ticking()).run(asked) == "answer"


@pytest.mark.parametrize("fault", LASTING, ids=str)
async def test_what_lasts_is_not_asked_again(fault: BackendFault) -> None:
    asked = Asked(fault, 1)

    with pytest.raises(type(fault)):
        await retries(Ticking()).run(asked)
    assert asked.calls == 1


async def test_a_call_is_made_three_times_at_most() -> None:
    asked = Asked(PASSING[0], 9)

    with pytest.raises(Unavailable):
        await retries(Ticking()).run(asked)
    assert asked.calls == 3


async def test_the_waits_grow_and_are_a_matter_of_chance() -> None:
    ticking = Ticking()
    await retries(ticking, chance=lambda: 0.5).run(Asked(PASSING[0], 2))

    assert ticking.slept == [0.05, 0.1]


async def test_what_the_vendor_asks_for_is_waited() -> None:
    ticking = Ticking()
    await retries(ticking, chance=lambda: 0.0).run(Asked(RateLimited("shop", "no", retry_after=4.0), 1))

    assert ticking.slept == [4.0]


async def test_chance_puts_the_call_behind_what_the_vendor_asks_for() -> None:
    ticking = Ticking()
    await retries(ticking, chance=lambda: 0.5).run(Asked(RateLimited("shop", "no", retry_after=4.0), 1))

    assert ticking.slept == [4.05]


async def test_a_wait_beyond_the_deadline_is_not_begun() -> None:
    ticking = Ticking()
    asked = Asked(RateLimited("shop", "no", retry_after=4.0), 1)

    with pytest.raises(RateLimited):
        await retries(ticking, left=3.9).run(asked)
    assert ticking.slept == []


async def test_nor_is_one_that_ends_as_the_deadline_comes() -> None:
    ticking = Ticking()

    with pytest.raises(RateLimited):
        await retries(ticking, left=4.0, chance=lambda: 0.0).run(Asked(RateLimited("shop", "no", retry_after=4.0), 1))
    assert ticking.slept == []


@pytest.mark.parametrize(("asked_for", "slept"), [(1.9, [1.9]), (2.0, []), (2.5, [])])
async def test_without_a_deadline_less_than_two_seconds_are_waited(asked_for: float, slept: list[float]) -> None:
    ticking = Ticking()
    policy = retries(ticking, left=None, chance=lambda: 0.0)

    with suppress(RateLimited):
        await policy.run(Asked(RateLimited("shop", "no", retry_after=asked_for), 1))
    assert ticking.slept == slept


async def test_without_a_deadline_nobody_waits_long() -> None:
    ticking = Ticking()

    with pytest.raises(RateLimited):
        await retries(ticking, left=None).run(Asked(RateLimited("shop", "no", retry_after=4.0), 1))
    assert ticking.slept == []


async def test_a_vendor_that_fails_altogether_gets_a_fifth_more_and_three_in_ten_seconds() -> None:
    ticking = Ticking()
    policy = retries(ticking, chance=lambda: 0.0)
    asked = Asked(PASSING[0], 10**9)
    for _ in range(1000):
        with pytest.raises(Unavailable):
            await policy.run(asked)
        ticking.wait(0.1)

    assert asked.calls <= 1000 * 1.2 + 3 * 10


@pytest.mark.parametrize("refused", [CircuitOpen, Overloaded, NoTime, Overspent, Unsupported, RateLimited])
async def test_calls_that_are_never_made_allow_no_others(refused: type[BackendFault]) -> None:
    policy = retries(Ticking(), chance=lambda: 0.0)
    for _ in range(1000):
        with pytest.raises(refused):
            await policy.run(Asked(refused("shop", "left alone"), 1))
    asked = Asked(PASSING[0], 10**9)
    for _ in range(5):
        with pytest.raises(Unavailable):
            await policy.run(asked)

    assert asked.calls == 5 + 3


@given(st.lists(st.sampled_from(["call", "retry", "wait"]), max_size=300))
def test_the_budget_is_never_overdrawn(steps: list[str]) -> None:
    ticking = Ticking()
    budget = RetryBudget(ticking.now)
    called, taken, waited = 0, 0, 0.0
    for step in steps:
        if step == "call":
            budget.called()
            called += 1
        elif step == "wait":
            ticking.wait(1.5)
            waited += 1.5
        else:
            taken += budget.take()

        assert taken <= 0.2 * called + 3 * (1 + waited // 9)
