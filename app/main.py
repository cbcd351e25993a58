"""The application: opens the backends for its lifetime, and mounts the routes."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, nullcontext

import httpx
from fastapi import FastAPI

from app.auth import callers
from app.edge import documents, endpoint, exception_handlers, graphiql, health, middleware
from app.graphql import schema
from app.metrics import Metrics
from app.operations.persisted import Persisted, trusted
from app.operations.prepared import PreparedDocuments
from app.operations.running import Operations
from app.operations.throttle import Throttle
from app.resources import Resources
from app.settings import Settings
from resolvers.gateway import Gateway
from resolvers.vendors.connect import Transport, by_network
from resolvers.writing.service import WriteService


def create_app(
    settings: Settings,
    transport: Transport = by_network,
    issuer: httpx.AsyncBaseTransport | None = None,
    now: Callable[[], float] = time.time,
    kept: Resources | None = None,
) -> FastAPI:
    """`transport`: of the connections to a backend; `issuer`: of those to the token issuer, None for the network.

    `kept`: resources that the caller has opened; their transport counts. Otherwise the application opens its own.
    """
    resources = kept or Resources(settings, transport)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with (
            nullcontext() if kept else resources.opened(),
            callers.opened(settings, issuer, now) as app.state.callers,
            _gateway(settings, resources) as app.state.gateway,
        ):
            app.state.operations = _operations(settings, resources)
            app.state.ending = resources.ending
            yield

    app = FastAPI(
        title="Order gateway",
        lifespan=lifespan,
        middleware=middleware.around(settings.server, resources.metrics),
        exception_handlers=exception_handlers.with_hint(f"the graph is at {endpoint.PATH}"),
        openapi_url=None,
        redirect_slashes=False,
    )
    _mount(app, settings, resources.metrics)
    return app


@asynccontextmanager
async def _gateway(settings: Settings, resources: Resources) -> AsyncIterator[Gateway]:
    state, store = settings.state, resources.state.store
    async with (
        resources.connections.to(settings.backends, settings.server.public_url) as backends,
        WriteService(store, state.lease, state.idempotency_ttl) as writes,
    ):
        gateway = Gateway.over(backends, writes, resources.state.best_effort)
        with resources.metrics.watching(gateway):
            yield gateway


def _operations(settings: Settings, resources: Resources) -> Operations:
    return Operations(
        PreparedDocuments(schema()._schema, settings.limits, settings.server.public),
        Persisted(settings.documents, trusted(settings.documents), resources.state.texts),
        settings.limits,
        settings.server.public,
        resources.metrics,
        Throttle(resources.state.buckets, settings.limits.max_cost),
    )


def _mount(app: FastAPI, settings: Settings, metrics: Metrics) -> None:
    server = settings.server
    app.router.routes += [*endpoint.routes(settings), *health.routes(is_public=server.public)]
    app.include_router(documents.router)
    if not server.public:
        graphiql.mount(app)
    if not server.public and not server.metrics_port:
        app.router.routes.append(metrics.route())
