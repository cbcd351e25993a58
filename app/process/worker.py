"""A process that serves: alone, or as one of several workers."""

import gc
import os
import signal
from functools import partial
from multiprocessing import parent_process
from pathlib import Path
from socket import socket
from threading import Thread

from app import logs
from app.ending import Ending
from app.process import descriptors, shutdown
from app.process.connections import Config
from app.process.reloading import Reloading
from app.process.usable import usable
from app.resources import Resources
from app.settings import Settings


def serve(settings: Settings, path: Path | None, taken: socket) -> int:
    """Returns the exit code. `path`: the file that SIGHUP rereads."""
    gc.freeze()  # The modules stay: no full collection needs to look through them again, which takes 70 ms.
    descriptors.allow_all()
    logs.configure(pretty=False)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGHUP})  # Until Reloading handles it: by default it would kill.
    ending = Ending(settings.server.drain, settings.server.grace)
    app = Reloading(settings, partial(usable, path), Resources(settings, ending=ending))
    return shutdown.serve(Config(app, settings.server, lifespan="on"), ending, taken)


def work(settings: Settings, path: Path | None, taken: socket) -> None:
    """In a worker. SIGINT, which a terminal sends to all processes, stays blocked: the supervisor handles it."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    Thread(target=_end_with_the_supervisor, daemon=True).start()
    raise SystemExit(serve(settings, path, taken))


def _end_with_the_supervisor() -> None:
    """However that ends: its workers would keep the port from the next one."""
    if supervisor := parent_process():
        supervisor.join()
        os.kill(os.getpid(), signal.SIGTERM)
