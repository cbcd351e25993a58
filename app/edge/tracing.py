"""The W3C trace context of a request, for the calls to backends that are made for it."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from resolvers.vendors import tracing


class TraceContext:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        given = Headers(scope=scope)
        with tracing.carried_on({name: given.getlist(name) for name in tracing.NAMES}):
            return await self._app(scope, receive, send)
