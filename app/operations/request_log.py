"""One log line for each operation: who sent it, how it ended, and what it cost. Nothing of its content."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

import structlog
from graphql import OperationDefinitionNode

from app.metrics import Metrics
from app.metrics.operations import Operations
from app.operations.cost import Cost
from app.refusal import Formatted, Refusal
from resolvers.vendors.traffic import CANCELLED
from schema.errors import ErrorCode

log = structlog.get_logger(__name__)
LONGEST_NAME = 100


@dataclass
class Line:
    """What becomes known of an operation while it runs."""

    client: str
    cost: Cost
    operation: str | None = None
    kind: str | None = None
    sha256: str | None = None
    codes: list[str] = field(default_factory=list)
    is_cancelled: bool = False

    @property
    def requested_cost(self) -> int | None:
        return self.cost.requested or None

    @property
    def actual_cost(self) -> int | None:
        return self.cost.actual if self.cost.has_begun else None

    def set_operation(self, sha256: str, operation: OperationDefinitionNode) -> None:
        self.sha256 = sha256
        self.operation = operation.name.value[:LONGEST_NAME] if operation.name else None
        self.kind = operation.operation.value

    def failed(self, errors: list[Formatted]) -> None:
        self.codes = sorted({error["extensions"]["code"] for error in errors})


@contextmanager
def logged(client: str, cost: Cost, metrics: Metrics) -> Iterator[Line]:
    """Written and counted when the operation ends, however it ends."""
    line, started = Line(client, cost), perf_counter()
    try:
        yield line
    except Refusal as refusal:
        line.failed(refusal.errors)
        raise
    except Exception:
        line.codes = [ErrorCode.INTERNAL.name]
        raise
    except asyncio.CancelledError:
        line.is_cancelled = True
        raise
    finally:
        seconds = perf_counter() - started
        log.info("operation", **_shown(line), milliseconds=round(seconds * 1000, 1))
        _counted(line, seconds, metrics.operations)


def _counted(line: Line, seconds: float, operations: Operations) -> None:
    codes = [*line.codes, CANCELLED] if line.is_cancelled else line.codes
    operations.ended(line.operation, line.kind, line.client, seconds, codes, line.requested_cost, line.actual_cost)


def _shown(line: Line) -> dict[str, Any]:
    shown = {
        "client": line.client,
        "operation": line.operation,
        "type": line.kind,
        "sha256": line.sha256,
        "calls": dict(line.cost.calls.made),
        "codes": line.codes,
        "requested_cost": line.requested_cost,
        "actual_cost": line.actual_cost,
        "cancelled": line.is_cancelled or None,
    }
    return {name: value for name, value in shown.items() if value not in (None, {}, [])}
