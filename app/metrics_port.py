"""The metrics on a port of their own, where strangers don't come."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from starlette.applications import Starlette

from app import logs, serving
from app.metrics import Metrics
from app.settings import Server


@asynccontextmanager
async def exposed(metrics: Metrics, server: Server) -> AsyncIterator[None]:
    """For as long as the context lasts. Raises OSError where the port is taken."""
    if not server.metrics_port:
        yield
        return
    app = Starlette(routes=[metrics.route()])
    with serving.bound(server.host, server.metrics_port) as taken:
        own = serving.Quiet(uvicorn.Config(app, lifespan="off", **logs.UVICORN))
        running = asyncio.create_task(own.serve([taken]))
        try:
            yield
        finally:
            own.should_exit = True
            await running
