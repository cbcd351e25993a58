"""What the process says of itself: JSON lines on stderr, or lines for a person's eyes; ours and uvicorn's alike."""

import logging
import sys
from typing import Any, TextIO

import structlog
from structlog.typing import Processor

# For uvicorn.run and uvicorn.Config: its logs are ours, and a request's line is written by us, without its address.
# Whose X-Forwarded-For is believed is the configuration's to say; uvicorn believes every process of the machine.
UVICORN: dict[str, Any] = {"log_config": None, "access_log": False, "proxy_headers": False}

# They write addresses at INFO, with what was searched for in the query.
SILENT_BELOW_WARNING = ("httpx", "httpcore")

# It writes what a caller sent for a trace context, where that is none, at WARNING.
SILENT_BELOW_ERROR = ("opentelemetry",)

SHARED: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


def configure(pretty: bool, stream: TextIO | None = None) -> None:
    """Once a process, before the first line; each of uvicorn's workers is a process of its own."""
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
    # Not dict_tracebacks: it writes the frames' local variables, where secrets and customers are.
    return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]


def _for_eyes(stream: TextIO) -> list[Processor]:
    # Not the default formatter, for the same reason.
    plain = structlog.dev.plain_traceback
    return [structlog.dev.ConsoleRenderer(colors=stream.isatty(), exception_formatter=plain)]
