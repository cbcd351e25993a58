"""The folder of the workers' metrics, in the environment variable that prometheus-client reads."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import parent_process
from pathlib import Path

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"


@contextmanager
def for_workers(directory: Path) -> Iterator[None]:
    """Sets it for workers that start while the context lasts: they read it when they import prometheus-client."""
    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = str(directory)
    try:
        yield
    finally:
        if before is None:
            del os.environ[VARIABLE]
        else:
            os.environ[VARIABLE] = before


def shared_directory() -> Path | None:
    """None if this process is not a worker."""
    directory = os.environ.get(VARIABLE)
    return Path(directory) if directory and parent_process() else None
