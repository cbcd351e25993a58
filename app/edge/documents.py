"""Vendors' files, streamed through as they come."""

from collections.abc import Mapping
from contextlib import AsyncExitStack
from urllib.parse import quote

import orjson
import structlog
from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Send
from starlette.types import Scope as Connection

from app.auth import addresses
from app.refusal import Formatted, Refusal
from resolvers.caller import Caller
from resolvers.errors import BackendFault
from resolvers.gateway import Gateway
from resolvers.vendors.base import Download
from schema.errors import ErrorCode, GatewayError
from schema.field import Scope

STATUS = {
    ErrorCode.UNSUPPORTED: 404,
    ErrorCode.BACKEND_TIMEOUT: 504,
    ErrorCode.BACKEND_RATE_LIMITED: 503,
    ErrorCode.BACKEND_OVERLOADED: 503,
    ErrorCode.CIRCUIT_OPEN: 503,
}
"""Any other fault of a backend's is 502."""
log = structlog.get_logger(__name__)
POINTS = 1
"""What a document costs: it is a call."""


class NoSuchDocument(GatewayError):
    code = ErrorCode.NOT_FOUND


class Forbidden(GatewayError):
    code = ErrorCode.FORBIDDEN


router = APIRouter(prefix="/documents", include_in_schema=False)


@router.get("/{backend}/order/{vendor_id}")
async def order(request: Request, backend: str, vendor_id: str) -> Response:
    state = request.app.state
    try:
        caller = await state.callers.identify(request.headers, addresses.of(request.scope))
        if Scope.ORDERS_READ not in caller.scopes:
            return _refusal(Forbidden(f"This needs the scope {Scope.ORDERS_READ}."), 403)
        async with state.operations.throttle.charged(caller.quota, POINTS, lambda: POINTS):
            return await _order(state.gateway, caller, backend, vendor_id)
    except Refusal as refusal:
        return _written(refusal.errors, refusal.status, refusal.headers)


async def _order(gateway: Gateway, caller: Caller, backend: str, vendor_id: str) -> Response:
    vendor = gateway.backends.get(backend) if caller.may_see(backend) else None
    if vendor is None:
        return _refusal(NoSuchDocument("There is no such document."), 404)
    stack = AsyncExitStack()
    try:
        download = await stack.enter_async_context(vendor.order_pdf(vendor_id))
    except BackendFault as fault:
        return _refusal(fault, STATUS.get(fault.code, 502))
    if download is None:
        await stack.aclose()
        return _refusal(NoSuchDocument("There is no such document."), 404)
    return Through(download, stack)


class Through(StreamingResponse):
    """Holds the vendor's connection as long as the client reads, and no longer, also where it never begins to.

    What the vendor breaks off is broken off for the client too: the server closes what was not completed.
    """

    def __init__(self, download: Download, stack: AsyncExitStack) -> None:
        super().__init__(download.chunks, media_type=download.mime_type, headers=_headers(download))
        self._stack = stack

    async def __call__(self, scope: Connection, receive: Receive, send: Send) -> None:
        try:
            async with self._stack:
                await super().__call__(scope, receive, send)
        except BackendFault as fault:
            log.warning("document_cut", backend=fault.backend, code=fault.code.name)


def _headers(download: Download) -> dict[str, str]:
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(download.name)}",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return headers if download.length is None else headers | {"Content-Length": str(download.length)}


def _refusal(error: GatewayError, status: int) -> Response:
    return _written([{"message": error.message, "extensions": error.extensions}], status)


def _written(errors: list[Formatted], status: int, headers: Mapping[str, str] | None = None) -> Response:
    """In the form of a GraphQL request error."""
    return Response(orjson.dumps({"errors": errors}), status, headers, media_type="application/json")
