"""A request's deadline: the gateway's limit, or less if the caller asks for less."""

import re
from math import inf, isfinite

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from app.edge import responses
from app.refusal import bad_request
from resolvers.vendors.policies import deadline

HEADER = "X-Request-Timeout"
NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?|\.[0-9]+")
"""Each character can match in one way only: otherwise a long header would take hours to refuse."""


class Deadlines:
    """ASGI. `longest` in seconds, from the arrival of the request."""

    def __init__(self, app: ASGIApp, longest: float) -> None:
        self._app = app
        self._longest = longest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        asked = _seconds(headers.get(HEADER))
        if asked is None:
            refusal = bad_request(f"{HEADER} must be a positive number of seconds.")
            await responses.refused(refusal, headers)(scope, receive, send)
            return
        with deadline.after(min(asked, self._longest), self._longest):
            await self._app(scope, receive, send)


def _seconds(given: str | None) -> float | None:
    """Infinite without the header; None if it is not a positive number."""
    if given is None:
        return inf
    seconds = float(given) if NUMBER.fullmatch(given) else 0.0
    return seconds if isfinite(seconds) and seconds > 0 else None
