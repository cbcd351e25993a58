"""Runs applications: on a port of this process, or as workers of their own."""

import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import anyio
import uvicorn
from starlette.types import ASGIApp

from app import logs

BACKLOG = 2048
"""How many callers may wait in line."""


class Quiet(uvicorn.Server):
    """A server beside others in one process: signals are not its to take."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def bound(host: str, port: int) -> socket.socket:
    """Takes the port at once, so that a fault is told before anything is started; port 0 is any free one.

    Who calls early waits in line.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    taken = socket.socket(family, socket.SOCK_STREAM)
    try:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind((host, port))
        taken.listen(BACKLOG)
    except OSError:
        taken.close()
        raise
    return taken


def address(taken: socket.socket) -> str:
    host, port = taken.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


async def beside(app: ASGIApp, taken: socket.socket, work: Callable[[], Awaitable[Any]]) -> None:
    """Serves `app` while `work` is done."""
    server = Quiet(uvicorn.Config(app, lifespan="off", **logs.UVICORN))
    async with anyio.create_task_group() as group:
        group.start_soon(server.serve, [taken])
        try:
            await work()
        finally:
            server.should_exit = True
