"""Vendors' files, streamed through as they come."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from urllib.parse import quote

import orjson
from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse

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


class NoSuchDocument(GatewayError):
    code = ErrorCode.NOT_FOUND


class Forbidden(GatewayError):
    code = ErrorCode.FORBIDDEN


def router(granted: frozenset[Scope]) -> APIRouter:
    """For callers with these scopes."""
    documents = APIRouter(prefix="/documents", include_in_schema=False)

    @documents.get("/{backend}/order/{vendor_id}")
    async def order(request: Request, backend: str, vendor_id: str) -> Response:
        if Scope.ORDERS_READ not in granted:
            return _refusal(Forbidden(f"This needs the scope {Scope.ORDERS_READ}."), 403)
        return await _order(request.app.state.gateway, backend, vendor_id)

    return documents


async def _order(gateway: Gateway, backend: str, vendor_id: str) -> Response:
    vendor = gateway.backends.get(backend)
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
    return StreamingResponse(_bytes(download, stack), media_type=download.mime_type, headers=_headers(download))


async def _bytes(download: Download, stack: AsyncExitStack) -> AsyncIterator[bytes]:
    """The vendor's connection is held as long as the client reads, and no longer."""
    async with stack:
        async for chunk in download.chunks:
            yield chunk


def _headers(download: Download) -> dict[str, str]:
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(download.name)}",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return headers if download.length is None else headers | {"Content-Length": str(download.length)}


def _refusal(error: GatewayError, status: int) -> Response:
    """In the form of a GraphQL request error."""
    body = {"errors": [{"message": error.message, "extensions": error.extensions}]}
    return Response(orjson.dumps(body), status_code=status, media_type="application/json")
