"""What the policies around a call do together: retries, bulkhead, pace and deadline."""

import asyncio
from contextlib import AsyncExitStack
from datetime import timedelta
from email.utils import format_datetime

import httpx
import pytest

from resolvers.errors import (
    BackendFault,
    NoTime,
    Overloaded,
    Overspent,
    RateLimited,
    Unavailable,
    Unsupported,
)
from resolvers.vendors import allowance
from resolvers.vendors.policies import deadline, flow
from resolvers.vendors.policies.clock import Clock
from resolvers.vendors.upstream import LONGEST
from tests.resolvers.vendors.way import hang, says, way
from tests.waiting import until

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]


# ---------------------------------------------------------------- retries


async def test_a_read_is_retried() -> None:
    answers = iter([httpx.Response(503), httpx.Response(200, content=b"[]")])
    async with way(lambda request: next(answers)) as to:
        assert await to.upstream.ask("GET", "/orders/1") == b"[]"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
async def test_a_write_is_never_sent_twice(method: str) -> None:
    async with way(says(503)) as to:
        await to.fails(1, Unavailable, method)

        assert len(to.far_end.asked) == 1


async def test_retries_are_calls_of_the_operation_s_allowance() -> None:
    async with way(says(503)) as to:
        with allowance.granted(2):
            await to.fails(1, Overspent)

        assert len(to.far_end.asked) == 2


# ---------------------------------------------------------------- bulkhead, pace, deadline


async def test_a_full_queue_fails_at_once_without_a_call() -> None:
    async with way(hang, max_concurrency=1, max_queue=0) as to:
        first = asyncio.create_task(to.upstream.ask("GET", "/orders/1"))
        await until(lambda: to.far_end.asked)
        await to.fails(1, Overloaded)
        await asyncio.sleep(1)
        first.cancel()

        assert len(to.far_end.asked) == 1


async def test_who_gets_no_place_before_his_deadline_was_never_sent() -> None:
    async with way(hang, max_concurrency=1) as to:
        first = asyncio.create_task(to.upstream.ask("GET", "/orders/1"))
        await until(lambda: to.far_end.asked)
        with deadline.after(0.01):
            await to.fails(1, NoTime)
        first.cancel()

        assert len(to.far_end.asked) == 1


async def test_no_call_is_made_after_the_deadline() -> None:
    async with way(says()) as to:
        with deadline.after(0):
            await to.fails(1)

        assert to.far_end.asked == []


@pytest.mark.parametrize("status", [429, 503])
async def test_a_vendor_may_say_when_to_come_back_by_a_date(status: int) -> None:
    async with way(says()) as to:
        back = to.ticking.utc() + timedelta(seconds=30)
        to.far_end.answer = says(status, retry_after=format_datetime(back, usegmt=True))
        with pytest.raises(BackendFault) as caught, deadline.after(10):
            await to.upstream.ask("GET", "/orders/1")

        assert caught.value.retry_after == 30


async def test_a_429_keeps_all_callers_away_for_as_long_as_it_says() -> None:
    async with way(says(429, retry_after="30")) as to:
        await to.fails(1, RateLimited)
        to.far_end.answer = says()
        await to.fails(1, RateLimited)
        to.ticking.wait(30)

        assert await to.upstream.ask("GET", "/orders/1") == b"{}"
        assert len(to.far_end.asked) == 2


async def test_how_long_a_rate_keeps_a_caller_waiting_is_told_in_whole_seconds() -> None:
    async with way(says(), rate="1/min") as to:
        await to.upstream.ask("GET", "/orders/1")
        to.ticking.wait(10.5)
        with deadline.after(10), pytest.raises(RateLimited) as caught:
            await to.upstream.ask("GET", "/orders/1")

    assert caught.value.retry_after == 50


async def test_an_address_of_eight_kilobytes_is_sent_and_a_longer_one_is_not() -> None:
    async with way(says()) as to:
        await to.upstream.ask("GET", "/".ljust(LONGEST, "x"))
        with pytest.raises(Unsupported):
            await to.upstream.ask("GET", "/".ljust(LONGEST + 1, "x"))

        assert len(to.far_end.asked) == 1


async def test_a_quota_that_is_used_up_is_kept_to() -> None:
    async with way(says(x_ratelimit_remaining="0", x_ratelimit_reset="30")) as to:
        await to.upstream.ask("GET", "/orders/1")
        await to.fails(1, RateLimited)

        assert len(to.far_end.asked) == 1


@pytest.mark.parametrize("callers", [("one", "one"), ("one", "other")])
async def test_an_operation_with_many_calls_leaves_others_a_part_of_the_quota(callers: tuple[str, str]) -> None:
    """The same caller's, and another's."""
    now = asyncio.get_running_loop().time
    async with way(says(), Clock(now), rate="1/s") as to:
        with deadline.after(10), flow.of(callers[0]):
            many = [asyncio.create_task(to.upstream.ask("GET", "/orders/1")) for _ in range(20)]
        await asyncio.sleep(0.5)
        with deadline.after(10), flow.of(callers[1]):
            await to.upstream.ask("GET", "/orders/2")
        for each in many:
            each.cancel()

        assert now() == 2.0


async def test_places_are_given_back_whatever_happens() -> None:
    async with way(says(500), max_concurrency=1, max_queue=0) as to:
        await to.fails(3, Unavailable)
        to.far_end.answer = says()

        assert await to.upstream.ask("GET", "/orders/1") == b"{}"


async def test_files_that_are_read_slowly_leave_places_to_the_rest() -> None:
    async with way(says(), max_concurrency=8) as to, AsyncExitStack() as readers:
        for _ in range(2):
            await readers.enter_async_context(to.upstream.stream("GET", "/orders/1/pdf"))
        third = asyncio.create_task(readers.enter_async_context(to.upstream.stream("GET", "/orders/1/pdf")))

        assert await to.upstream.ask("GET", "/orders/1") == b"{}"
        assert [request.url.path for request in to.far_end.asked] == ["/orders/1/pdf"] * 2 + ["/orders/1"]
        assert not third.done()
        third.cancel()
