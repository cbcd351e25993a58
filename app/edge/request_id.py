"""Each request's id: the client's, where it is sane, else one of ours; on every answer and every line of the log."""

import re
from uuid import uuid4

import orjson
import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.operations import errors

HEADER = "X-Request-Id"
SANE = re.compile(r"[A-Za-z0-9._:-]{1,128}")

log = structlog.get_logger(__name__)


def of(scope: Scope) -> str:
    """The request's, wherever it is asked within."""
    found: str = scope["state"]["request_id"]
    return found


class RequestId:
    """Outermost of all: what escapes everybody else is a 500 here, that says nothing but the id."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        given = Headers(scope=scope).get(HEADER, "")
        request_id = given if SANE.fullmatch(given) else str(uuid4())
        scope.setdefault("state", {})["request_id"] = request_id
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            return await self._named(request_id, scope, receive, send)

    async def _named(self, request_id: str, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def named(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                MutableHeaders(scope=message)[HEADER] = request_id
            await send(message)

        try:
            await self._app(scope, receive, named)
        except Exception:
            log.exception("internal_error", path=scope["path"])
            if begun:
                raise
            await _internal(request_id)(scope, receive, named)


def _internal(request_id: str) -> Response:
    body = {"errors": [errors.internal(request_id)]}
    return Response(orjson.dumps(body), status_code=500, media_type="application/json")
