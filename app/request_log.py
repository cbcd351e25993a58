"""A line in the log for each operation: who asked for what, how it ended, and what it cost. Nothing of its content."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

import structlog
from graphql import OperationDefinitionNode

from app.metrics import Metrics
from app.refusal import Formatted, Refusal
from schema.errors import ErrorCode

log = structlog.get_logger(__name__)


@dataclass
class Line:
    """What becomes known of an operation while it is carried out."""

    client: str
    operation: str | None = None
    kind: str | None = None
    sha256: str | None = None
    calls: Mapping[str, int] = field(default_factory=dict)
    codes: list[str] = field(default_factory=list)

    def means(self, text: str, operation: OperationDefinitionNode) -> None:
        self.sha256 = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        self.operation = operation.name.value if operation.name else None
        self.kind = operation.operation.value

    def failed(self, errors: list[Formatted]) -> None:
        self.codes = sorted({error["extensions"]["code"] for error in errors})


@contextmanager
def line(client: str, metrics: Metrics) -> Iterator[Line]:
    """Written, and counted, as the operation ends, however it does."""
    told, begun = Line(client), perf_counter()
    try:
        yield told
    except Refusal as refusal:
        told.failed(refusal.errors)
        raise
    except Exception:
        told.codes = [ErrorCode.INTERNAL.name]
        raise
    finally:
        seconds = perf_counter() - begun
        log.info("operation", **_shown(told), milliseconds=round(seconds * 1000, 1))
        metrics.operation(told.operation, told.kind, told.client, seconds, told.codes, told.calls)


def _shown(told: Line) -> dict[str, Any]:
    shown = {
        "client": told.client,
        "operation": told.operation,
        "type": told.kind,
        "sha256": told.sha256,
        "calls": dict(told.calls),
        "codes": told.codes,
    }
    return {name: value for name, value in shown.items() if value not in (None, {}, [])}
