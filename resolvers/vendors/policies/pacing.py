"""Paces calls to a backend: by its configured rate, and by the pauses that the vendor asks for."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from math import inf
from typing import Any, Literal
from weakref import WeakValueDictionary

from resolvers.vendors.policies.clock import Clock
from resolvers.vendors.policies.flow import OWN, Flow
from resolvers.vendors.policies.turns import Patience, Rate, SharedTurns, Turns

LONGEST = 3600.0
"""Seconds: the longest pause, even if the vendor asks for more."""
NEWS = 1.0
"""Seconds within which a backend without a rate learns that its vendor asked another process for a pause."""
MOST_SAID = 2.0**31 - 1
"""Seconds: more than this would not fit in a GraphQL Int."""
EPOCH_LIKE = 1e9
"""Vendors send X-RateLimit-Reset as Unix time, if it is larger than this, or as seconds from now."""


class Lane(asyncio.Lock):
    """First come, first served. `waiting`: how many wait."""

    waiting = 0

    async def acquire(self) -> Literal[True]:
        self.waiting += 1
        try:
            return await super().acquire()
        finally:
            self.waiting -= 1


class Pace:
    """Each call needs a turn; in no period are there more than the rate allows.

    Each caller waits for one turn at a time, and its operations queue for that with one call each: none can reserve
    the turns of the others.

    `rate`: "10/s", "600/min", "5000/h"; "" is unlimited. `left()`: seconds until the caller's deadline; None: none.
    `shared`: turns shared with other processes.
    """

    def __init__(
        self, rate: str, clock: Clock, left: Callable[[], float | None], shared: SharedTurns | None = None
    ) -> None:
        self._rate = Rate.read(rate)
        self._own = Turns(self._rate, clock.now)
        self._shared = shared
        self._clock = clock
        self._left = left
        self._queue = asyncio.Lock()
        self._operations: WeakValueDictionary[Flow, Lane] = WeakValueDictionary()
        self._callers: WeakValueDictionary[str, Lane] = WeakValueDictionary()
        self._asked_at = -inf

    async def turn(self, flow: Flow = OWN) -> None:
        """Waits for a turn. Raises TooFast as soon as it is known that it would come after the deadline.

        Without a deadline, it also raises TooFast if the vendor has asked for a pause.
        """
        async with self._operations.setdefault(flow, Lane()):
            lane = self._callers.setdefault(flow.caller, Lane())
            self._own.wait(self._patience(), self._ahead(lane))
            async with lane:
                async with self._queue:  # First come, first served.
                    wait = await self._wait()
                if wait > 0:
                    await self._sleep(wait)

    async def _sleep(self, seconds: float) -> None:
        """If it is cancelled, its turn is for others: a caller who leaves and returns must not take one each time."""
        until = self._clock.now() + seconds
        try:
            await self._clock.sleep(seconds)
        except asyncio.CancelledError:
            self._own.give_back(until)
            raise

    def _ahead(self, lane: Lane) -> int:
        """The turns that those who wait already will take before one who joins this lane now."""
        return sum(min(each.waiting, lane.waiting) for each in self._callers.values())

    async def closed_for(self, seconds: float) -> None:
        """Pauses all calls, as the vendor asks for."""
        seconds = min(seconds, LONGEST)
        self._own.close(seconds)
        if self._shared is not None:
            await self._shared.close(seconds)

    async def _wait(self) -> float:
        if self._shared is None or self._own.has_given_back:
            return self._own.take(self._patience())
        if self._rate is None:
            return await self._unless_closed(self._shared)
        wait = await self._taken(self._shared.take(self._rate, self._patience()))
        if wait is None:
            return self._own.take(self._patience())
        self._own.took(wait)
        return wait

    async def _taken(self, turn: Coroutine[Any, Any, float | None]) -> float | None:
        """If it is cancelled, the store may have given the turn all the same: it is for others, as in `_sleep`."""
        taking = asyncio.create_task(turn)
        try:
            return await asyncio.shield(taking)
        except asyncio.CancelledError:
            taking.add_done_callback(self._give_back)
            raise

    def _give_back(self, taking: "asyncio.Task[float | None]") -> None:
        if taking.cancelled() or taking.exception() or (wait := taking.result()) is None:
            return
        self._own.took(wait)
        self._own.give_back(self._clock.now() + wait)

    async def _unless_closed(self, shared: SharedTurns) -> float:
        """Without a rate, only pauses are shared; they are asked for at most once per NEWS."""
        if self._clock.now() >= self._asked_at + NEWS:
            self._asked_at = self._clock.now()
            self._own.close(await shared.closed())
        return self._own.take(self._patience())

    def _patience(self) -> Patience:
        left = self._left()
        return Patience(inf if left is None else left, closed=left or 0.0)


def wait_asked_for(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds, by Retry-After (seconds or an HTTP date), or without that by X-RateLimit-Reset. None if unreadable."""
    value = headers.get("retry-after", "").strip()
    wait = _seconds(value, now) if value else _until_reset(headers, now)
    return None if wait is None else min(wait, MOST_SAID)


def used_up(headers: Mapping[str, str]) -> bool:
    """Whether the vendor's quota is exhausted."""
    return headers.get("x-ratelimit-remaining", "").strip() == "0"


def _seconds(value: str, now: datetime) -> float | None:
    return float(value) if value.isdecimal() else _until_date(value, now)


def _until_date(value: str, now: datetime) -> float | None:
    try:
        at = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at
    return max(0.0, (at - now).total_seconds())


def _until_reset(headers: Mapping[str, str], now: datetime) -> float | None:
    value = headers.get("x-ratelimit-reset", "").strip()
    if not value.isdecimal() or len(value) > 12:
        return None
    seconds = float(value)
    return max(0.0, seconds - now.timestamp()) if seconds > EPOCH_LIKE else seconds
