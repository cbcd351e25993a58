"""One configuration's application: open until it is replaced and its last request has ended."""

import asyncio

import structlog
from fastapi import FastAPI
from starlette.types import Receive, Scope, Send

log = structlog.get_logger(__name__)


class Generation:
    """ASGI, for requests."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app
        self._in_flight = 0
        self._is_open: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._is_retired = False
        self._is_idle = asyncio.Event()
        self._life = asyncio.create_task(self._live())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._in_flight += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._in_flight -= 1
            self._settle()

    async def opened(self) -> None:
        """Raises what prevented it from opening."""
        await self._is_open

    async def close(self, seconds: float) -> None:
        """Once no request is in flight, or after `seconds`: requests still in flight then lose their backends."""
        self._is_retired = True
        self._settle()
        _, left = await asyncio.wait({self._life}, timeout=seconds)
        if left:
            self._life.cancel()
            await asyncio.wait({self._life})

    async def _live(self) -> None:
        """Opens and closes in one task, as anyio demands."""
        try:
            async with self._app.router.lifespan_context(self._app):
                self._is_open.set_result(None)
                await self._is_idle.wait()
        except Exception as error:
            if not self._is_open.done():
                self._is_open.set_exception(error)
            else:
                log.exception("not_closed")

    def _settle(self) -> None:
        if self._is_retired and not self._in_flight:
            self._is_idle.set()
