"""The middleware around every request."""

from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from app.edge import deadline, endpoint, request_id
from app.edge.deadline import Deadlines
from app.edge.disconnect import CancelOnDisconnect
from app.edge.request_id import RequestId
from app.edge.shedding import Shedding
from app.edge.tracing import TraceContext
from app.edge.unread import CloseUnread
from app.metrics import Measured, Metrics
from app.settings import Server

CORS_HEADERS = (
    "Authorization",
    "Content-Type",
    "X-Api-Key",
    request_id.HEADER,
    "Apollo-Require-Preflight",
    "X-Apollo-Operation-Name",
    deadline.HEADER,
    endpoint.EXPLAIN,
    "Traceparent",
    "Tracestate",
)
"""Headers that pages of other sites may send."""


def around(server: Server, metrics: Metrics) -> list[Middleware]:
    """Outermost first, so that refusing a request is cheap."""
    return [
        *_behind_proxies(server),
        Middleware(Measured, requests=metrics.requests),
        Middleware(CloseUnread),
        Middleware(RequestId),
        *_other_sites(server),
        Middleware(Shedding, most=server.max_operations),
        Middleware(Deadlines, longest=server.deadline),
        Middleware(CancelOnDisconnect),
        Middleware(TraceContext),
    ]


def _behind_proxies(server: Server) -> list[Middleware]:
    trusted = sorted(server.trusted_proxies)
    return [Middleware(ProxyHeadersMiddleware, trusted_hosts=trusted)] if trusted else []


def _other_sites(server: Server) -> list[Middleware]:
    if not server.cors:
        return []
    cors = Middleware(
        CORSMiddleware,
        allow_origins=sorted(server.cors),
        allow_methods=endpoint.METHODS,
        allow_headers=CORS_HEADERS,
        expose_headers=[request_id.HEADER, "Retry-After"],
    )
    return [cors]
