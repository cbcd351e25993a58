"""A backend's turns among several processes, at a real server: each process is a Pace of its own, on one clock.

What the server keeps expires by its own clock, so all is in hours: none is over before its test is.
"""

import asyncio
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from redis.asyncio import Redis

from resolvers.state.redis_turns import RedisTurns
from resolvers.vendors.policies.pacing import NEWS, Pace
from resolvers.vendors.policies.turns import Patience, Rate, TooFast
from tests.resolvers.state.servers import patient
from tests.resolvers.vendors.policies.ticking import Ticking

pytestmark = pytest.mark.anyio

HOUR = 3600.0
SLACK = 100.0
"""Seconds that a machine may be slow by."""


@pytest.fixture
def ticking() -> Ticking:
    return Ticking()


class GoesAway(RedisTurns):
    is_gone = False

    async def take(self, rate: Rate, patience: Patience) -> float | None:
        return None if self.is_gone else await super().take(rate, patience)


def process(
    client: Redis, ticking: Ticking, rate: str = "2/h", left: float | None = 10 * HOUR, backend: str = "shop"
) -> Pace:
    return Pace(rate, ticking.clock, lambda: left, RedisTurns(client, patient(), backend, ticking.now))


async def test_the_calls_of_all_processes_are_counted_together(client: Redis, ticking: Ticking) -> None:
    one, another = process(client, ticking), process(client, ticking)
    for pace in (one, another, one, another, one):
        await pace.turn()

    assert ticking.slept == [HOUR, HOUR]


async def test_another_backend_s_are_counted_apart(client: Redis, ticking: Ticking) -> None:
    shop, erp = process(client, ticking), process(client, ticking, backend="erp")
    for pace in (shop, erp, shop, erp):
        await pace.turn()

    assert ticking.slept == []


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    rate=st.integers(1, 4),
    calls=st.lists(st.tuples(st.integers(0, 1), st.floats(0, 0.7 * HOUR)), min_size=1, max_size=20),
)
async def test_no_stretch_of_time_has_more_calls_than_the_rate_whoever_makes_them(
    client: Redis, rate: int, calls: list[tuple[int, float]]
) -> None:
    await client.flushall()
    ticking = Ticking()
    processes = [process(client, ticking, f"{rate}/h") for _ in range(2)]
    passed = []
    for who, pause in calls:
        ticking.wait(pause)
        await processes[who].turn()
        passed.append(ticking.at)

    assert all(later - sooner >= HOUR - 1e-5 for sooner, later in zip(passed, passed[rate:], strict=False))


async def test_of_many_at_once_each_gets_a_turn_of_its_own_in_the_order_of_asking(
    client: Redis, ticking: Ticking
) -> None:
    pace, passed = process(client, ticking, "1/h"), []

    async def call(name: str) -> None:
        await pace.turn()
        passed.append((name, ticking.at))

    await asyncio.gather(*map(call, "abc"))

    assert [name for name, _ in passed] == ["a", "b", "c"]
    assert all(later - sooner >= HOUR - 1e-5 for (_, sooner), (_, later) in pairwise(passed))


async def test_a_turn_beyond_the_deadline_is_refused_at_once_and_takes_nobody_s_place(
    client: Redis, ticking: Ticking
) -> None:
    hasty, unhurried = process(client, ticking, "1/h", left=HOUR / 2), process(client, ticking, "1/h")
    await unhurried.turn()

    for _ in range(3):
        with pytest.raises(TooFast) as caught:
            await hasty.turn()
        assert caught.value.seconds == pytest.approx(HOUR)
    await unhurried.turn()
    assert ticking.slept == [HOUR]


async def test_a_turn_at_the_very_end_of_what_the_caller_has_comes_too_late(client: Redis, ticking: Ticking) -> None:
    one, another = (process(client, ticking, "1/h", left=HOUR) for _ in range(2))
    await one.turn()

    with pytest.raises(TooFast):
        await another.turn()


async def test_a_vendor_that_is_back_at_the_very_end_of_what_the_caller_has_is_back_too_late(
    client: Redis, ticking: Ticking
) -> None:
    turns = RedisTurns(client, patient(), "shop", ticking.now)
    await turns.close(HOUR)

    with pytest.raises(TooFast):
        await turns.take(Rate(2, HOUR), Patience(turn=10 * HOUR, closed=HOUR))


