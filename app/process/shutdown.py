"""How a process serves and ends: it says at once that it is not ready, answers what is under way, and goes."""

import os
from collections.abc import Callable
from socket import socket
from types import FrameType

import uvicorn
from starlette.types import ASGIApp
from uvicorn.config import STARTUP_FAILURE

from app import logs
from app.process.ending import Ending

CLOSING = 0.5
"""Seconds of the grace that are left for the closing of what is open."""
BY_SIGNAL = 128
"""What a shell adds to the number of the signal that a process died of."""


class Server(uvicorn.Server):
    """uvicorn hangs up at the first signal, knows a second SIGINT only, and dies of the signal once it is done."""

    def __init__(self, config: uvicorn.Config, ending: Ending, leave: Callable[[int], None] = os._exit) -> None:
        super().__init__(config)
        self._ending = ending
        self._leave = leave

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Told twice, it leaves without another step: whatever holds it up can't hold up this."""
        if self._ending.has_begun:
            self._leave(BY_SIGNAL + sig)
        self._ending.begin()
        self.should_exit = True

    async def on_tick(self, counter: int) -> bool:
        return await super().on_tick(counter) and self._ending.is_drained()

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        left = max(0.0, self._ending.left() - CLOSING)
        self.config.timeout_graceful_shutdown = left  # type: ignore[assignment]
        await super().shutdown(sockets)


def serve(app: ASGIApp, ending: Ending, taken: socket) -> int:
    """Until told to end. The exit code: 0, or 3 where it could not start, of which the log says why."""
    server = Server(uvicorn.Config(app, lifespan="on", **logs.UVICORN), ending)
    try:
        server.run([taken])
    except SystemExit:
        return STARTUP_FAILURE
    return 0
