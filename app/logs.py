"""Logging on stderr: JSON lines, or lines for a terminal; the gateway's own and uvicorn's alike."""

import logging
import sys
from typing import Any, TextIO

import structlog
from structlog.typing import Processor

# For uvicorn.Config: its logs go through ours, and its access log, which contains URLs, is replaced by our own.
# Proxies are trusted by our configuration; uvicorn would trust every process on the machine.
UVICORN: dict[str, Any] = {"log_config": None, "access_log": False, "proxy_headers": False}

# They log URLs at INFO, with search terms in the query string.
SILENT_BELOW_WARNING = ("httpx", "httpcore")

# It logs invalid trace contexts, which are callers' input, at WARNING.
SILENT_BELOW_ERROR = ("opentelemetry",)

SHARED: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


def configure(pretty: bool, stream: TextIO | None = None) -> None:
    """Once per process, before the first line."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.PositionalArgumentsFormatter(),
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    _to(stream or sys.stderr, pretty)
    logging.getLogger("uvicorn.access").disabled = True
    for name in SILENT_BELOW_WARNING:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in SILENT_BELOW_ERROR:
        logging.getLogger(name).setLevel(logging.ERROR)


def _to(stream: TextIO, pretty: bool) -> None:
    handler = logging.StreamHandler(stream)
    rendering = _for_eyes(stream) if pretty else _as_json()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=SHARED,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *rendering],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    logging.captureWarnings(True)


def _as_json() -> list[Processor]:
    # Not dict_tracebacks: it logs local variables, with secrets and personal data.
    return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]


def _for_eyes(stream: TextIO) -> list[Processor]:
    # Not the default formatter, for the same reason.
    plain = structlog.dev.plain_traceback
    return [structlog.dev.ConsoleRenderer(colors=stream.isatty(), exception_formatter=plain)]
