"""Each request's id, in every response and log line: the client's if it is valid, otherwise a generated one."""

import re
from uuid import uuid4

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.edge import responses
from app.operations import errors
from app.refusal import Refusal

HEADER = "X-Request-Id"
VALID = re.compile(r"[A-Za-z0-9._:-]{1,128}")

log = structlog.get_logger(__name__)


def of(scope: Scope) -> str:
    found: str = scope["state"]["request_id"]
    return found


class RequestId:
    """ASGI. An exception that nothing else has handled becomes a 500 here, which shows nothing but the id."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        given = Headers(scope=scope).get(HEADER, "")
        request_id = given if VALID.fullmatch(given) else str(uuid4())
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
            refusal = Refusal([errors.internal(request_id)], 500, is_http=True)
            await responses.refused(refusal, Headers(scope=scope))(scope, receive, named)
