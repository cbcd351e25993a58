"""What a vendor's answers are taken for, and what they say of its health."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from resolvers.errors import BadResponse, NotThere, Unavailable
from schema.backend import HealthStatus
from tests.resolvers.vendors.way import Answer, says, way

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]


# ---------------------------------------------------------------- health


async def test_health_is_degraded_until_the_failure_lies_half_a_minute_back() -> None:
    async with way(says(500)) as to:
        assert to.health.health().status is HealthStatus.UNKNOWN
        await to.fails(1, Unavailable)
        to.far_end.answer = says()
        await to.upstream.ask("GET", "/orders/1")
        assert to.health.health().status is HealthStatus.DEGRADED
        to.ticking.wait(31)
        assert to.health.health().status is HealthStatus.UP


@pytest.mark.parametrize("status", [400, 404, 422])
async def test_a_vendor_that_says_no_is_well(status: int) -> None:
    async with way(says(status)) as to:
        await to.fails(1, BadResponse)

        assert to.health.health().status is HealthStatus.UP


# ---------------------------------------------------------------- answers that lie, and what a call may say


LIES = {
    "a page": says(body=b"<!doctype html>", content_type="text/html; charset=utf-8"),
    "an image": says(body=b"{}", content_type="image/png"),
    "no UTF-8": says(body=b'{"id": 1, "name": "Jos\xe9"}'),
    "a key twice": says(body=b'{"id": 1, "id": 2}'),
    "a key twice, far down": says(body=b'[{"a": {"b": 1, "c": [{"d": 1, "d": 1}]}}]'),
    "a key twice, otherwise written": says(body=rb'{"id": "\u0022", "i\u0064": 2}'),
    "too many values": says(body=b"[" + b"0," * 1_000_000 + b"0]"),
    "too much": says(body=b" " * (10 * 1024 * 1024 + 1)),
}


@pytest.mark.parametrize("answer", LIES.values(), ids=LIES.keys())
async def test_a_lie_is_a_bad_response(answer: Answer) -> None:
    async with way(answer) as to:
        await to.fails(1, BadResponse)


class Crumbs(httpx.AsyncByteStream):
    """Three thousand of them, all there at once."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for _ in range(3000):
            yield b"0"


async def test_others_get_their_turn_while_a_vendor_sends_crumbs() -> None:
    async with way(lambda request: httpx.Response(200, stream=Crumbs())) as to:
        asking = asyncio.create_task(to.upstream.ask("GET", "/orders/1"))
        turns = 0
        while not asking.done():
            await asyncio.sleep(0)
            turns += 1

    assert turns > 300


@pytest.mark.parametrize("body", [rb'{"a": "\u0022", "b": 1}', b'{"a": "\\"a\\": 1"}', b'[{"a": 1}, {"a": 1}]'])
async def test_what_only_looks_like_a_key_twice_is_none(body: bytes) -> None:
    async with way(says(body=body)) as to:
        assert await to.upstream.ask("GET", "/orders/1") == body


@pytest.mark.parametrize("said", ["application/problem+json", "text/plain", "application/json; charset=utf-8"])
async def test_a_careless_type_is_read_all_the_same(said: str) -> None:
    async with way(says(content_type=said)) as to:
        assert await to.upstream.ask("GET", "/orders/1") == b"{}"


async def test_a_vendor_may_name_what_means_nothing_there() -> None:
    async with way(says(403)) as to:
        with pytest.raises(NotThere):
            await to.upstream.ask("GET", "/orders/1", not_there=frozenset({403}))

        assert to.health.health().status is HealthStatus.UP


async def test_what_is_accepted_is_the_call_s_to_say() -> None:
    async with way(says(body=b"%PDF", content_type="application/pdf")) as to:
        assert await to.upstream.ask("GET", "/orders/1", accept="application/pdf") == b"%PDF"

        assert to.far_end.asked[0].headers["accept"] == "application/pdf"
