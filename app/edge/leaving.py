"""Gives up what a client asked for who has left: uvicorn tells of it and goes on."""

import asyncio

import anyio
from anyio.abc import TaskGroup
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Leaving:
    """ASGI: cancels the request's handling as soon as the connection is gone."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        listening = _Listening(receive)
        group = anyio.create_task_group()
        try:
            async with group:
                group.start_soon(_cancel_when_gone, group, listening)
                await self._app(scope, listening.receive, send)
                group.cancel_scope.cancel()
        except asyncio.CancelledError:
            # asyncio.gather makes cancellations anew, and anyio does not know them for its own.
            if not listening.is_gone:
                raise


async def _cancel_when_gone(group: TaskGroup, listening: "_Listening") -> None:
    await listening.until_gone()
    group.cancel_scope.cancel()


class _Listening:
    """Hands the body on, then listens for the end; the app may listen for it too."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._body_is_read = asyncio.Event()
        self._end: asyncio.Future[Message] = asyncio.get_running_loop().create_future()

    @property
    def is_gone(self) -> bool:
        return self._end.done()

    async def receive(self) -> Message:
        if self._body_is_read.is_set():
            return await asyncio.shield(self._end)
        message = await self._receive()
        if message["type"] == "http.disconnect":
            self._end.set_result(message)
        if not message.get("more_body", False):
            self._body_is_read.set()
        return message

    async def until_gone(self) -> None:
        await self._body_is_read.wait()
        while not self._end.done():
            message = await self._receive()
            if message["type"] == "http.disconnect":
                self._end.set_result(message)
