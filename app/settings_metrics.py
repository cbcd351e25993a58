"""Where workers write their counts: told through the environment, by a variable that prometheus-client reads itself."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import parent_process
from pathlib import Path

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"


@contextmanager
def workers_told(directory: Path) -> Iterator[None]:
    """Those that start while the context lasts; it is read as they import prometheus-client."""
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
    """In a worker, the one it was told of; None in a process that is alone."""
    told = os.environ.get(VARIABLE)
    return Path(told) if told and parent_process() else None
