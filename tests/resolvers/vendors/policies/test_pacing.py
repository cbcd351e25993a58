"""How fast a backend may be asked."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.vendors.policies.clock import Clock
from resolvers.vendors.policies.flow import Flow
from resolvers.vendors.policies.pacing import MOST_SAID, Pace, wait_asked_for
from resolvers.vendors.policies.turns import Patience, Rate, SharedTurns, TooFast, Turns
from tests.resolvers.vendors.policies.ticking import Ticking

pytestmark = pytest.mark.anyio
NOW = datetime(2026, 3, 24, 12, tzinfo=UTC)
FOREVER = 10_000.0


def now() -> float:
    """The event loop's time."""
    return asyncio.get_running_loop().time()


async def test_as_many_calls_pass_at_once_as_the_rate_has() -> None:
    ticking = Ticking()
    pace = Pace("10/s", ticking.clock, lambda: 10.0)
    for _ in range(10):
        await pace.turn()

    assert ticking.slept == []


async def test_the_next_waits_for_the_first_to_be_a_stretch_ago() -> None:
    ticking = Ticking()
    pace = Pace("10/s", ticking.clock, lambda: 10.0)
    for _ in range(11):
        await pace.turn()

    assert ticking.slept == [1.0]


async def test_without_a_rate_nobody_waits() -> None:
    ticking = Ticking()
    pace = Pace("", ticking.clock, lambda: 10.0)
    for _ in range(1000):
        await pace.turn()

    assert ticking.slept == []


async def test_a_turn_beyond_the_deadline_is_refused_at_once_and_takes_nobody_s_place() -> None:
    ticking = Ticking()
    left = [0.5]
    pace = Pace("1/s", ticking.clock, lambda: left[0])
    await pace.turn()

    for _ in range(3):
        with pytest.raises(TooFast) as caught:
            await pace.turn()
        assert caught.value.seconds == pytest.approx(1.0)
    left[0] = 5.0
    await pace.turn()
    assert ticking.slept == [1.0]


async def test_a_vendor_that_takes_no_more_calls_is_left_until_it_does() -> None:
    ticking = Ticking()
    pace = Pace("", ticking.clock, lambda: 10.0)
    await pace.closed_for(3.0)
    await pace.turn()

    assert ticking.slept == [3.0]


async def test_who_has_no_deadline_does_not_wait_for_a_vendor() -> None:
    ticking = Ticking()
    pace = Pace("", ticking.clock, lambda: None)
    await pace.closed_for(3.0)

    with pytest.raises(TooFast):
        await pace.turn()


async def test_a_vendor_is_left_for_an_hour_at_most_whatever_it_asks_for() -> None:
    ticking = Ticking()
    pace = Pace("", ticking.clock, lambda: 10_000.0)
    await pace.closed_for(86_400.0)
    await pace.turn()

    assert ticking.slept == [3600.0]


class Others(SharedTurns):
    """What other processes know of the vendor, and how often they are asked."""

    def __init__(self) -> None:
        self.closed_for = 0.0
        self.looks = 0

    async def take(self, rate: Rate, patience: Patience) -> float | None:
        raise AssertionError("there is no rate to share")

    async def closed(self) -> float:
        self.looks += 1
        return self.closed_for

    async def close(self, seconds: float) -> None:
        self.closed_for = seconds


class Counting(SharedTurns):
    """Turns at a store, and how many were taken. `latency`: seconds until its answer."""

    def __init__(self, rate: str, latency: float = 0.0) -> None:
        self.turns = Turns(Rate.read(rate), now)
        self.taken = 0
        self._latency = latency

    async def take(self, rate: Rate, patience: Patience) -> float | None:
        self.taken += 1
        wait = self.turns.take(patience)
        await asyncio.sleep(self._latency)
        return max(0.0, wait - self._latency)

    async def closed(self) -> float:
        raise AssertionError("the turns tell")

    async def close(self, seconds: float) -> None:
        self.turns.close(seconds)


@pytest.mark.own_time
async def test_a_shared_turn_that_was_left_is_taken_by_another_of_its_process() -> None:
    shared = Counting("1/s")
    pace = Pace("1/s", Clock(now), lambda: FOREVER, shared)
    await pace.turn()
    leaving = asyncio.create_task(pace.turn(Flow("many", 0)))
    await asyncio.sleep(0.5)
    leaving.cancel()
    await asyncio.wait([leaving])
    await pace.turn(Flow("one", 0))

    assert (now(), shared.taken) == (1.0, 2)


