"""An app served on a free loopback port, for what only a real client can show."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from starlette.types import ASGIApp

from app.process.serving import bound

KEPT = 3600
"""Seconds that an idle connection stays open: no client finds it closed under its hands, however late it asks again."""


@asynccontextmanager
async def serving(app: ASGIApp) -> AsyncIterator[str]:
    """Its base URL. The socket listens before uvicorn does, so early callers wait in line and nobody polls."""
    with bound("127.0.0.1", 0) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, ws="none", timeout_keep_alive=KEPT))
        running = asyncio.create_task(server.serve(sockets=[listener]))
        try:
            yield "http://127.0.0.1:{1}".format(*listener.getsockname())
        finally:
            server.should_exit = True
            await running
