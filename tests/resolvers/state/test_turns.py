"""A backend's turns among several processes, at a real server: each process is a Pace of its own, on one clock."""

import asyncio
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from redis.asyncio import Redis

from resolvers.state.best_effort import BestEffort
from resolvers.state.redis_turns import RedisTurns
from resolvers.vendors.policies.pacing import NEWS, Pace
from resolvers.vendors.policies.turns import Patience, Rate, TooFast
from tests.resolvers.vendors.policies.ticking import Ticking

pytestmark = pytest.mark.anyio


@pytest.fixture
def ticking() -> Ticking:
    return Ticking()


class GoesAway(RedisTurns):
    is_gone = False

    async def take(self, rate: Rate, patience: Patience) -> float | None:
        return None if self.is_gone else await super().take(rate, patience)


def process(
    client: Redis, ticking: Ticking, rate: str = "2/s", left: float | None = 10.0, backend: str = "shop"
) -> Pace:
    return Pace(rate, ticking.clock, lambda: left, RedisTurns(client, BestEffort(), backend, ticking.now))


async def test_the_calls_of_all_processes_are_counted_together(client: Redis, ticking: Ticking) -> None:
    one, another = process(client, ticking), process(client, ticking)
    for pace in (one, another, one, another, one):
        await pace.turn()

    assert ticking.slept == [1.0, 1.0]


async def test_another_backend_s_are_counted_apart(client: Redis, ticking: Ticking) -> None:
    shop, erp = process(client, ticking), process(client, ticking, backend="erp")
    for pace in (shop, erp, shop, erp):
        await pace.turn()

    assert ticking.slept == []


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rate=st.integers(1, 4),
    calls=st.lists(st.tuples(st.integers(0, 1), st.floats(0, 0.7)), min_size=1, max_size=20),
)
async def test_no_stretch_of_time_has_more_calls_than_the_rate_whoever_makes_them(
    client: Redis, rate: int, calls: list[tuple[int, float]]
) -> None:
    await client.flushall()
    ticking = Ticking()
    processes = [process(client, ticking, f"{rate}/s") for _ in range(2)]
    passed = []
    for who, pause in calls:
        ticking.wait(pause)
        await processes[who].turn()
        passed.append(ticking.at)

    assert all(later - sooner >= 1 - 1e-5 for sooner, later in zip(passed, passed[rate:], strict=False))


async def test_of_many_at_once_each_gets_a_turn_of_its_own_in_the_order_of_asking(
    client: Redis, ticking: Ticking
) -> None:
    pace, passed = process(client, ticking, "1/min", left=1000.0), []

    async def call(name: str) -> None:
        await pace.turn()
        passed.append((name, ticking.at))

    await asyncio.gather(*map(call, "abc"))

    assert [name for name, _ in passed] == ["a", "b", "c"]
    assert all(later - sooner >= 60 - 1e-5 for (_, sooner), (_, later) in pairwise(passed))


async def test_a_turn_beyond_the_deadline_is_refused_at_once_and_takes_nobody_s_place(
    client: Redis, ticking: Ticking
) -> None:
    hasty, patient = process(client, ticking, "1/s", left=0.5), process(client, ticking, "1/s", left=5.0)
    await hasty.turn()

    for _ in range(3):
        with pytest.raises(TooFast) as caught:
            await hasty.turn()
        assert caught.value.seconds == pytest.approx(1.0)
    await patient.turn()
    assert ticking.slept == [1.0]


async def test_a_turn_at_the_very_end_of_what_the_caller_has_comes_too_late(client: Redis, ticking: Ticking) -> None:
    pace = process(client, ticking, "1/s", left=1.0)
    await pace.turn()

    with pytest.raises(TooFast):
        await pace.turn()


async def test_a_vendor_that_is_back_at_the_very_end_of_what_the_caller_has_is_back_too_late(
    client: Redis, ticking: Ticking
) -> None:
    turns = RedisTurns(client, BestEffort(), "shop", ticking.now)
    await turns.close(3.0)

    with pytest.raises(TooFast):
        await turns.take(Rate(2, 1.0), Patience(turn=10.0, closed=3.0))


