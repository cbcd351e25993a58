"""Runs applications: on a port of this process, or as workers of their own."""

import socket
from collections.abc import Awaitable, Callable
from typing import Any

import anyio
import uvicorn
from starlette.types import ASGIApp

from app import logs


class Quiet(uvicorn.Server):
    """A server beside others in one process: signals are not its to take."""

    def install_signal_handlers(self) -> None:
        return


def bound(host: str, port: int) -> socket.socket:
    """Takes the port at once, so that a fault is told before anything is started; port 0 is any free one."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    taken = socket.socket(family, socket.SOCK_STREAM)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    taken.bind((host, port))
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
