"""What the gateway logs while a test runs."""

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog

from app import logs


class Log(io.StringIO):
    def lines(self, event: str | None = None) -> list[dict[str, Any]]:
        """All of them, or those of one event."""
        read = [json.loads(line) for line in self.getvalue().splitlines()]
        return [line for line in read if event in (None, line["event"])]


@contextmanager
def logged() -> Iterator[Log]:
    """From here on."""
    with as_before():
        log = Log()
        logs.configure(pretty=False, stream=log)
        yield log


@contextmanager
def as_before() -> Iterator[None]:
    """Logging is the process's: what is set up within ends with it."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    try:
        yield
    finally:
        root.handlers[:], root.level = handlers, level
        logging.captureWarnings(False)
        logging.getLogger("uvicorn.access").disabled = False
        for name in (*logs.SILENT_BELOW_WARNING, *logs.SILENT_BELOW_ERROR):
            logging.getLogger(name).setLevel(logging.NOTSET)
        structlog.reset_defaults()
