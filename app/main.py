"""The application: opens the backends for its lifetime and mounts the routes."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

from app import callers, documents, endpoint, graphiql, health, standing
from app.metrics import Measured, Metrics
from app.metrics_port import exposed
from app.persisted import InMemory, Persisted, trusted
from app.request_id import HEADER, RequestId
from app.settings import Settings
from resolvers.gateway import Gateway
from resolvers.state.connect import opened
from resolvers.vendors.connect import Transport, by_network, connect
from resolvers.writing.desk import Desk

ASKED_WITH = [
    "Authorization",
    "Content-Type",
    "X-Api-Key",
    HEADER,
    "Apollo-Require-Preflight",
    "X-Apollo-Operation-Name",
    "X-Request-Timeout",
]
"""Headers that a page of another site may send."""


def create_app(
    settings: Settings,
    transport: Transport = by_network,
    issuer: httpx.AsyncBaseTransport | None = None,
    now: Callable[[], float] = time.time,
) -> FastAPI:
    """`transport`: the way to a backend, and `issuer` to who signs tokens; None is the network."""

    metrics = Metrics()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with (
            connect(settings.backends, settings.server.public_url, transport) as backends,
            callers.opened(settings, issuer, now) as app.state.callers,
            opened(settings.state.url.get_secret_value()) as store,
            Desk(store, settings.state.lease, settings.state.idempotency_ttl) as desk,
            exposed(metrics, settings.server),
        ):
            app.state.gateway = Gateway.over(backends, desk)
            yield

    app = FastAPI(title="Order gateway", lifespan=lifespan, openapi_url=None)
    if not settings.server.public:
        graphiql.mount(app)
    app.router.routes += endpoint.routes(
        settings, Persisted(settings.documents, trusted(settings.documents), InMemory()), metrics
    )
    if not settings.server.metrics_port and not settings.server.public:
        app.router.routes.append(metrics.route())
    app.include_router(documents.router)
    app.include_router(health.router)
    _surround(app, settings, metrics)
    return app


def _surround(app: FastAPI, settings: Settings, metrics: Metrics) -> None:
    """What is added last stands outermost."""
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
    app.add_middleware(Measured, metrics=metrics)
