"""What every write goes through: it runs to its end, outdates caches, and is logged."""

from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

import structlog

from resolvers import freshness
from resolvers.context import Context
from resolvers.vendors.policies import deadline
from resolvers.writing import endings
from resolvers.writing.endings import Ending

LATE = 0.05
"""Seconds beyond the deadline: a call that the deadline cuts off can still report how the write ended."""
IN_PROGRESS = "The write is still in progress, and its outcome is not known yet."

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Write:
    """What a caller asked for. `backend`: None if there is no such backend."""

    operation: str
    backend: str | None
    key: str | None = None


async def handle(context: Context, write: Write, work: Coroutine[Any, Any, Ending]) -> Ending:
    """The work goes on if the caller disconnects or its deadline passes. After the deadline it is not begun."""
    if deadline.left() == 0:
        work.close()
        _log(context.caller.name, write, ending := endings.too_late(), 0.0)
        return ending
    try:
        async with deadline.cut_off(None, LATE):
            return await context.gateway.writing.run_to_end(_finish(context, write, work))
    except TimeoutError:
        return endings.unknown(IN_PROGRESS)
    finally:
        context.begin_anew()


async def _finish(context: Context, write: Write, work: Coroutine[Any, Any, Ending]) -> Ending:
    timer = context.gateway.writing.timer
    began = timer()
    ending = await work
    if ending.touched and write.backend is not None:
        await freshness.wrote(context.gateway, write.backend)
    _log(context.caller.name, write, ending, timer() - began)
    return ending


def _log(caller: str, write: Write, ending: Ending, seconds: float) -> None:
    """Names and keys only: the input may contain personal data."""
    log.info(
        "write",
        operation=write.operation,
        caller=caller,
        backend=write.backend,
        key=write.key,
        natural_key=ending.natural and f"{ending.natural.name}={ending.natural.value}",
        order=ending.vendor_id,
        outcome=ending.outcome.name,
        code=ending.code,
        is_replay=ending.is_replay,
        duration_ms=round(seconds * 1000),
    )
