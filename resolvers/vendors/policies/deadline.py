"""An operation's deadline, in a context variable: it limits all calls made for the operation."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, nullcontext
from contextvars import ContextVar
from math import inf
from typing import Any

_CURRENT: ContextVar["Deadline | None"] = ContextVar("deadline", default=None)


class Deadline:
    """`at`: in the event loop's time. `longest`: seconds that an operation has if its caller does not ask for less."""

    def __init__(self, at: float, longest: float = inf) -> None:
        self.at = at
        self.longest = longest
        self._limits: dict[asyncio.Timeout, tuple[float, float]] = {}

    def left(self) -> float:
        return max(0.0, self.at - asyncio.get_running_loop().time())

    def move(self, at: float) -> None:
        """Extends the deadline, also for the timeouts that run under it. Never shortens it."""
        if at <= self.at:
            return
        self.at = at
        for limit, (end, late) in self._limits.items():
            if not limit.expired():
                limit.reschedule(min(end, at + late))

    @asynccontextmanager
    async def cutting(self, end: float, late: float = 0.0) -> AsyncIterator[None]:
        """Raises TimeoutError at `end`, or `late` seconds after the deadline, whichever comes first."""
        first = min(end, self.at + late)
        if first <= asyncio.get_running_loop().time():
            raise TimeoutError  # asyncio cancels only at the next await, which may never come.
        async with asyncio.timeout_at(first) as limit:
            self._limits[limit] = end, late
            try:
                yield
            finally:
                del self._limits[limit]


def current() -> Deadline | None:
    return _CURRENT.get()


def left() -> float | None:
    """Seconds until the current deadline; None if there is none."""
    found = _CURRENT.get()
    return None if found is None else found.left()


def longest() -> float:
    """Seconds that an operation has if its caller does not ask for less; infinite without a deadline."""
    found = _CURRENT.get()
    return inf if found is None else found.longest


@contextmanager
def until(deadline: Deadline) -> Iterator[Deadline]:
    """Sets the deadline in this context, and for tasks started in it."""
    token = _CURRENT.set(deadline)
    try:
        yield deadline
    finally:
        _CURRENT.reset(token)


@contextmanager
def after(seconds: float, longest: float = inf) -> Iterator[Deadline]:
    """As `until`, with a new deadline in `seconds`."""
    with until(Deadline(asyncio.get_running_loop().time() + seconds, longest)) as deadline:
        yield deadline


def part(share: float) -> Deadline | None:
    """A deadline after this share of the time left, for a part of the operation. None without a current deadline."""
    found = _CURRENT.get()
    if found is None:
        return None
    return Deadline(asyncio.get_running_loop().time() + share * found.left(), found.longest)


@contextmanager
def under(deadline: Deadline | None) -> Iterator[None]:
    """As `until`; None keeps the current deadline."""
    with nullcontext() if deadline is None else until(deadline):
        yield


@contextmanager
def shared() -> Iterator[Deadline | None]:
    """Sets a copy of the current deadline, if any: a task that others join can be extended without its starter."""
    found = _CURRENT.get()
    if found is None:
        yield None
        return
    with until(Deadline(found.at, found.longest)) as own:
        yield own


@asynccontextmanager
async def cut_off(seconds: float | None, late: float = 0.0) -> AsyncIterator[None]:
    """Raises TimeoutError after `seconds`, or `late` seconds after the current deadline, whichever comes first."""
    end = inf if seconds is None else asyncio.get_running_loop().time() + seconds
    found = _CURRENT.get()
    cut: Any = asyncio.timeout_at(None if end == inf else end) if found is None else found.cutting(end, late)
    async with cut:
        yield
