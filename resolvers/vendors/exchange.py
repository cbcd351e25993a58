"""One call over HTTP that can be given up at any moment without costing its pool a connection.

httpcore shields its own tidying from anyio's cancellation, not from asyncio's: a call that is cancelled as it takes a
connection from the pool, or gives one back, leaves it taken for ever. So the call runs in a task of its own, which is
cancelled once at most, and only while it waits for the network.
"""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, TypeVar

import httpx

from resolvers.vendors.unpacking import unpacked

T = TypeVar("T")

WAITING = frozenset(
    {
        "connection.connect_tcp.started",
        "connection.start_tls.started",
        "http11.send_request_headers.started",
        "http11.send_request_body.started",
        "http11.receive_response_headers.started",
        "http11.receive_response_body.started",
    }
)
"""What httpcore tells its `trace` extension as it begins to wait for the vendor; whatever comes next ends that."""
POOL = "pool.started"


class Network(httpx.AsyncHTTPTransport):
    """Tells too as it begins to take a connection, which httpcore keeps to itself.

    Its answers are not compressed, and lead nowhere else: httpx looks where, also if it is not to follow, and fails on
    many an address that is none.
    """

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        trace = request.extensions.get("trace")
        if trace is not None:
            await trace(POOL, {})
        response = unpacked(await super().handle_async_request(request))
        if response.has_redirect_location:
            del response.headers["location"]
        return response


class Exchange:
    """`extensions`: to be sent along with the request, for it tells here how far it is.

    Over a transport that tells nothing, it may be cancelled all the time.
    """

    def __init__(self) -> None:
        self.extensions: Mapping[str, Any] = {"trace": self._heard}
        self._is_waiting = True
        self._is_given_up = False

    async def run(self, call: Coroutine[Any, Any, T]) -> T:
        """A caller who is cancelled is let go at once; the call ends behind its back."""
        task = _started(call)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            self._give_up(task)
            raise

    @asynccontextmanager
    async def held(self, opening: AbstractAsyncContextManager[T]) -> AsyncIterator[T]:
        """What it opens, for as long as the caller likes: opened and closed in a task of its own."""
        opened: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        is_over = asyncio.Event()
        task = _started(_hold(opening, opened, is_over))
        try:
            await asyncio.wait((task, opened), return_when=asyncio.FIRST_COMPLETED)
            if task.done():
                await task  # Raises what kept it from opening.
            yield opened.result()
        except asyncio.CancelledError:
            self._give_up(task)
            raise
        finally:
            is_over.set()
        await asyncio.shield(task)

    async def each(self, parts: AsyncIterator[T]) -> AsyncIterator[T]:
        """The parts of what is held, each received like a call."""
        while (part := await self.run(_next(parts))) is not None:
            yield part

    def _give_up(self, task: "asyncio.Task[Any]") -> None:
        self._is_given_up = True
        if self._is_waiting:
            task.cancel()

    async def _heard(self, event: str, info: Mapping[str, Any]) -> None:
        self._is_waiting = event in WAITING
        if self._is_given_up and self._is_waiting:
            raise asyncio.CancelledError


async def _hold(opening: AbstractAsyncContextManager[T], opened: "asyncio.Future[T]", is_over: asyncio.Event) -> None:
    async with opening as it:
        opened.set_result(it)
        await is_over.wait()


async def _next(parts: AsyncIterator[T]) -> T | None:
    return await anext(parts, None)


def _started(call: Coroutine[Any, Any, T]) -> "asyncio.Task[T]":
    task = asyncio.create_task(call)
    task.add_done_callback(_looked_at)
    return task


def _looked_at(task: "asyncio.Task[Any]") -> None:
    """So that nobody is told it never was."""
    if not task.cancelled():
        task.exception()
