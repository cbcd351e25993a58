"""How many calls a backend gets at once, and who is next: operations take turns, whatever each asks for."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager


class Full(Exception):
    """Too many wait already."""


class Bulkhead:
    """`places` calls at once and `queue` that wait. Those who wait go in turns by operation, each in its own order."""

    def __init__(self, places: int, queue: int) -> None:
        self._free = places
        self._queue = queue
        self._waiting: OrderedDict[Hashable, deque[asyncio.Future[None]]] = OrderedDict()
        self.waits = 0

    @asynccontextmanager
    async def place(self, operation: Hashable) -> AsyncIterator[None]:
        """Raises Full at once where the queue is."""
        if self._free:
            self._free -= 1
        else:
            await self._wait(operation)
        try:
            yield
        finally:
            self._leave()

    async def _wait(self, operation: Hashable) -> None:
        if self.waits >= self._queue:
            raise Full
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(operation, deque()).append(turn)
        self.waits += 1
        try:
            await turn
        except asyncio.CancelledError:
            self._forget(operation, turn)
            raise

    def _forget(self, operation: Hashable, turn: "asyncio.Future[None]") -> None:
        """Whoever was called up on leaving hands the place on."""
        if turn.done() and not turn.cancelled():
            self._leave()
            return
        line = self._waiting.get(operation)
        if line is None or turn not in line:
            return  # Passed over on leaving.
        line.remove(turn)
        self.waits -= 1
        if not line:
            del self._waiting[operation]

    def _leave(self) -> None:
        """To the next who still waits: one that was cancelled stands in line until its task has run."""
        while self._waiting:
            turn = self._next()
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1

    def _next(self) -> "asyncio.Future[None]":
        operation, line = next(iter(self._waiting.items()))
        turn = line.popleft()
        self.waits -= 1
        if line:
            self._waiting.move_to_end(operation)
        else:
            del self._waiting[operation]
        return turn
