"""Vendors' files, streamed to the client."""

import asyncio
from contextlib import AsyncExitStack
from urllib.parse import quote

import structlog
from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Send
from starlette.types import Scope as Connection

from app.auth import addresses
from app.edge import responses
from app.refusal import Refusal, error, not_found
from resolvers.caller import Caller
from resolvers.errors import BackendFault
from resolvers.gateway import Gateway
from resolvers.vendors.file import Download
from resolvers.vendors.policies import flow
from schema.errors import ErrorCode
from schema.field import Scope

STATUS = {
    ErrorCode.UNSUPPORTED: 404,
    ErrorCode.BACKEND_TIMEOUT: 504,
    ErrorCode.BACKEND_RATE_LIMITED: 503,
    ErrorCode.BACKEND_OVERLOADED: 503,
    ErrorCode.CIRCUIT_OPEN: 503,
}
"""Any other fault of a backend is 502."""
log = structlog.get_logger(__name__)
POINTS = 1
"""Of cost: a document is one call."""

READING = 2
"""Times `file_timeout`: the vendor may take that long to send the file, and the client as long again to read it."""
TOO_SLOW = "CLIENT_TOO_SLOW"

router = APIRouter(prefix="/documents", include_in_schema=False)


@router.get("/{backend}/order/{vendor_id}")
async def order(request: Request, backend: str, vendor_id: str) -> Response:
    state = request.app.state
    try:
        caller = await state.callers.identify(request.headers, addresses.of(request.scope))
        if Scope.ORDERS_READ not in caller.scopes:
            raise _forbidden()
        async with state.operations.throttle.charged(caller, POINTS, lambda: POINTS):
            return await _order(state.gateway, caller, backend, vendor_id)
    except Refusal as refusal:
        return responses.refused(refusal, request.headers)


async def _order(gateway: Gateway, caller: Caller, backend: str, vendor_id: str) -> Response:
    """Raises a Refusal."""
    vendor = gateway.backends.get(backend) if caller.may_see(backend) else None
    if vendor is None:
        raise _missing()
    stack = AsyncExitStack()
    try:
        with flow.of(caller.identity):
            download = await stack.enter_async_context(vendor.order_pdf(vendor_id))
    except BackendFault as fault:
        raise _failed(fault) from fault
    if download is None:
        await stack.aclose()
        raise _missing()
    return Through(backend, download, stack, READING * vendor.config.file_timeout)


class Through(StreamingResponse):
    """Holds the vendor's connection while the client reads, at most for `seconds`, even if it never starts to.

    If the vendor breaks off, the response is left incomplete, and the server closes the connection.
    """

    def __init__(self, backend: str, download: Download, stack: AsyncExitStack, seconds: float) -> None:
        super().__init__(download.chunks, media_type=download.mime_type, headers=_headers(download))
        self._backend = backend
        self._stack = stack
        self._seconds = seconds

    async def __call__(self, scope: Connection, receive: Receive, send: Send) -> None:
        try:
            async with asyncio.timeout(self._seconds), self._stack:
                await super().__call__(scope, receive, send)
        except BackendFault as fault:
            log.warning("document_cut", backend=self._backend, code=fault.code.name)
        except TimeoutError:
            log.warning("document_cut", backend=self._backend, code=TOO_SLOW)


def _headers(download: Download) -> dict[str, str]:
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(download.name)}",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return headers if download.length is None else headers | {"Content-Length": str(download.length)}


def _forbidden() -> Refusal:
    formatted = error(f"This needs the scope {Scope.ORDERS_READ}.", ErrorCode.FORBIDDEN)
    return Refusal([formatted], 403, is_http=True)


def _missing() -> Refusal:
    return not_found("There is no such document.")


def _failed(fault: BackendFault) -> Refusal:
    formatted = {"message": fault.message, "extensions": fault.extensions}
    wait = fault.extensions.get("retryAfterSeconds")
    return Refusal([formatted], STATUS.get(fault.code, 502), is_http=True, retry_after=wait)
