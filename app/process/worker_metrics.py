"""The supervisor's part in its workers' metrics: their folder, the gauges of dead workers, and the common port."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from socket import socket
from threading import Thread

from prometheus_client.multiprocess import mark_process_dead

from app.metrics import Metrics
from app.process import metrics_folder, metrics_port, serving
from app.process.connections import Config
from app.settings import Server
from app.settings_metrics import for_workers

JOIN = 2.0
"""Seconds that the server may take to stop."""


class WorkerMetrics:
    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def forget(self, pid: int | None) -> None:
        """Removes the gauges of a worker that has ended; its counters stay."""
        mark_process_dead(pid, str(self._directory))  # type: ignore[no-untyped-call]


@contextmanager
def shared(settings: Server, port: socket | None) -> Iterator[WorkerMetrics]:
    """While there are workers. `port`: already bound; None if metrics have no port of their own."""
    with ExitStack() as stack:
        directory = stack.enter_context(metrics_folder.made())
        stack.enter_context(for_workers(directory))
        if port is not None:
            stack.enter_context(_served(directory, settings, port))
        yield WorkerMetrics(directory)


@contextmanager
def _served(directory: Path, settings: Server, port: socket) -> Iterator[None]:
    """In a thread, because the supervisor waits for signals."""
    app = metrics_port.application(Metrics(directory))
    server = serving.Quiet(Config(app, settings, lifespan="off"))
    thread = Thread(target=server.run, args=([port],), daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(JOIN)
