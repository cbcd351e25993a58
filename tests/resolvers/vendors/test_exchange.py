"""A call that is given up, at whichever moment, costs its backend no connection."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import anyio
import anyio.lowlevel
import pytest

from resolvers.vendors.base import Vendor
from resolvers.vendors.config import BackendConfig
from resolvers.vendors.connect import connect
from resolvers.vendors.dataset import SECRET
from resolvers.vendors.stand_in import Faults
from resolvers.vendors.wimpel.sandbox import WimpelStandIn, stand_in
from tests.app.serving import serving

pytestmark = pytest.mark.anyio
MOMENTS = 60
"""How many turns of the event loop a call takes, and more."""


@asynccontextmanager
async def shop() -> AsyncIterator[tuple[Vendor, WimpelStandIn]]:
    """Over a real socket, for it is the connections that count."""
    far_end = stand_in(orders=3)
    async with serving(far_end) as url:
        config = BackendConfig.model_validate(
            {"id": "shop", "vendor": "wimpel", "url": url, "secret": SECRET, "circuit_calls": 0, "max_concurrency": 4}
        )
        async with connect([config]) as backends:
            yield backends["shop"], far_end


def busy(vendor: Vendor) -> list[str]:
    """Connections that nobody can use, and calls that the pool still counts."""
    pool: Any = vendor.upstream._http._transport._pool  # type: ignore[attr-defined]
    held = [repr(each) for each in pool.connections if not each.is_idle() and not each.is_closed()]
    return held + [repr(each) for each in pool._requests]


async def given_up_at(moment: int, call: Callable[[], Any], times: int = 1) -> None:
    asking = asyncio.create_task(call())
    for _ in range(moment):
        await anyio.lowlevel.checkpoint()
    for _ in range(times):
        asking.cancel()
        await asyncio.sleep(0)
    await asyncio.wait([asking])
    if not asking.cancelled():
        asking.exception()


async def until(is_so: Callable[[], bool]) -> None:
    for _ in range(1000):
        if is_so():
            return
        await asyncio.sleep(0.001)


@pytest.mark.parametrize("faults", [Faults(), Faults(reset=True), Faults(status=503)], ids=["well", "reset", "503"])
@pytest.mark.parametrize("times", [1, 5], ids=["once", "over and over"])
async def test_whenever_a_call_is_given_up_its_connection_is_free_or_gone(faults: Faults, times: int) -> None:
    async with shop() as (vendor, far_end):
        far_end.faults = faults
        for moment in range(MOMENTS):
            await given_up_at(moment, lambda: vendor.order("x1"), times)
            await until(lambda: not busy(vendor))

            assert (moment, busy(vendor)) == (moment, [])


async def streamed(vendor: Vendor) -> None:
    async with vendor.upstream.stream("GET", "/v1/orders/x1") as response:
        async for _ in response.aiter_bytes():
            pass


async def test_whenever_the_reader_of_a_file_leaves_its_connection_is_free_or_gone() -> None:
    """Whoever leaves is cancelled by the request's task group, which goes on cancelling until all is over."""
    async with shop() as (vendor, far_end):
        far_end.faults = Faults(body="{}", media_type="application/pdf")
        for moment in range(MOMENTS):
            async with anyio.create_task_group() as group:
                group.start_soon(streamed, vendor)
                for _ in range(moment):
                    await anyio.lowlevel.checkpoint()
                group.cancel_scope.cancel()
            await until(lambda: not busy(vendor))

            assert (moment, busy(vendor)) == (moment, [])
