"""The application: opens the backends for its lifetime and mounts the routes."""

import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, nullcontext

import httpx
from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from app.auth import callers
from app.edge import documents, endpoint, graphiql, health, standing
from app.edge.request_id import HEADER, RequestId
from app.edge.traced import Traced
from app.graphql import schema
from app.metrics import Measured, Metrics
from app.operations.persisted import Persisted, trusted
from app.operations.prepared import Preparing
from app.operations.running import Operations
from app.operations.throttle import Throttle
from app.process.lasting import Lasting
from app.settings import Settings
from resolvers.gateway import Gateway
from resolvers.vendors.connect import Transport, by_network
from resolvers.writing.desk import Desk

ASKED_WITH = [
    "Authorization",
    "Content-Type",
    "X-Api-Key",
    HEADER,
    "Apollo-Require-Preflight",
    "X-Apollo-Operation-Name",
    "X-Request-Timeout",
    "X-Gateway-Explain",
    "Traceparent",
    "Tracestate",
]
"""Headers that a page of another site may send."""


def create_app(
    settings: Settings,
    transport: Transport = by_network,
    issuer: httpx.AsyncBaseTransport | None = None,
    now: Callable[[], float] = time.time,
    kept: Lasting | None = None,
) -> FastAPI:
    """`transport`: the way to a backend, and `issuer` to who signs tokens; None is the network.

    `kept`: opened by who passes it in, with its own way to the backends; else the application has its own.
    """
    lasting = kept or Lasting(settings, transport)
    registered = trusted(settings.documents)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with (
            nullcontext() if kept else lasting.opened(),
            lasting.connections.to(settings.backends, settings.server.public_url) as backends,
            callers.opened(settings, issuer, now) as app.state.callers,
            Desk(lasting.state.store, settings.state.lease, settings.state.idempotency_ttl) as desk,
        ):
            app.state.gateway = Gateway.over(backends, desk, lasting.state.spared)
            app.state.operations = _operations(settings, registered, lasting)
            app.state.ending = lasting.ending
            with lasting.metrics.watching(app.state.gateway):
                yield

    app = FastAPI(title="Order gateway", lifespan=lifespan, openapi_url=None)
    _mount(app, settings, lasting.metrics)
    _surround(app, settings, lasting.metrics)
    return app


def _operations(settings: Settings, registered: Mapping[str, str], lasting: Lasting) -> Operations:
    return Operations(
        Preparing(schema()._schema, settings.limits, settings.server.public),
        Persisted(settings.documents, registered, lasting.state.texts),
        settings.limits,
        settings.server.public,
        lasting.metrics,
        Throttle(lasting.state.buckets, settings.limits.max_cost),
    )


def _mount(app: FastAPI, settings: Settings, metrics: Metrics) -> None:
    if not settings.server.public:
        graphiql.mount(app)
    app.router.routes += endpoint.routes(settings)
    if not settings.server.metrics_port and not settings.server.public:
        app.router.routes.append(metrics.route())
    app.include_router(documents.router)
    app.include_router(health.router)


def _surround(app: FastAPI, settings: Settings, metrics: Metrics) -> None:
    """What is added last stands outermost."""
    app.add_middleware(Traced)
    standing.surround(app, settings.server)
    if settings.server.cors:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=sorted(settings.server.cors),
            allow_methods=["GET", "POST"],
            allow_headers=ASKED_WITH,
            expose_headers=[HEADER, "Retry-After"],
        )
    app.add_middleware(RequestId)
    app.add_middleware(Measured, requests=metrics.requests)
    if settings.server.trusted_proxies:
        app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=sorted(settings.server.trusted_proxies))
