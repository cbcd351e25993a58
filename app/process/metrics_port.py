"""Exposes metrics outside of the public port: on a port of their own, or to the other workers."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from starlette.applications import Starlette

from app.edge import exception_handlers
from app.metrics import Metrics
from app.metrics.exposition import PATH
from app.process import metrics_folder, serving
from app.process.connections import Config
from app.settings import Server

EVERY = 1.0
"""Seconds between two samples, which other workers show as well."""


def application(metrics: Metrics) -> Starlette:
    handlers = exception_handlers.with_hint(f"the metrics are at {PATH}")
    app = Starlette(routes=[metrics.route()], exception_handlers=handlers)
    app.router.redirect_slashes = False
    return app


@asynccontextmanager
async def exposed(metrics: Metrics, server: Server) -> AsyncIterator[None]:
    """While the context lasts. Raises OSError if the port is in use. Workers leave it to the supervisor."""
    if metrics.directory:
        async with _sampled(metrics.directory, metrics):
            yield
    elif server.metrics_port:
        async with _at_port(metrics, server):
            yield
    else:
        yield


@asynccontextmanager
async def _sampled(directory: Path, metrics: Metrics) -> AsyncIterator[None]:
    with metrics_folder.held(directory):
        sampling = asyncio.create_task(_sample(metrics))
        try:
            yield
        finally:
            sampling.cancel()
            with suppress(asyncio.CancelledError):
                await sampling
            metrics.sample()


async def _sample(metrics: Metrics) -> None:
    while True:
        metrics.sample()
        await asyncio.sleep(EVERY)


@asynccontextmanager
async def _at_port(metrics: Metrics, server: Server) -> AsyncIterator[None]:
    with serving.bound(server.host, server.metrics_port) as taken:
        own = serving.Quiet(Config(application(metrics), server, lifespan="off"))
        running = asyncio.create_task(own.serve([taken]))
        try:
            yield
        finally:
            own.should_exit = True
            await running
