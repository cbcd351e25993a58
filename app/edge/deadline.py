"""Until when a request's operation may go on: the gateway's limit, or less where the caller asks for less."""

from math import isfinite

import orjson
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.refusal import error
from resolvers.vendors.policies import deadline
from schema.errors import ErrorCode

HEADER = "X-Request-Timeout"


class Deadlines:
    """ASGI: each request's, from the moment it came. `longest` in seconds."""

    def __init__(self, app: ASGIApp, longest: float) -> None:
        self._app = app
        self._longest = longest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        asked = _seconds(Headers(scope=scope).get(HEADER))
        if asked is None:
            await _refusal()(scope, receive, send)
            return
        with deadline.after(min(asked, self._longest)):
            await self._app(scope, receive, send)


def _seconds(said: str | None) -> float | None:
    """Without end where nothing is said; None where it is no number above 0."""
    try:
        asked = float("inf" if said is None else said)
    except ValueError:
        return None
    is_usable = said is None or (isfinite(asked) and asked > 0)
    return asked if is_usable else None


def _refusal() -> Response:
    told = error(f"{HEADER} is a number of seconds above 0.", ErrorCode.BAD_USER_INPUT)
    return Response(orjson.dumps({"errors": [told]}), 400, media_type="application/json")
