"""How often a caller may ask."""

import asyncio

import anyio
import anyio.lowlevel
import pytest

from app.operations.throttle import Throttle
from app.refusal import Refusal
from resolvers.caller import Caller
from resolvers.state.buckets import Bucket, InMemory, Level
from tests.resolvers.vendors.policies.ticking import Ticking

pytestmark = pytest.mark.anyio


def caller(per_second: float, identity: str = "shop") -> Caller:
    return Caller("shop", identity, frozenset(), cost_per_second=per_second)


TEN = caller(10.0)


class FarAway(InMemory):
    async def take(self, bucket: Bucket, points: float) -> Level:
        level = await super().take(bucket, points)
        await anyio.lowlevel.checkpoint()
        return level

    async def give_back(self, bucket: Bucket, points: float) -> Level:
        await anyio.lowlevel.checkpoint()
        return await super().give_back(bucket, points)


@pytest.fixture
def ticking() -> Ticking:
    return Ticking()


@pytest.fixture
def throttle(ticking: Ticking) -> Throttle:
    return Throttle(InMemory(ticking.now), dearest=500)


async def spend(throttle: Throttle, cost: float, spent: float, whose: Caller = TEN) -> float:
    """What is left after it."""
    async with throttle.charged(whose, cost, lambda: spent) as charge:
        pass
    return charge.status()["currentlyAvailable"]


async def test_while_it_runs_an_operation_holds_its_whole_cost(throttle: Throttle) -> None:
    async with throttle.charged(TEN, 400, lambda: 0.0):
        with pytest.raises(Refusal):
            await spend(throttle, 200, 200)


async def test_what_it_did_not_spend_is_given_back(throttle: Throttle) -> None:
    assert await spend(throttle, 400, 150) == 350


async def test_nothing_is_given_back_where_more_was_spent_than_was_taken(throttle: Throttle) -> None:
    assert await spend(throttle, 400, 450) == 100


async def test_an_operation_that_fails_pays_for_what_it_spent(throttle: Throttle) -> None:
    with pytest.raises(KeyError):
        async with throttle.charged(TEN, 400, lambda: 150.0):
            raise KeyError

    assert await spend(throttle, 0, 0) == 350


async def test_a_client_that_leaves_is_given_back_the_rest_all_the_same(ticking: Ticking) -> None:
    throttle = Throttle(FarAway(ticking.now), dearest=500)
    with anyio.CancelScope() as scope:
        async with throttle.charged(TEN, 400, lambda: 150.0):
            scope.cancel()
            await anyio.lowlevel.checkpoint()

    assert scope.cancelled_caught
    assert await spend(throttle, 0, 0) == 350


async def test_a_client_that_leaves_while_its_cost_is_taken_is_given_it_back(ticking: Ticking) -> None:
    throttle = Throttle(FarAway(ticking.now), dearest=500)
    asking = asyncio.create_task(spend(throttle, 400, 400))
    for _ in range(2):
        await asyncio.sleep(0)
    for _ in range(10):  # As a batch's operations are cancelled: until they end.
        asking.cancel()
        await asyncio.sleep(0)

    assert asking.cancelled()
    assert await spend(throttle, 0, 0) == 500


async def test_over_it_the_caller_is_told_when_to_ask_again(throttle: Throttle, ticking: Ticking) -> None:
    await spend(throttle, 500, 500)
    with pytest.raises(Refusal) as refused:
        await spend(throttle, 101, 101)

    assert (refused.value.status, refused.value.is_http) == (429, False)
    assert refused.value.headers == {"Retry-After": "11"}
    assert refused.value.errors[0]["extensions"] == {"code": "RATE_LIMITED", "retryAfterSeconds": 11}
    ticking.wait(11)
    assert await spend(throttle, 101, 101) == 9


async def test_a_client_that_waits_by_the_status_is_not_refused(throttle: Throttle, ticking: Ticking) -> None:
    async with throttle.charged(TEN, 321.5, lambda: 321.5) as charge:
        pass
    status = charge.status()
    ticking.wait((400 - status["currentlyAvailable"]) / status["restoreRate"])

    assert status == {"maximumAvailable": 500, "currentlyAvailable": 178, "restoreRate": 10.0}
    assert await spend(throttle, 400, 400) == 0


@pytest.mark.parametrize(("per_second", "capacity"), [(10.0, 500), (25.0, 500), (100.0, 2000)])
async def test_a_full_bucket_has_room_for_the_dearest_operation(
    throttle: Throttle, per_second: float, capacity: int
) -> None:
    assert await spend(throttle, 0, 0, caller(per_second)) == capacity


async def test_who_has_no_rate_limit_is_never_refused(throttle: Throttle) -> None:
    assert [await spend(throttle, 500, 500, caller(0.0)) for _ in range(3)] == [500, 500, 500]


async def test_callers_that_are_named_alike_have_a_bucket_each(throttle: Throttle) -> None:
    await spend(throttle, 500, 500)

    assert await spend(throttle, 500, 500, caller(10.0, identity="another shop")) == 0
