"""How answers go out while the process ends: the connection closes behind them, and what is cut off is told so."""

import asyncio

import orjson
from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.process.ending import Ending
from app.refusal import error
from schema.errors import ErrorCode

SOON = "1"
"""Seconds after which it is worth asking again, of another process."""


class Parting:
    """ASGI, outermost of all: cancelled once the grace is over, it says so, where nothing else was said yet."""

    def __init__(self, app: ASGIApp, ending: Ending) -> None:
        self._app = app
        self._ending = ending

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def parting(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                self._close_behind(message)
            await send(message)

        try:
            await self._app(scope, receive, parting)
        except asyncio.CancelledError:
            if not self._ending.has_begun:
                raise
            if not begun:
                await _cut_off()(scope, receive, parting)

    def _close_behind(self, message: Message) -> None:
        if self._ending.has_begun:
            MutableHeaders(scope=message)["Connection"] = "close"


def _cut_off() -> Response:
    told = error("The gateway is shutting down; what became of the operation is not known.", ErrorCode.OVERLOADED)
    return Response(orjson.dumps({"errors": [told]}), 503, {"Retry-After": SOON}, media_type="application/json")
