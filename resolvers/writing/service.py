"""What all writes of a process share, and the tasks they run in."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self, TypeVar

from resolvers.state.store import Store
from resolvers.vendors.base import Vendor, utc_now
from resolvers.writing import steps
from resolvers.writing.steps import Times

T = TypeVar("T")

LEASE = 60.0
TTL = 7 * 24 * 3600.0


@dataclass(frozen=True)
class WriteService:
    """`lease` and `ttl` in seconds. A write runs to its end even if nobody waits for it any more."""

    store: Store
    lease: float = LEASE
    ttl: float = TTL
    now: Callable[[], datetime] = utc_now
    timer: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    _running: set["asyncio.Task[Any]"] = field(default_factory=set)

    def times(self, vendor: Vendor) -> Times:
        return steps.times(self.lease, self.ttl, vendor.config.timeout)

    async def run_to_end(self, work: Coroutine[Any, Any, T]) -> T:
        """If the caller is cancelled, the work goes on."""
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._finished)
        return await asyncio.shield(task)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        """Waits for writes in progress."""
        await asyncio.gather(*self._running, return_exceptions=True)

    def _finished(self, task: "asyncio.Task[Any]") -> None:
        self._running.discard(task)
        if not task.cancelled():
            task.exception()  # Retrieved, or asyncio would log that nobody did.
