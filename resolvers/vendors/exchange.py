"""Makes one HTTP call that can be cancelled at any moment without leaking a connection from the pool.

httpcore protects its cleanup from anyio's cancellation, but not from asyncio's: a call that is cancelled while it
acquires or releases a connection leaks it. So the call runs in its own task, which is cancelled at most once, and only
while it waits for the network.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, MutableMapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, TypeVar

import httpx

from resolvers.vendors.unpacking import unpacked

T = TypeVar("T")

CONNECT, HANDSHAKE = "connection.connect_tcp.started", "connection.start_tls.started"
WAITING = frozenset(
    {
        CONNECT,
        HANDSHAKE,
        "http11.send_request_headers.started",
        "http11.send_request_body.started",
        "http11.receive_response_headers.started",
        "http11.receive_response_body.started",
    }
)
"""Events of httpcore's `trace` extension that begin a wait for the network; any other event ends it."""
POOL = "pool.started"
"""Our own event: a connection is about to be acquired. httpcore has none for this."""


class Network(httpx.AsyncHTTPTransport):
    """httpx's transport, which also traces POOL, and decompresses responses in bounded pieces.

    Removes the Location header of redirects: httpx parses it even if it does not follow it, and fails if it is invalid.
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
    """One call. Its request must have `extensions`, which trace how far it is, and a connect timeout.

    Until the first event, it counts as waiting: with a transport that traces nothing, it can be cancelled at any time.
    The connect timeout limits TCP and TLS together; httpcore would grant it to each.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self.extensions: Mapping[str, Any] = {"trace": self._trace}
        self._now = now
        self._connecting_since = 0.0
        self._is_waiting = True
        self._is_cancelled = False

    async def run(self, call: Coroutine[Any, Any, T]) -> T:
        """If the caller is cancelled, it need not wait for the call, which ends in the background."""
        task = _started(call)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            self._cancel(task)
            raise

    @asynccontextmanager
    async def held(self, opening: AbstractAsyncContextManager[T]) -> AsyncIterator[T]:
        """Enters and exits `opening` in its own task; yields what it opens."""
        opened: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        is_over = asyncio.Event()
        task = _started(_hold(opening, opened, is_over))
        try:
            await asyncio.wait((task, opened), return_when=asyncio.FIRST_COMPLETED)
            if task.done():
                await task  # Raises the error of opening it.
            yield opened.result()
        except asyncio.CancelledError:
            self._cancel(task)
            raise
        finally:
            is_over.set()
        await asyncio.shield(task)

    async def each(self, parts: AsyncIterator[T]) -> AsyncIterator[T]:
        """The items of a held stream, each received as in `run`."""
        while (part := await self.run(_next(parts))) is not None:
            yield part

    def _cancel(self, task: "asyncio.Task[Any]") -> None:
        self._is_cancelled = True
        if self._is_waiting:
            task.cancel()

    async def _trace(self, event: str, info: MutableMapping[str, Any]) -> None:
        """`info`: the arguments of what httpcore is about to call, read after this."""
        self._is_waiting = event in WAITING
        if self._is_cancelled and self._is_waiting:
            raise asyncio.CancelledError
        if event == CONNECT:
            self._connecting_since = self._now()
        elif event == HANDSHAKE:
            info["timeout"] = max(0.0, info["timeout"] - (self._now() - self._connecting_since))


async def _hold(opening: AbstractAsyncContextManager[T], opened: "asyncio.Future[T]", is_over: asyncio.Event) -> None:
    async with opening as value:
        opened.set_result(value)
        await is_over.wait()


async def _next(parts: AsyncIterator[T]) -> T | None:
    return await anext(parts, None)


def _started(call: Coroutine[Any, Any, T]) -> "asyncio.Task[T]":
    task = asyncio.create_task(call)
    task.add_done_callback(_retrieve_exception)
    return task


def _retrieve_exception(task: "asyncio.Task[Any]") -> None:
    """Otherwise asyncio logs "Task exception was never retrieved"."""
    if not task.cancelled():
        task.exception()
