"""One suite over both kinds of buckets: a process's own, and those of a real server."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st
from redis.asyncio import Redis

from resolvers.state.best_effort import BestEffort
from resolvers.state.buckets import Bucket, Buckets, InMemory, Level
from resolvers.state.redis_buckets import RedisBuckets
from tests.resolvers.state.servers import patient
from tests.resolvers.vendors.policies.ticking import Ticking

pytestmark = pytest.mark.anyio

POINT = 64.0
"""Seconds that a point takes to come back: so many that no bucket is full by the server's clock while a test runs."""
SHOP = Bucket("client:shop", capacity=100, per_second=1 / POINT)
OTHER = Bucket("client:other", capacity=100, per_second=1 / POINT)


@pytest.fixture
def ticking() -> Ticking:
    return Ticking()


@pytest.fixture(params=["memory", "redis"])
def buckets(request: pytest.FixtureRequest, ticking: Ticking) -> Buckets:
    if request.param == "memory":
        return InMemory(ticking.now)
    return RedisBuckets(request.getfixturevalue("client"), patient(), ticking.now)


async def test_a_bucket_that_nobody_took_from_is_full(buckets: Buckets) -> None:
    assert await buckets.take(SHOP, 30) == Level(70)


async def test_what_is_not_there_is_not_taken_at_all(buckets: Buckets) -> None:
    await buckets.take(SHOP, 80)

    assert await buckets.take(SHOP, 50) == Level(available=20, wait=30 * POINT)
    assert await buckets.take(SHOP, 20) == Level(0)


async def test_it_passes_after_the_wait_that_was_told_and_not_before(buckets: Buckets, ticking: Ticking) -> None:
    await buckets.take(SHOP, 80)
    refused = await buckets.take(SHOP, 50)

    ticking.wait(refused.wait - 0.01)
    assert (await buckets.take(SHOP, 50)).wait == pytest.approx(0.01)
    ticking.wait(0.01)
    assert await buckets.take(SHOP, 50) == Level(pytest.approx(0, abs=1e-4))


async def test_what_comes_back_comes_steadily_and_no_more_than_there_is_room_for(
    buckets: Buckets, ticking: Ticking
) -> None:
    await buckets.take(SHOP, 100)
    found = []
    for points in (10, 40, 50, 1000):
        ticking.wait(points * POINT)
        found.append((await buckets.take(SHOP, 0)).available)

    assert found == [10, 50, 100, 100]


async def test_a_bucket_that_was_full_long_ago_holds_no_more_than_it_can(buckets: Buckets, ticking: Ticking) -> None:
    await buckets.take(SHOP, 50)
    ticking.wait(1000 * POINT)

    assert await buckets.take(SHOP, 30) == Level(70)


async def test_what_was_not_needed_is_there_again(buckets: Buckets) -> None:
    await buckets.take(SHOP, 90)

    assert await buckets.give_back(SHOP, 60) == Level(70)
    assert await buckets.give_back(SHOP, 60) == Level(100)
    assert await buckets.take(SHOP, 100) == Level(0)


async def test_to_a_bucket_that_has_become_smaller_is_given_back_too(buckets: Buckets) -> None:
    await buckets.take(SHOP, 100)
    smaller = Bucket(SHOP.name, capacity=50, per_second=1 / POINT)

    assert await buckets.give_back(smaller, 20) == Level(0)
    assert await buckets.give_back(smaller, 50) == Level(20)


async def test_a_full_bucket_can_be_taken_in_parts_whatever_the_parts_of_a_second_come_to(ticking: Ticking) -> None:
    buckets, by_sevenths = InMemory(ticking.now), Bucket("client:shop", capacity=100, per_second=7)

    assert [(await buckets.take(by_sevenths, 10)).wait for _ in range(10)] == [0] * 10


async def test_another_s_bucket_is_another(buckets: Buckets) -> None:
    await buckets.take(SHOP, 100)

    assert await buckets.take(OTHER, 100) == Level(0)


async def test_of_many_at_once_as_many_pass_as_there_is_for(buckets: Buckets) -> None:
    taken = await asyncio.gather(*(buckets.take(SHOP, 30) for _ in range(10)))

    assert [level.wait == 0 for level in taken].count(True) == 3


@given(st.lists(st.tuples(st.floats(0, 5), st.floats(0, 100)), max_size=40))
async def test_nobody_is_given_more_than_a_bucket_and_what_came_back(asked: list[tuple[float, float]]) -> None:
    ticking, quick = Ticking(), Bucket("client:shop", capacity=100, per_second=10)
    buckets, given = InMemory(ticking.now), 0.0
    for pause, points in asked:
        ticking.wait(pause)
        if not (await buckets.take(quick, points)).wait:
            given += points

        assert given <= 100 + 10 * (ticking.at - 1000) + 1e-3


async def test_a_process_forgets_a_bucket_that_is_full_and_the_one_not_asked_longest() -> None:
    ticking = Ticking()
    buckets = InMemory(ticking.now, most=2)
    for name in ("first", "second", "third"):
        await buckets.take(Bucket(name, 100, 10), 100)

    assert [(await buckets.take(Bucket(name, 100, 10), 0)).available for name in ("third", "first")] == [0, 100]


async def test_processes_take_from_one_bucket_at_a_server_by_its_own_time(client: Redis) -> None:
    one, another = (RedisBuckets(client, patient()) for _ in range(2))
    await one.take(SHOP, 100)

    assert 0 <= (await another.take(SHOP, 0)).available < 1


async def test_a_server_keeps_a_bucket_until_it_is_full(client: Redis) -> None:
    buckets = RedisBuckets(client, patient())
    await buckets.take(SHOP, 50)
    (key,) = await client.keys("*")

    assert key.startswith(b"{order-gateway}:")
    assert 49 * POINT < await client.pttl(key) / 1000 <= 50 * POINT

    await buckets.give_back(SHOP, 100)
    assert await client.keys("*") == []


async def test_where_the_server_is_gone_all_is_there(gone: Redis) -> None:
    buckets = RedisBuckets(gone, BestEffort())

    assert await buckets.take(SHOP, 60) == Level(100)
    assert await buckets.give_back(SHOP, 10) == Level(100)
