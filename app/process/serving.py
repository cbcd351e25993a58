"""Serves applications on ports of this process."""

import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import anyio
import uvicorn
from starlette.types import ASGIApp

from app import logs

BACKLOG = 2048
"""Connections that may wait to be accepted."""
UNREAD_FOR = 60_000
"""Milliseconds for which a client may take nothing of an answer, before the system closes its connection."""


class Abrupt(uvicorn.Server):
    """For the sandbox: stops at once, because a vendor that hangs or drips on request would hold it up for ever."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        await super().shutdown(sockets)


class Quiet(Abrupt):
    """A second server in a process: it leaves the signals alone."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def bound(host: str, port: int) -> socket.socket:
    """Listens at once, so that faults show before anything is started, and early clients wait. Port 0: any free."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio disables Nagle's algorithm only if the protocol is named.
    taken = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if hasattr(socket, "TCP_USER_TIMEOUT"):  # Linux; connections have it from the socket that accepts them.
            taken.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNREAD_FOR)
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
    """Serves `app` while `work` runs."""
    server = Quiet(uvicorn.Config(app, lifespan="off", **logs.UVICORN))
    async with anyio.create_task_group() as group:
        group.start_soon(server.serve, [taken])
        try:
            await work()
        finally:
            server.should_exit = True
