"""What each process that serves does: alone, or as one of several workers."""

import os
import signal
from functools import partial
from multiprocessing import parent_process
from pathlib import Path
from socket import socket
from threading import Thread

from app import logs
from app.process import shutdown
from app.process.ending import Ending
from app.process.lasting import Lasting
from app.process.reloading import Reloading
from app.process.usable import usable
from app.settings import Settings


def serve(settings: Settings, path: Path | None, taken: socket) -> int:
    """The exit code. `path`: what SIGHUP makes it read again."""
    logs.configure(pretty=False)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGHUP})  # Until it can be heeded: told too early, it would die.
    ending = Ending(settings.server.drain, settings.server.grace)
    app = Reloading(settings, partial(usable, path), Lasting(settings, ending=ending))
    return shutdown.serve(app, ending, taken)


def work(settings: Settings, path: Path | None, taken: socket) -> None:
    """As a worker: SIGINT, which a terminal sends to all of them, stays held back as the supervisor has it."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    Thread(target=_end_with_the_supervisor, daemon=True).start()
    raise SystemExit(serve(settings, path, taken))


def _end_with_the_supervisor() -> None:
    """However it ends: else its workers would hold the port against the next."""
    if supervisor := parent_process():
        supervisor.join()
        os.kill(os.getpid(), signal.SIGTERM)
