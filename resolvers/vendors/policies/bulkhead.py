"""The bulkhead: limits concurrent calls to a backend, and queues others fairly among operations."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager


class Full(Exception):
    """The queue is full."""


class Bulkhead:
    """At most `places` concurrent calls and `queue` waiting ones: round robin by operation, each of which is FIFO."""

    def __init__(self, places: int, queue: int) -> None:
        self._free = places
        self._queue = queue
        self._waiting: OrderedDict[Hashable, deque[asyncio.Future[None]]] = OrderedDict()
        self.waits = 0

    @asynccontextmanager
    async def place(self, operation: Hashable) -> AsyncIterator[None]:
        """Holds a place, after waiting for one if necessary. Raises Full at once if the queue is full."""
        if self._free:
            self._free -= 1
        else:
            await self._wait(operation)
        try:
            yield
        finally:
            self._release()

    async def _wait(self, operation: Hashable) -> None:
        if self.waits >= self._queue:
            raise Full
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(operation, deque()).append(waiter)
        self.waits += 1
        try:
            await waiter
        except asyncio.CancelledError:
            self._remove(operation, waiter)
            raise

    def _remove(self, operation: Hashable, waiter: "asyncio.Future[None]") -> None:
        """Removes a cancelled waiter. If it was just given a place, that is passed on."""
        if waiter.done() and not waiter.cancelled():
            self._release()
            return
        waiters = self._waiting.get(operation)
        if waiters is None or waiter not in waiters:
            return  # _release has removed it.
        waiters.remove(waiter)
        self.waits -= 1
        if not waiters:
            del self._waiting[operation]

    def _release(self) -> None:
        """Gives the place to the next waiter. Cancelled ones, queued until their task runs, are skipped."""
        while self._waiting:
            waiter = self._next()
            if not waiter.done():
                waiter.set_result(None)
                return
        self._free += 1

    def _next(self) -> "asyncio.Future[None]":
        operation, waiters = next(iter(self._waiting.items()))
        waiter = waiters.popleft()
        self.waits -= 1
        if waiters:
            self._waiting.move_to_end(operation)
        else:
            del self._waiting[operation]
        return waiter
