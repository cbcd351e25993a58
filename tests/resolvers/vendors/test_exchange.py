"""A call that is given up, at whichever moment, costs its backend no connection."""

import asyncio
import gc
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import anyio.lowlevel
import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from app.edge.disconnect import CancelOnDisconnect
from resolvers.errors import Unavailable
from resolvers.vendors.base import Vendor
from resolvers.vendors.config import BackendConfig
from resolvers.vendors.connect import connect
from resolvers.vendors.exchange import POOL, WAITING, Exchange, Network
from resolvers.vendors.stand_in import SECRET, Faults
from resolvers.vendors.wimpel.sandbox import WimpelStandIn, stand_in
from tests.app.serving import serving
from tests.resolvers.vendors.certificates import Issuer
from tests.resolvers.vendors.sockets import far_end
from tests.waiting import NO_HURRY, until

pytestmark = pytest.mark.anyio
Call = Callable[[Vendor], Awaitable[None]]
MOMENTS = 60
"""How many turns of the event loop a call takes, and more."""


@asynccontextmanager
async def shop(**config: object) -> AsyncIterator[tuple[Vendor, WimpelStandIn]]:
    """Over a real socket, for it is the connections that count."""
    far_end = stand_in(orders=3)
    async with serving(CancelOnDisconnect(far_end)) as url:
        given = {"id": "shop", "vendor": "wimpel", "url": url, "secret": SECRET, "circuit_calls": 0}
        made = BackendConfig.model_validate(given | {"max_concurrency": 4} | NO_HURRY | config)
        async with connect([made]) as backends:
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


async def called(vendor: Vendor) -> None:
    await vendor.order("x1")


async def read(vendor: Vendor) -> None:
    async with vendor.upstream.stream("GET", "/v1/orders/x1") as file:
        async for _ in file.chunks:
            pass


async def opened(vendor: Vendor) -> None:
    async with vendor.upstream.stream("GET", "/v1/orders/x1"):
        pass


@pytest.mark.parametrize("faults", [Faults(), Faults(reset=True), Faults(status=503)], ids=["well", "reset", "503"])
@pytest.mark.parametrize("times", [1, 5], ids=["once", "over and over"])
async def test_whenever_a_call_is_given_up_its_connection_is_free_or_gone(faults: Faults, times: int) -> None:
    async with shop() as (vendor, far_end):
        far_end.faults = faults
        for moment in range(MOMENTS):
            await given_up_at(moment, lambda: called(vendor), times)
            await until(lambda: not busy(vendor))

            assert (moment, busy(vendor)) == (moment, [])


@asynccontextmanager
async def silent(**config: object) -> AsyncIterator[tuple[Vendor, WimpelStandIn]]:
    """Never says a word."""
    async with shop(**config) as (vendor, far_end):
        far_end.gate = asyncio.Event()
        yield vendor, far_end
        far_end.gate.set()


@pytest.mark.parametrize("call", [called, read])
async def test_whenever_a_call_is_given_up_nothing_waits_for_a_silent_vendor(call: Call) -> None:
    """Also where it was in the middle of something that must not be cancelled: it stops before it waits again."""
    async with silent() as (vendor, _):
        for moment in range(MOMENTS):
            await given_up_at(moment, lambda: call(vendor))
            await until(lambda: not busy(vendor))

            assert (moment, busy(vendor)) == (moment, [])


async def test_whoever_is_given_up_as_a_connection_becomes_free_for_it_leaves_it_free() -> None:
    """Its own is made for it in the pool's only place, as another call's, given up before, is gone."""
    async with silent(max_concurrency=1) as (vendor, far_end):
        for moment in range(MOMENTS):
            first = asyncio.create_task(called(vendor))
            await until(lambda: far_end.in_flight > 0)
            first.cancel()
            await given_up_at(moment, lambda: called(vendor))
            await until(lambda: not busy(vendor) and not far_end.in_flight)

            assert (moment, busy(vendor)) == (moment, [])


@asynccontextmanager
async def issuing(gate: asyncio.Event | None = None) -> AsyncIterator[tuple[Vendor, WimpelStandIn]]:
    """A vendor that wants another token for each call; whoever issues those answers once the gate is open."""

    async def token(request: Request) -> Response:
        if gate:
            await gate.wait()
        return JSONResponse({"access_token": SECRET, "expires_in": 0})

    issuer = Starlette(routes=[Route("/token", token, methods=["POST"])])
    async with serving(CancelOnDisconnect(issuer)) as url:
        auth = {"token_url": f"{url}/token", "client_id": "shop", "client_secret": "s"}
        async with shop(auth=auth) as both:
            yield both


