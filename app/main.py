"""The application: opens the backends for its lifetime and mounts the routes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from app import documents, endpoint, graphiql, health
from app.settings import Settings
from resolvers.gateway import Gateway
from resolvers.vendors.connect import Transport, by_network, connect


def create_app(settings: Settings, transport: Transport = by_network) -> FastAPI:
    """`transport`: the way to a backend, None for the network."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with connect(settings.backends, settings.server.public_url, transport) as backends:
            app.state.gateway = Gateway.over(backends)
            yield

    app = FastAPI(title="Order gateway", lifespan=lifespan, openapi_url=None)
    graphiql.mount(app)
    app.include_router(endpoint.router(settings.server.anonymous_scopes))
    app.include_router(documents.router(settings.server.anonymous_scopes))
    app.include_router(health.router)
    return app
