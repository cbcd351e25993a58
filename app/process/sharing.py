"""The supervisor's part in its workers' metrics: where they are written, who is gone, and the port that tells them."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from socket import socket
from tempfile import TemporaryDirectory
from threading import Thread

import uvicorn
from prometheus_client.multiprocess import mark_process_dead
from starlette.applications import Starlette

from app import logs
from app.metrics import Metrics
from app.process import serving
from app.settings_metrics import workers_told

JOIN = 2.0
"""Seconds that the port may take to close."""


class Sharing:
    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def forget(self, pid: int | None) -> None:
        """What a worker that has ended had under way; what it has counted stays."""
        mark_process_dead(pid, str(self._directory))  # type: ignore[no-untyped-call]


@contextmanager
def shared(port: socket | None) -> Iterator[Sharing]:
    """For as long as there are workers. `port`: taken already, for metrics alone; None where they have none."""
    with ExitStack() as stack:
        directory = Path(stack.enter_context(TemporaryDirectory(prefix="order-gateway-metrics-")))
        stack.enter_context(workers_told(directory))
        if port is not None:
            stack.enter_context(_told(directory, port))
        yield Sharing(directory)


@contextmanager
def _told(directory: Path, port: socket) -> Iterator[None]:
    """In a thread: the supervisor itself waits for signals."""
    app = Starlette(routes=[Metrics(directory).route()])
    server = serving.Quiet(uvicorn.Config(app, lifespan="off", **logs.UVICORN))
    thread = Thread(target=server.run, args=([port],), daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(JOIN)
