"""A caller who asks a busy backend for much leaves others their share: on a clock that only waiting moves on."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from resolvers.vendors.stand_in import Faults
from tests.standing.world import World, near

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]

MANY, ONE = "192.0.2.1", "192.0.2.2"
"""The addresses of two anonymous callers."""

Request = dict[str, Any]


def now() -> float:
    return asyncio.get_running_loop().time()


def order(number: int) -> Request:
    query = f'{{ order(id: "gid://obapi/Order/{number}") {{ number }} }}'
    return {"method": "POST", "url": "/graphql", "json": {"query": query}}


def document(number: int) -> Request:
    return {"method": "GET", "url": f"/documents/obapi/order/{number}"}


async def answered(gateway: World, address: str, request: Request) -> float:
    """When the answer to the request from this address is there."""
    transport = httpx.ASGITransport(gateway.app, client=(address, 4321))
    async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as client:
        answer = await client.request(**request)
    assert answer.status_code == 200
    return now()


@pytest.mark.parametrize("request_for", [order, document])
async def test_a_caller_waits_for_one_call_of_another_s_and_not_for_all_of_them(
    request_for: Callable[[int], Request],
) -> None:
    """Behind the call that is made already, and one that was first in the queue."""
    async with near(max_concurrency=1) as gateway:
        gateway.vendors["obapi"].faults = Faults(latency=1.0)
        start = now()
        many = [asyncio.create_task(answered(gateway, MANY, request_for(450 + number))) for number in range(6)]
        await asyncio.sleep(0.5)

        assert await answered(gateway, ONE, request_for(466)) - start == pytest.approx(3.0)
        assert max(await asyncio.gather(*many)) - start == pytest.approx(7.0)