async def test_what_the_vendor_said_to_one_process_holds_for_all(client: Redis, ticking: Ticking) -> None:
    one, another = process(client, ticking), process(client, ticking)
    await one.closed_for(HOUR)
    await another.turn()

    assert ticking.slept == [HOUR]


async def test_of_what_a_vendor_said_the_later_holds(client: Redis, ticking: Ticking) -> None:
    one, another = process(client, ticking), process(client, ticking)
    for seconds in (HOUR, HOUR / 2, 0.0):
        await one.closed_for(seconds)
    await another.turn()

    assert ticking.slept == [HOUR]


async def test_who_has_no_deadline_does_not_wait_for_a_vendor(client: Redis, ticking: Ticking) -> None:
    one, another = process(client, ticking), process(client, ticking, left=None)
    await one.closed_for(HOUR)

    with pytest.raises(TooFast):
        await another.turn()


async def test_who_has_no_deadline_waits_for_a_turn_however_long(client: Redis, ticking: Ticking) -> None:
    pace = process(client, ticking, "1/h", left=None)
    for _ in range(2):
        await pace.turn()

    assert ticking.slept == [HOUR]


async def test_without_a_rate_too_what_the_vendor_said_is_heard_within_a_second(
    client: Redis, ticking: Ticking
) -> None:
    one, another = process(client, ticking, ""), process(client, ticking, "")
    await another.turn()
    await one.closed_for(HOUR)
    ticking.wait(NEWS)
    await another.turn()

    assert ticking.slept == [HOUR - NEWS]


async def test_where_the_server_is_gone_each_process_keeps_to_the_rate_by_itself(gone: Redis, ticking: Ticking) -> None:
    pace = process(gone, ticking)
    for _ in range(3):
        await pace.turn()
    await pace.closed_for(HOUR / 2)
    await pace.turn()

    assert ticking.slept == [HOUR, HOUR / 2]


async def test_a_server_that_goes_away_leaves_nobody_a_fresh_quota(client: Redis, ticking: Ticking) -> None:
    shared = GoesAway(client, patient(), "shop", ticking.now)
    pace = Pace("2/h", ticking.clock, lambda: 10 * HOUR, shared)
    for _ in range(2):
        await pace.turn()
    shared.is_gone = True
    await pace.turn()

    assert ticking.slept == [HOUR]


async def test_a_server_forgets_turns_and_what_a_vendor_said_by_itself(client: Redis, ticking: Ticking) -> None:
    pace = process(client, ticking, "2/h")
    await pace.turn()
    await pace.closed_for(HOUR / 2)
    lives = {key: await client.pttl(key) / 1000 for key in await client.keys("*")}

    assert set(lives) == {b"{order-gateway}:turns:shop:taken", b"{order-gateway}:turns:shop:closed"}
    assert HOUR - SLACK < lives[b"{order-gateway}:turns:shop:taken"] <= HOUR
    assert HOUR / 2 - SLACK < lives[b"{order-gateway}:turns:shop:closed"] <= HOUR / 2


async def test_a_server_remembers_no_more_turns_than_the_rate_has_and_each_until_its_stretch_is_over(
    client: Redis, ticking: Ticking
) -> None:
    turns = RedisTurns(client, patient(), "shop", ticking.now)
    for _ in range(5):
        await turns.take(Rate(2, HOUR), Patience(turn=10 * HOUR, closed=10 * HOUR))
    (key,) = await client.keys("*:taken")

    assert await client.llen(key) == 2
    assert 3 * HOUR - SLACK < await client.pttl(key) / 1000 <= 3 * HOUR


async def test_by_the_server_s_own_time_a_fresh_quota_passes_at_once(client: Redis, ticking: Ticking) -> None:
    pace = Pace("2/h", ticking.clock, lambda: 10.0, RedisTurns(client, patient(), "shop"))
    for _ in range(2):
        await pace.turn()

    with pytest.raises(TooFast) as caught:
        await pace.turn()
    assert HOUR - SLACK < caught.value.seconds <= HOUR
