"""Responses during shutdown: each closes its connection, and a request that is cut off gets a 503."""

import asyncio

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.edge import responses
from app.ending import Ending
from app.refusal import overloaded

SOON = 1
"""Seconds until it is worth trying again, at another process."""


class Draining:
    """ASGI, outermost of all. Requests are cancelled when the grace is over."""

    def __init__(self, app: ASGIApp, ending: Ending) -> None:
        self._app = app
        self._ending = ending

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def closing(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                self._close_connection(message)
            await send(message)

        try:
            await self._app(scope, receive, closing)
        except asyncio.CancelledError:
            if not self._ending.has_begun:
                raise
            if not begun:
                refusal = overloaded("The gateway is shutting down; the outcome of the operation is unknown.", SOON)
                await responses.refused(refusal, Headers(scope=scope))(scope, receive, closing)

    def _close_connection(self, message: Message) -> None:
        if self._ending.has_begun:
            MutableHeaders(scope=message)["Connection"] = "close"
