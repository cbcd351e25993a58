"""Bodies that are not read to their end, because their request is refused before: the connection is closed."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_DISCARDED = 1024 * 1024
"""Bytes that the server may read for nothing, so that a caller who announces no more keeps its connection."""


class CloseUnread:
    """ASGI. Without it the server would read on, without end where the body has none."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or _is_short(Headers(scope=scope)):
            return await self._app(scope, receive, send)
        is_read = False

        async def reading() -> Message:
            nonlocal is_read
            message = await receive()
            is_read = not message.get("more_body", False)
            return message

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and not is_read:
                MutableHeaders(scope=message)["Connection"] = "close"
            await send(message)

        return await self._app(scope, reading, sending)


def _is_short(headers: Headers) -> bool:
    announced = headers.get("content-length", "0")
    return "transfer-encoding" not in headers and announced.isdecimal() and int(announced[:20]) <= MOST_DISCARDED