@pytest.mark.own_time
async def test_nor_is_one_lost_whose_call_was_cancelled_before_the_store_answered() -> None:
    shared = Counting("1/s", latency=0.25)
    pace = Pace("1/s", Clock(now), lambda: FOREVER, shared)
    await pace.turn()
    leaving = asyncio.create_task(pace.turn(Flow("many", 0)))
    await asyncio.sleep(0.125)
    leaving.cancel()
    await asyncio.sleep(0.25)
    await pace.turn(Flow("one", 0))

    assert (now(), shared.taken) == (1.0, 2)


async def test_without_a_rate_the_others_are_asked_once_a_second() -> None:
    ticking, others = Ticking(), Others()
    pace = Pace("", ticking.clock, lambda: 10.0, others)
    for _ in range(25):
        await pace.turn()
        ticking.wait(0.125)

    assert others.looks == 4


async def test_what_the_vendor_said_to_another_process_is_heard_within_a_second() -> None:
    ticking, others = Ticking(), Others()
    pace = Pace("", ticking.clock, lambda: 10.0, others)
    await pace.turn()
    others.closed_for = 3.0
    ticking.wait(1.0)
    await pace.turn()

    assert ticking.slept == [3.0]


@pytest.mark.own_time
async def test_an_operation_that_wants_many_leaves_others_their_turn() -> None:
    pace = Pace("1/s", Clock(now), lambda: 10.0)
    waiting = [asyncio.create_task(pace.turn(Flow("caller", "much"))) for _ in range(50)]
    await asyncio.sleep(0.5)
    start = now()
    await pace.turn(Flow("caller", "little"))
    for each in waiting:
        each.cancel()

    assert now() - start == 1.5  # Behind the one turn that the other waits for.


@pytest.mark.own_time
@given(operations=st.lists(st.integers(1, 5), min_size=1, max_size=8), come=st.integers(0, 30))
async def test_a_caller_waits_for_at_most_one_turn_of_another_with_many_operations(
    operations: list[int], come: int
) -> None:
    """`operations`: how many calls each has. `come`: the tenth of a second in which the other caller does."""
    pace = Pace("1/s", Clock(now), lambda: FOREVER)
    taken: list[str] = []

    async def turn(caller: str, operation: int) -> None:
        await pace.turn(Flow(caller, operation))
        taken.append(caller)

    many = [
        asyncio.create_task(turn("many", operation)) for operation, calls in enumerate(operations) for _ in range(calls)
    ]
    await asyncio.sleep(come / 10)
    before = len(taken)
    await turn("one", 0)
    ahead = len(taken) - 1 - before
    await asyncio.gather(*many)

    assert ahead <= 1
    assert taken.count("many") == sum(operations)


@pytest.mark.own_time
async def test_an_operation_waits_for_at_most_one_turn_of_each_other_of_its_caller() -> None:
    pace = Pace("1/s", Clock(now), lambda: FOREVER)
    taken: list[str] = []

    async def turn(operation: str) -> None:
        await pace.turn(Flow("caller", operation))
        taken.append(operation)

    await pace.turn()
    await asyncio.gather(*(turn(operation) for operation in "aaabbc"))

    assert taken == ["a", "b", "c", "a", "b", "a"]


@pytest.mark.own_time
async def test_who_would_get_a_turn_too_late_behind_those_who_wait_is_refused_at_once() -> None:
    pace = Pace("1/s", Clock(now), lambda: 3.5)
    start = now()

    async def turn(caller: str, operation: int) -> float | None:
        try:
            await pace.turn(Flow(caller, operation))
        except TooFast as refusal:
            assert now() == start
            return refusal.seconds
        return None

    many = [asyncio.create_task(turn("many", operation)) for operation in range(6)]
    assert await asyncio.gather(*many) == [None, None, None, None, 4.0, 4.0]


