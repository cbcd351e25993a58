"""Load shedding: above a limit, operations are refused at once, so that those in flight are answered in time."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from app.edge import responses
from app.refusal import overloaded

PATHS = ("/graphql", "/documents")
FREE = ("/graphql/explorer", "/graphql/schema.graphql")
SOON = 1
"""Seconds until it is worth trying again."""


class Shedding:
    """ASGI: `most` operations and documents at once; any more are 503 with Retry-After."""

    def __init__(self, app: ASGIApp, most: int) -> None:
        self._app = app
        self._most = most
        self.in_flight = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _costs(scope["path"]):
            await self._app(scope, receive, send)
        elif self.in_flight >= self._most:
            refusal = overloaded("The gateway is overloaded.", SOON)
            await responses.refused(refusal, Headers(scope=scope))(scope, receive, send)
        else:
            await self._counted(scope, receive, send)

    async def _counted(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.in_flight += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self.in_flight -= 1


def _costs(path: str) -> bool:
    return path.startswith(PATHS) and not path.startswith(FREE)
