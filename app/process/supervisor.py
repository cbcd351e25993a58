"""Runs the worker processes that share a port: starts them, replaces those that die, and ends them together."""

import os
import signal
from multiprocessing import get_context
from multiprocessing.context import SpawnProcess
from multiprocessing.resource_tracker import ensure_running
from pathlib import Path
from socket import socket

import structlog
from uvicorn.config import STARTUP_FAILURE

from app import logs
from app.process import changes, worker
from app.process.reloading import refused
from app.process.shutdown import BY_SIGNAL
from app.process.usable import Unusable, usable
from app.process.worker_metrics import shared
from app.settings import Settings

log = structlog.get_logger(__name__)
KILL_AFTER = 1
"""Seconds after the grace, when a worker that is still running is killed."""


class Supervisor:
    """`path`: the file that SIGHUP rereads. `metrics_port`: for the metrics of all workers."""

    def __init__(
        self, count: int, settings: Settings, path: Path | None, taken: socket, metrics_port: socket | None = None
    ) -> None:
        self._count = count
        self._settings = settings
        self._path = path
        self._taken = taken
        self._metrics_port = metrics_port
        self._running: list[SpawnProcess] = []
        self._is_ending = False
        self._code = 0
        self._handlers = {
            signal.SIGTERM: self._end,
            signal.SIGINT: self._end,
            signal.SIGHUP: self._reload,
            signal.SIGCHLD: self._reap,
            signal.SIGALRM: self._kill,
        }

    def run(self) -> int:
        """Until all workers have ended. Returns the exit code."""
        logs.configure(pretty=False)
        ensure_running()  # Before the signals are blocked, because its start unblocks SIGTERM and SIGINT.
        signal.signal(signal.SIGCHLD, lambda *_: None)  # Without a handler, some systems discard it instead.
        signal.pthread_sigmask(signal.SIG_BLOCK, self._handlers)
        with shared(self._settings.server, self._metrics_port) as self._worker_metrics:
            self._running = [self._start() for _ in range(self._count)]
            while self._running:
                sig = signal.sigwait(self._handlers)
                self._handlers[signal.Signals(sig)](sig)
        return self._code

    def _start(self) -> SpawnProcess:
        """With the last valid configuration, whatever the file says now."""
        given = (self._settings, self._path, self._taken)
        process = get_context("spawn").Process(target=worker.work, args=given, daemon=True)
        process.start()
        return process

    def _end(self, sig: int) -> None:
        """The second time without waiting for anything."""
        if self._is_ending:
            self._code = BY_SIGNAL + sig
            self._kill(sig)
            return
        self._is_ending = True
        self._taken.close()  # Otherwise clients could still connect, and wait, after the workers have closed theirs.
        signal.alarm(self._settings.server.grace + KILL_AFTER)
        for each in self._running:
            each.terminate()

    def _kill(self, sig: int) -> None:
        for each in self._running:
            each.kill()

    def _reload(self, sig: int) -> None:
        """An invalid file is reported once, and no worker is told to read it."""
        try:
            self._settings = changes.applied(self._settings, usable(self._path))
        except Unusable as error:
            refused(error)
            return
        for each in self._running:
            if each.pid:
                os.kill(each.pid, signal.SIGHUP)

    def _reap(self, sig: int) -> None:
        """A worker that could not start has logged why, and is not replaced: another would fail likewise."""
        for each in [each for each in self._running if each.exitcode is not None]:
            self._running.remove(each)
            self._worker_metrics.forget(each.pid)
            if self._is_ending:
                continue
            log.error("worker_died", pid=each.pid, exit_code=each.exitcode)
            if each.exitcode == STARTUP_FAILURE:
                self._code = STARTUP_FAILURE
                self._end(sig)
            else:
                self._running.append(self._start())
