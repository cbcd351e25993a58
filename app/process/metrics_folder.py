"""The temporary folder in which workers keep their metrics: each supervisor has its own."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fcntl import LOCK_EX, LOCK_NB, LOCK_SH, flock
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

PREFIX = "order-gateway-metrics-"
MINUTE = 60
"""Seconds. A younger folder may not be locked yet."""


@contextmanager
def made(within: Path | None = None) -> Iterator[Path]:
    """While the context lasts. Removes those of supervisors that were killed. `within`: by default the system's."""
    _remove_abandoned(within or Path(gettempdir()))
    with TemporaryDirectory(prefix=PREFIX, dir=within, ignore_cleanup_errors=True) as name, held(Path(name)):
        yield Path(name)


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """While the context lasts, or the process, nobody takes the folder for abandoned."""
    with _locked(folder, LOCK_SH):
        yield


def _remove_abandoned(within: Path) -> None:
    for folder in within.glob(f"{PREFIX}*"):
        with suppress(OSError):
            if time.time() - folder.stat().st_mtime > MINUTE:
                _remove(folder)


def _remove(folder: Path) -> None:
    """Raises OSError if somebody holds it, or it belongs to another user."""
    with _locked(folder, LOCK_EX | LOCK_NB):
        shutil.rmtree(folder)


@contextmanager
def _locked(folder: Path, how: int) -> Iterator[None]:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        flock(descriptor, how)
        yield
    finally:
        os.close(descriptor)
