"""Turns operations away at once while too many are under way, so that those under way are answered in time."""

import orjson
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.refusal import error
from schema.errors import ErrorCode

PATHS = ("/graphql", "/documents")
FREE = ("/graphql/explorer", "/graphql/schema.graphql")
SOON = 1
"""Seconds after which it is worth asking again."""


class Shedding:
    """ASGI: at most so many operations and documents at once; the next is 503 with Retry-After."""

    def __init__(self, app: ASGIApp, most: int) -> None:
        self._app = app
        self._most = most
        self.under_way = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _costs(scope["path"]):
            await self._app(scope, receive, send)
        elif self.under_way >= self._most:
            await _refusal()(scope, receive, send)
        else:
            await self._counted(scope, receive, send)

    async def _counted(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.under_way += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self.under_way -= 1


def _costs(path: str) -> bool:
    return path.startswith(PATHS) and not path.startswith(FREE)


def _refusal() -> Response:
    told = error("The gateway has too much to do.", ErrorCode.OVERLOADED, retryAfterSeconds=SOON)
    return Response(orjson.dumps({"errors": [told]}), 503, {"Retry-After": str(SOON)}, media_type="application/json")
