"""How the process ends: no more connections, an answer to what is under way, and at once if it is told twice."""

import sys
from socket import socket
from types import FrameType
from typing import Any

import uvicorn
from uvicorn.supervisors import Multiprocess

NOT_STARTED = 3
"""The exit code by which uvicorn tells of it."""


class Server(uvicorn.Server):
    """uvicorn is told twice by a second SIGINT only; whoever sends SIGTERM again means it as well."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self.force_exit = self.should_exit
        super().handle_exit(sig, frame)


def run(app: str, workers: int, grace: int, taken: socket, **options: Any) -> None:
    """Serves the factory `app` at the port that is taken until told to end, then for at most `grace` seconds more."""
    options |= {"factory": True, "timeout_graceful_shutdown": grace}
    config = uvicorn.Config(app, workers=workers, **options)
    if workers > 1:
        Multiprocess(config, [taken]).run()
        return
    server = Server(config)
    server.run([taken])
    if not server.started:
        sys.exit(NOT_STARTED)
