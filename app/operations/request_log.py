"""A line in the log for each operation: who asked for what, how it ended, and what it cost. Nothing of its content."""

import asyncio
import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

import structlog
from graphql import OperationDefinitionNode

from app.metrics import Metrics
from app.metrics.operations import Operations
from app.refusal import Formatted, Refusal
from resolvers.vendors.traffic import CANCELLED
from schema.errors import ErrorCode

log = structlog.get_logger(__name__)
LONGEST_NAME = 100


@dataclass
class Line:
    """What becomes known of an operation while it is carried out."""

    client: str
    operation: str | None = None
    kind: str | None = None
    sha256: str | None = None
    calls: Mapping[str, int] = field(default_factory=dict)
    codes: list[str] = field(default_factory=list)
    requested_cost: float | None = None
    actual_cost: float | None = None
    is_cancelled: bool = False

    def means(self, text: str, operation: OperationDefinitionNode) -> None:
        self.sha256 = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        self.operation = operation.name.value[:LONGEST_NAME] if operation.name else None
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
    except asyncio.CancelledError:
        told.is_cancelled = True
        raise
    finally:
        seconds = perf_counter() - begun
        log.info("operation", **_shown(told), milliseconds=round(seconds * 1000, 1))
        _counted(told, seconds, metrics.operations)


def _counted(told: Line, seconds: float, operations: Operations) -> None:
    codes = [*told.codes, CANCELLED] if told.is_cancelled else told.codes
    operations.ended(told.operation, told.kind, told.client, seconds, codes, told.requested_cost, told.actual_cost)


def _shown(told: Line) -> dict[str, Any]:
    shown = {
        "client": told.client,
        "operation": told.operation,
        "type": told.kind,
        "sha256": told.sha256,
        "calls": dict(told.calls),
        "codes": told.codes,
        "requested_cost": told.requested_cost,
        "actual_cost": told.actual_cost,
        "cancelled": told.is_cancelled or None,
    }
    return {name: value for name, value in shown.items() if value not in (None, {}, [])}
