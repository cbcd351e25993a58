"""Where metrics are told beside the graph: on a port of their own, or by any worker for all."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import uvicorn
from starlette.applications import Starlette

from app import logs
from app.metrics import Metrics
from app.process import serving
from app.settings import Server

EVERY = 1.0
"""Seconds: how old what another worker tells of this one may be."""


@asynccontextmanager
async def exposed(metrics: Metrics, server: Server) -> AsyncIterator[None]:
    """For as long as the context lasts. Raises OSError where the port is taken. Workers take none."""
    if metrics.directory:
        looking = asyncio.create_task(_looking(metrics))
        try:
            yield
        finally:
            looking.cancel()
            with suppress(asyncio.CancelledError):
                await looking
            metrics.look()
    elif server.metrics_port:
        async with _at_port(metrics, server):
            yield
    else:
        yield


async def _looking(metrics: Metrics) -> None:
    while True:
        metrics.look()
        await asyncio.sleep(EVERY)


@asynccontextmanager
async def _at_port(metrics: Metrics, server: Server) -> AsyncIterator[None]:
    app = Starlette(routes=[metrics.route()])
    with serving.bound(server.host, server.metrics_port) as taken:
        own = serving.Quiet(uvicorn.Config(app, lifespan="off", **logs.UVICORN))
        running = asyncio.create_task(own.serve([taken]))
        try:
            yield
        finally:
            own.should_exit = True
            await running
