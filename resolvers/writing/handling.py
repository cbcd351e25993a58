"""What every write goes through: seen through to its end, what it made stale forgotten, and a line in the log."""

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
"""Seconds beyond the deadline: a call that is cut off by it says itself how the write ended."""
UNDER_WAY = "The write is still under way, and how it ends is not known yet."

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Asked:
    """What a caller asked to be written. `backend`: None where it is none of ours."""

    operation: str
    backend: str | None
    key: str | None = None


async def handle(context: Context, asked: Asked, work: Coroutine[Any, Any, Ending]) -> Ending:
    """The work goes on to its end though the caller leaves, or has no time left."""
    try:
        async with deadline.cut_off(None, LATE):
            return await context.gateway.desk.see_through(_whole(context, asked, work))
    except TimeoutError:
        return endings.unknown(UNDER_WAY)
    finally:
        freshness.begin_anew(context)


async def _whole(context: Context, asked: Asked, work: Coroutine[Any, Any, Ending]) -> Ending:
    timer = context.gateway.desk.timer
    began = timer()
    ending = await work
    if ending.touched and asked.backend is not None:
        await freshness.wrote(context.gateway, asked.backend)
    log_it(context.caller.name, asked, ending, timer() - began)
    return ending


def log_it(caller: str, asked: Asked, ending: Ending, seconds: float) -> None:
    """Names and keys alone: nothing of what was written, for that is about people."""
    log.info(
        "write",
        operation=asked.operation,
        caller=caller,
        backend=asked.backend,
        key=asked.key,
        natural_key=ending.natural and f"{ending.natural.name}={ending.natural.value}",
        order=ending.vendor_id,
        outcome=ending.outcome.name,
        code=ending.code,
        is_replay=ending.is_replay,
        duration_ms=round(seconds * 1000),
    )