async def test_what_the_vendor_said_to_one_process_holds_for_all(client: Redis, ticking: Ticking) -> None:
    one, another = process(client, ticking), process(client, ticking)
    await one.closed_for(3.0)
    await another.turn()

    assert ticking.slept == [3.0]


async def test_of_what_a_vendor_said_the_later_holds(client: Redis, ticking: Ticking) -> None:
    one, another = process(client, ticking), process(client, ticking)
    await one.closed_for(3.0)
    await one.closed_for(1.0)
    await one.closed_for(0.0)
    await another.turn()

    assert ticking.slept == [3.0]


async def test_who_has_no_deadline_does_not_wait_for_a_vendor(client: Redis, ticking: Ticking) -> None:
    one, another = process(client, ticking), process(client, ticking, left=None)
    await one.closed_for(3.0)

    with pytest.raises(TooFast):
        await another.turn()


async def test_who_has_no_deadline_waits_for_a_turn_however_long(client: Redis, ticking: Ticking) -> None:
    pace = process(client, ticking, "1/h", left=None)
    for _ in range(2):
        await pace.turn()

    assert ticking.slept == [3600.0]


async def test_without_a_rate_too_what_the_vendor_said_is_heard_within_a_second(
    client: Redis, ticking: Ticking
) -> None:
    one, another = process(client, ticking, ""), process(client, ticking, "")
    await another.turn()
    await one.closed_for(3.0)
    ticking.wait(NEWS)
    await another.turn()

    assert ticking.slept == [2.0]


async def test_where_the_server_is_gone_each_process_keeps_to_the_rate_by_itself(gone: Redis, ticking: Ticking) -> None:
    pace = process(gone, ticking)
    for _ in range(3):
        await pace.turn()
    await pace.closed_for(5.0)
    await pace.turn()

    assert ticking.slept == [1.0, 5.0]


async def test_a_server_that_goes_away_leaves_nobody_a_fresh_quota(client: Redis, ticking: Ticking) -> None:
    shared = GoesAway(client, BestEffort(), "shop", ticking.now)
    pace = Pace("2/s", ticking.clock, lambda: 10.0, shared)
    for _ in range(2):
        await pace.turn()
    shared.is_gone = True
    await pace.turn()

    assert ticking.slept == [1.0]


async def test_a_server_forgets_turns_and_what_a_vendor_said_by_itself(client: Redis, ticking: Ticking) -> None:
    pace = process(client, ticking, "2/s")
    await pace.turn()
    await pace.closed_for(3.0)
    lives = {key: await client.pttl(key) for key in await client.keys("*")}

    assert set(lives) == {b"{order-gateway}:turns:shop:taken", b"{order-gateway}:turns:shop:closed"}
    assert 500 < lives[b"{order-gateway}:turns:shop:taken"] <= 1000
    assert 2500 < lives[b"{order-gateway}:turns:shop:closed"] <= 3000


async def test_a_server_remembers_no_more_turns_than_the_rate_has_and_each_until_its_stretch_is_over(
    client: Redis, ticking: Ticking
) -> None:
    turns = RedisTurns(client, BestEffort(), "shop", ticking.now)
    for _ in range(5):
        await turns.take(Rate(2, 60.0), Patience(turn=1000.0, closed=1000.0))
    (key,) = await client.keys("*:taken")

    assert await client.llen(key) == 2
    assert 170_000 < await client.pttl(key) <= 180_000


async def test_by_the_server_s_own_time_a_fresh_quota_passes_at_once(client: Redis, ticking: Ticking) -> None:
    pace = Pace("2/min", ticking.clock, lambda: 10.0, RedisTurns(client, BestEffort(), "shop"))
    for _ in range(2):
        await pace.turn()

    with pytest.raises(TooFast) as caught:
        await pace.turn()
    assert 50 < caught.value.seconds <= 60
