"""The bulkhead: limits concurrent calls to a backend, and queues others fairly."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from resolvers.vendors.policies.flow import Flow
from resolvers.vendors.policies.round_robin import RoundRobin


class Full(Exception):
    """The queue is full."""


class Bulkhead:
    """At most `places` concurrent calls and `queue` waiting ones: round robin by caller, then by operation."""

    def __init__(self, places: int, queue: int) -> None:
        self._free = places
        self._queue = queue
        self._waiting: RoundRobin[asyncio.Future[None]] = RoundRobin()
        self.waits = 0

    @asynccontextmanager
    async def place(self, flow: Flow) -> AsyncIterator[None]:
        """Holds a place, after waiting for one if necessary. Raises Full at once if the queue is full."""
        if self._free:
            self._free -= 1
        else:
            await self._wait(flow)
        try:
            yield
        finally:
            self._release()

    async def _wait(self, flow: Flow) -> None:
        if self.waits >= self._queue:
            raise Full
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(*flow, waiter)
        self.waits += 1
        try:
            await waiter
        except asyncio.CancelledError:
            self._give_up(flow, waiter)
            raise

    def _give_up(self, flow: Flow, waiter: "asyncio.Future[None]") -> None:
        """Removes a cancelled waiter. If it was just given a place, that is passed on."""
        if self._waiting.remove(*flow, waiter):
            self.waits -= 1
        elif not waiter.cancelled():
            self._release()

    def _release(self) -> None:
        """Gives the place to the next waiter. Cancelled ones, queued until their task runs, are skipped."""
        while self._waiting:
            waiter = self._waiting.take()
            self.waits -= 1
            if not waiter.done():
                waiter.set_result(None)
                return
        self._free += 1
