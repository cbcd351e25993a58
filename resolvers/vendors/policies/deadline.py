"""Until when an operation may go on: seen by every call made for it, moved on by whoever joins a call."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, nullcontext
from contextvars import ContextVar
from math import inf
from typing import Any

_CURRENT: ContextVar["Deadline | None"] = ContextVar("deadline", default=None)


class Deadline:
    """`at`: in the event loop's time. `operation`: whose it is, equal for all that is done for one operation.

    `longest`: seconds that an operation gets where its caller does not ask for less.
    """

    def __init__(self, at: float, operation: object | None = None, longest: float = inf) -> None:
        self.at = at
        self.operation = operation or self
        self.longest = longest
        self._limits: dict[asyncio.Timeout, tuple[float, float]] = {}

    def left(self) -> float:
        return max(0.0, self.at - asyncio.get_running_loop().time())

    def move(self, at: float) -> None:
        """Later, for what runs under it already as well; never earlier."""
        if at <= self.at:
            return
        self.at = at
        for limit, (end, late) in self._limits.items():
            if not limit.expired():
                limit.reschedule(min(end, at + late))

    @asynccontextmanager
    async def cutting(self, end: float, late: float = 0.0) -> AsyncIterator[None]:
        """Raises TimeoutError at `end` or so late after the deadline, whichever comes first."""
        first = min(end, self.at + late)
        if first <= asyncio.get_running_loop().time():
            raise TimeoutError  # asyncio would let pass what needs no waiting.
        async with asyncio.timeout_at(first) as limit:
            self._limits[limit] = end, late
            try:
                yield
            finally:
                del self._limits[limit]


def current() -> Deadline | None:
    return _CURRENT.get()


def left() -> float | None:
    """Seconds; None where nobody said."""
    found = _CURRENT.get()
    return None if found is None else found.left()


def longest() -> float:
    """Seconds that an operation gets here at most, whatever this one's caller asked for."""
    found = _CURRENT.get()
    return inf if found is None else found.longest


@contextmanager
def until(deadline: Deadline) -> Iterator[Deadline]:
    """For all that is started in here."""
    token = _CURRENT.set(deadline)
    try:
        yield deadline
    finally:
        _CURRENT.reset(token)


@contextmanager
def after(seconds: float, longest: float = inf) -> Iterator[Deadline]:
    with until(Deadline(asyncio.get_running_loop().time() + seconds, longest=longest)) as deadline:
        yield deadline


def part(share: float) -> Deadline | None:
    """One after so much of what is left, for a part of the operation that others wait for; None where there is none."""
    found = _CURRENT.get()
    if found is None:
        return None
    return Deadline(asyncio.get_running_loop().time() + share * found.left(), found.operation, found.longest)


@contextmanager
def under(deadline: Deadline | None) -> Iterator[None]:
    """As `until`; None leaves what there is."""
    with nullcontext() if deadline is None else until(deadline):
        yield


@contextmanager
def shared() -> Iterator[Deadline | None]:
    """What is started in here has a deadline of its own, as far off, which others who wait for it may move on."""
    found = _CURRENT.get()
    if found is None:
        yield None
        return
    with until(Deadline(found.at, found.operation, found.longest)) as own:
        yield own


@asynccontextmanager
async def cut_off(seconds: float | None, late: float = 0.0) -> AsyncIterator[None]:
    """Raises TimeoutError after so many seconds, or so late after the current deadline. None: at the latter alone."""
    end = inf if seconds is None else asyncio.get_running_loop().time() + seconds
    found = _CURRENT.get()
    cut: Any = asyncio.timeout_at(None if end == inf else end) if found is None else found.cutting(end, late)
    async with cut:
        yield