@pytest.mark.own_time
async def test_of_others_turns_only_those_count_that_they_take_before() -> None:
    """Five wait in the lane of one caller, and two in another's: who joins the second waits for two of each."""
    left = [FOREVER]
    pace = Pace("1/min", Clock(now), lambda: left[0])
    await pace.turn()
    waiting = [asyncio.create_task(pace.turn(Flow("many", operation))) for operation in range(6)]
    waiting += [asyncio.create_task(pace.turn(Flow("few", operation))) for operation in range(3)]
    await asyncio.sleep(1)
    left[0] = 1.0
    with pytest.raises(TooFast) as caught:
        await pace.turn(Flow("few", 3))
    for each in waiting:
        each.cancel()

    assert caught.value.seconds == 60 * (1 + 2 + 2 * 2) - 1  # Two turns are reserved already.


@pytest.mark.own_time
async def test_who_leaves_while_it_waits_leaves_its_turn_to_others() -> None:
    pace = Pace("1/s", Clock(now), lambda: FOREVER)
    await pace.turn()
    for operation in range(10):
        leaving = asyncio.create_task(pace.turn(Flow("many", operation)))
        await asyncio.sleep(0.01)
        leaving.cancel()
        await asyncio.wait([leaving])
    await pace.turn(Flow("one", 0))

    assert now() == 1.0


@pytest.mark.own_time
@given(
    rate=st.integers(1, 3),
    calls=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 20), st.integers(1, 40)), min_size=1, max_size=20),
)
async def test_whoever_leaves_no_stretch_of_time_has_more_calls_than_the_rate(
    rate: int, calls: list[tuple[int, int, int]]
) -> None:
    """`calls`: the caller, how long after the call before it comes, and how long it stays, in eighths of a second."""
    pace = Pace(f"{rate}/s", Clock(now), lambda: FOREVER)
    passed: list[float] = []

    async def turn(caller: int, operation: int, stays: int) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(stays / 8 + 1 / 16):
                await pace.turn(Flow(str(caller), operation))
                passed.append(now())

    tasks = []
    for operation, (caller, pause, stays) in enumerate(calls):
        await asyncio.sleep(pause / 8)
        tasks.append(asyncio.create_task(turn(caller, operation, stays)))
    await asyncio.gather(*tasks)

    assert all(later - sooner >= 1 - 1e-6 for sooner, later in zip(passed, passed[rate:], strict=False))


@pytest.mark.own_time
async def test_an_operation_alone_gets_all_that_the_rate_has() -> None:
    pace = Pace("5/s", Clock(now), lambda: 10.0)
    await asyncio.gather(*(pace.turn(Flow("caller", "one")) for _ in range(25)))

    assert now() == 4.0


@pytest.mark.own_time
async def test_a_caller_alone_gets_all_that_the_rate_has() -> None:
    pace = Pace("5/s", Clock(now), lambda: 10.0)
    await asyncio.gather(*(pace.turn(Flow("caller", operation)) for operation in range(25)))

    assert now() == 4.0


@given(
    rate=st.integers(1, 5),
    pauses=st.lists(st.floats(0, 0.7), min_size=1, max_size=40),
)
async def test_no_stretch_of_time_has_more_calls_than_the_rate(rate: int, pauses: list[float]) -> None:
    ticking = Ticking()
    pace = Pace(f"{rate}/s", ticking.clock, lambda: 1000.0)
    passed = []
    for pause in pauses:
        ticking.wait(pause)
        await pace.turn()
        passed.append(ticking.at)

    assert all(later - sooner >= 1 - 1e-6 for sooner, later in zip(passed, passed[rate:], strict=False))


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "Tue, 24 Mar 2026 12:00:30 GMT"}, 30.0),
        ({"retry-after": "Tue, 24 Mar 2026 11:00:00 GMT"}, 0.0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-1"}, None),
        ({"retry-after": "9" * 400}, MOST_SAID),
        ({"retry-after": "Tue, 24 Mar 9999 12:00:00 GMT"}, MOST_SAID),
        ({"retry-after": "Tue, 24 Mar 99999999999 12:00:00 GMT"}, None),
        ({"retry-after": "Tue, 24 Mar 2026 12:00:30 +99999999999999"}, None),
        ({}, None),
        ({"x-ratelimit-reset": "12"}, 12.0),
        ({"x-ratelimit-reset": str(int(NOW.timestamp()) + 9)}, 9.0),
        ({"x-ratelimit-reset": "9" * 12}, MOST_SAID),
        ({"x-ratelimit-reset": "9" * 20}, None),
    ],
)
def test_how_long_a_vendor_asks_to_be_left(headers: dict[str, str], seconds: float | None) -> None:
    assert wait_asked_for(headers, NOW) == seconds