@pytest.mark.parametrize("times", [1, 5], ids=["once", "over and over"])
async def test_whenever_a_call_with_a_token_of_its_own_is_given_up_no_connection_is_lost(times: int) -> None:
    async with issuing() as (vendor, _):
        for moment in range(2 * MOMENTS):
            await given_up_at(moment, lambda: called(vendor), times)
            await until(lambda: not busy(vendor))

            assert (moment, busy(vendor)) == (moment, [])


async def test_whenever_a_call_is_given_up_nothing_waits_for_a_silent_issuer() -> None:
    gate = asyncio.Event()
    async with issuing(gate) as (vendor, _):
        for moment in range(MOMENTS):
            await given_up_at(moment, lambda: called(vendor))
            await until(lambda: not busy(vendor))

            assert (moment, busy(vendor)) == (moment, [])
        gate.set()


# ---------------------------------------------------------------- files


@asynccontextmanager
async def library(**config: object) -> AsyncIterator[Vendor]:
    async with shop(**config) as (vendor, far_end):
        far_end.faults = Faults(body="{}", media_type="application/pdf")
        yield vendor


async def test_whenever_the_reader_of_a_file_leaves_its_connection_is_free_or_gone() -> None:
    """Whoever leaves is cancelled by the request's task group, which goes on cancelling until all is over."""
    async with library() as vendor:
        for moment in range(MOMENTS):
            async with anyio.create_task_group() as group:
                group.start_soon(read, vendor)
                for _ in range(moment):
                    await anyio.lowlevel.checkpoint()
                group.cancel_scope.cancel()
            await until(lambda: not busy(vendor))

            assert (moment, busy(vendor)) == (moment, [])


@pytest.mark.parametrize("reader", [read, opened])
@pytest.mark.parametrize("times", [1, 5], ids=["once", "over and over"])
async def test_whenever_the_reading_of_a_file_is_cut_off_its_connection_is_free_or_gone(
    reader: Call, times: int
) -> None:
    async with library() as vendor:
        for moment in range(MOMENTS):
            await given_up_at(moment, lambda: reader(vendor), times)
            await until(lambda: not busy(vendor))

            assert (moment, busy(vendor)) == (moment, [])


@pytest.mark.parametrize("reader", [read, opened])
async def test_a_file_has_given_its_connection_back_before_it_gives_back_its_place(reader: Call) -> None:
    async with library() as vendor:
        await reader(vendor)

        assert busy(vendor) == []


async def test_what_keeps_a_file_from_being_opened_is_told_to_its_reader() -> None:
    async with shop() as (vendor, far_end):
        far_end.faults = Faults(status=503)
        with pytest.raises(Unavailable):
            await opened(vendor)


@pytest.mark.parametrize("leaving", [ValueError, asyncio.CancelledError])
async def test_a_reader_that_fails_amid_a_file_leaves_its_connection_free_or_gone(leaving: type[Exception]) -> None:
    async with library() as vendor:
        with pytest.raises(leaving):
            async with vendor.upstream.stream("GET", "/v1/orders/x1"):
                raise leaving
        await until(lambda: not busy(vendor))

        assert busy(vendor) == []


# ---------------------------------------------------------------- what it rests on


async def test_a_call_that_tells_nothing_is_cancelled_at_once() -> None:
    """As over another transport than the network."""
    is_cancelled = asyncio.Event()

    async def hangs() -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            is_cancelled.set()
            raise

    await given_up_at(2, lambda: Exchange().run(hangs()))

    await until(is_cancelled.is_set)


async def test_whatever_else_httpcore_begins_is_a_wait_for_the_vendor(tmp_path: Path) -> None:
    """By the names that it gives it, of which nothing warns if they change."""
    issuer, begun = Issuer(), set()

    async def heard(event: str, info: object) -> None:
        if event.endswith(".started"):
            begun.add(event)

    network = Network(verify=issuer.trusted())
    async with far_end(issuer.server(tmp_path)) as (_, url), httpx.AsyncClient(transport=network, timeout=None) as http:
        await http.post(url, content=b"{}", extensions={"trace": heard})

    assert begun == WAITING | {POOL, "http11.response_closed.started"}


async def test_a_call_that_fails_after_it_was_given_up_is_told_to_nobody() -> None:
    complaints: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda loop, said: complaints.append(said))
    exchange, tidied = Exchange(), asyncio.Event()

    async def fails() -> None:
        await exchange.extensions["trace"]("http11.response_closed.started", {})
        await tidied.wait()
        raise OSError

    await given_up_at(1, lambda: exchange.run(fails()))
    tidied.set()
    await asyncio.sleep(0)
    gc.collect()

    assert complaints == []
