"""The processes that share a port: started, replaced where one dies, told of signals, ended together."""

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
from app.process.sharing import shared
from app.process.shutdown import BY_SIGNAL
from app.process.usable import Unusable, usable
from app.settings import Settings

log = structlog.get_logger(__name__)
BEYOND = 1
"""Seconds that a worker has beyond the grace, before it is taken to hang."""


class Workers:
    """`path`: what SIGHUP makes it, and then them, read again. `metrics`: the port where theirs are told."""

    def __init__(
        self, count: int, settings: Settings, path: Path | None, taken: socket, metrics: socket | None = None
    ) -> None:
        self._count = count
        self._settings = settings
        self._path = path
        self._taken = taken
        self._metrics = metrics
        self._running: list[SpawnProcess] = []
        self._is_ending = False
        self._code = 0
        self._heeded = {
            signal.SIGTERM: self._end,
            signal.SIGINT: self._end,
            signal.SIGHUP: self._reload,
            signal.SIGCHLD: self._look_after,
            signal.SIGALRM: self._kill,
        }

    def run(self) -> int:
        """Until all have ended. The exit code."""
        logs.configure(pretty=False)
        ensure_running()  # First, for as it starts it lets SIGTERM and SIGINT through again.
        signal.signal(signal.SIGCHLD, lambda *_: None)  # What nobody handles, some systems never keep for who waits.
        signal.pthread_sigmask(signal.SIG_BLOCK, self._heeded)
        with shared(self._metrics) as self._sharing:
            self._running = [self._started() for _ in range(self._count)]
            while self._running:
                sig = signal.sigwait(self._heeded)
                self._heeded[signal.Signals(sig)](sig)
        return self._code

    def _started(self) -> SpawnProcess:
        """With the configuration that was last found right, whatever the file says by now."""
        given = (self._settings, self._path, self._taken)
        started = get_context("spawn").Process(target=worker.work, args=given, daemon=True)
        started.start()
        return started

    def _end(self, sig: int) -> None:
        """Told twice, nobody is waited for."""
        if self._is_ending:
            self._code = BY_SIGNAL + sig
            self._kill(sig)
            return
        self._is_ending = True
        self._taken.close()  # Held by the workers alone, it is closed with theirs: who calls then is not left waiting.
        signal.alarm(self._settings.server.grace + BEYOND)
        for each in self._running:
            each.terminate()

    def _kill(self, sig: int) -> None:
        for each in self._running:
            each.kill()

    def _reload(self, sig: int) -> None:
        """What is wrong is told once, and no worker hears of it."""
        try:
            self._settings = changes.applied(self._settings, usable(self._path))
        except Unusable as error:
            refused(error)
            return
        for each in self._running:
            if each.pid:
                os.kill(each.pid, signal.SIGHUP)

    def _look_after(self, sig: int) -> None:
        """One that can't start says why; another like it could neither."""
        for each in [each for each in self._running if each.exitcode is not None]:
            self._running.remove(each)
            self._sharing.forget(each.pid)
            if self._is_ending:
                continue
            log.error("worker_died", pid=each.pid, exit_code=each.exitcode)
            if each.exitcode == STARTUP_FAILURE:
                self._code = STARTUP_FAILURE
                self._end(sig)
            else:
                self._running.append(self._started())
