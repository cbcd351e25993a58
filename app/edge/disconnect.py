"""Cancels a request whose client has disconnected: uvicorn only reports it."""

import asyncio
from collections import deque

import anyio
from anyio.abc import TaskGroup
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class CancelOnDisconnect:
    """ASGI: cancels the handling of a request as soon as its connection is closed."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        listening = _Listening(receive)
        if not _has_body(scope):
            await listening.read_ahead()
        group = anyio.create_task_group()
        try:
            async with group:
                group.start_soon(_cancel_on_disconnect, group, listening)
                await self._app(scope, listening.receive, send)
                group.cancel_scope.cancel()
        except asyncio.CancelledError:
            # asyncio.gather raises a new CancelledError, which anyio does not recognise as its own.
            if not listening.is_disconnected:
                raise


async def _cancel_on_disconnect(group: TaskGroup, listening: "_Listening") -> None:
    await listening.disconnected()
    group.cancel_scope.cancel()


def _has_body(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    return "transfer-encoding" in headers or headers.get("content-length", "0") != "0"


class _Listening:
    """Passes the body on, then waits for the disconnect; the app may wait for it too."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._ahead: deque[Message] = deque()
        self._body_is_read = asyncio.Event()
        self._disconnect: asyncio.Future[Message] = asyncio.get_running_loop().create_future()

    @property
    def is_disconnected(self) -> bool:
        return self._disconnect.done()

    async def read_ahead(self) -> None:
        """The end of a body that is empty: an app has no reason to read it, and would never learn of the disconnect."""
        while not self._body_is_read.is_set():
            self._ahead.append(await self._next())

    async def receive(self) -> Message:
        if self._ahead:
            return self._ahead.popleft()
        if self._body_is_read.is_set():
            return await asyncio.shield(self._disconnect)
        return await self._next()

    async def disconnected(self) -> None:
        await self._body_is_read.wait()
        while not self._disconnect.done():
            await self._next()

    async def _next(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.disconnect":
            self._disconnect.set_result(message)
        if not message.get("more_body", False):
            self._body_is_read.set()
        return message
