"""Graceful shutdown: not ready at once, requests in flight are answered, then the process exits."""

import os
from collections.abc import Callable
from socket import socket
from threading import Timer
from types import FrameType

import uvicorn
from uvicorn.config import STARTUP_FAILURE

from app.ending import Ending
from app.process.serving import BACKLOG

CLOSING = 0.5
"""Seconds of the grace that are reserved for closing resources."""
BY_SIGNAL = 128
"""Added to a signal's number, the exit code of a process that the signal ended."""


class Server(uvicorn.Server):
    """uvicorn itself stops accepting at the first signal, ignores a second SIGTERM, and finally raises the signal."""

    def __init__(self, config: uvicorn.Config, ending: Ending, leave: Callable[[int], None] = os._exit) -> None:
        super().__init__(config)
        self._ending = ending
        self._leave = leave

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """The second signal exits immediately, whatever may hang."""
        if self._ending.has_begun:
            self._leave(BY_SIGNAL + sig)
        self._ending.begin()
        self.should_exit = True
        self._leave_in_time()

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """uvicorn lets no more connections wait than asyncio accepts at once."""
        await super().startup(sockets)
        for each in sockets or ():
            each.listen(BACKLOG)

    async def on_tick(self, counter: int) -> bool:
        return await super().on_tick(counter) and self._ending.is_drained()

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        left = max(0.0, self._ending.left() - CLOSING)
        self.config.timeout_graceful_shutdown = left  # type: ignore[assignment]
        await super().shutdown(sockets)

    def _leave_in_time(self) -> None:
        """Python waits for its threads, and one that resolves a name can't be told to stop."""
        timer = Timer(self._ending.left(), self._leave, (0,))
        timer.daemon = True
        timer.start()


def serve(config: uvicorn.Config, ending: Ending, taken: socket) -> int:
    """Until a signal ends it. Returns the exit code: 0, or 3 if it could not start; the log says why."""
    server = Server(config, ending)
    try:
        server.run([taken])
    except SystemExit:
        return STARTUP_FAILURE
    return 0
