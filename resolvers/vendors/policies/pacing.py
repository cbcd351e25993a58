"""How fast a backend may be asked: its configured rate, and what it says itself when it has enough."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from math import inf
from weakref import WeakKeyDictionary

from resolvers.vendors.policies.clock import Clock
from resolvers.vendors.policies.turns import Patience, Rate, SharedTurns, Turns

LONGEST = 3600.0
"""Seconds that a vendor is left alone at most, whatever it asks for."""
NEWS = 1.0
"""Seconds: a backend without a rate hears no later than that what its vendor said to another process."""
MOST_SAID = 2.0**31 - 1
"""Seconds: what a vendor asks for beyond this, a client's Int does not hold."""
EPOCH_LIKE = 1e9
"""A reset beyond this is an instant, below it seconds from now: vendors write either."""


class Pace:
    """One turn for each call; never more calls in any stretch of time than the rate says.

    Operations take turns: each waits for one at a time, so that whoever wants many leaves the others theirs.

    `rate`: "10/s", "600/min", "5000/h"; "" is as fast as one likes. `left()`: seconds that the caller still has.
    `shared`: where other processes take their turns too.
    """

    def __init__(
        self, rate: str, clock: Clock, left: Callable[[], float | None], shared: SharedTurns | None = None
    ) -> None:
        self._rate = Rate.read(rate)
        self._own = Turns(self._rate, clock.now)
        self._shared = shared
        self._clock = clock
        self._left = left
        self._line = asyncio.Lock()
        self._lines: WeakKeyDictionary[object, asyncio.Lock] = WeakKeyDictionary()
        self._heard = -inf

    async def turn(self, operation: object | None = None) -> None:
        """Raises TooFast at once where the turn comes too late for the caller. None waits for a vendor without end."""
        async with self._lines.setdefault(operation or self, asyncio.Lock()):
            async with self._line:  # First come, first served.
                wait = await self._wait()
            if wait > 0:
                await self._clock.sleep(wait)

    async def closed_for(self, seconds: float) -> None:
        """The vendor said that it takes no call for so long."""
        seconds = min(seconds, LONGEST)
        self._own.close(seconds)
        if self._shared is not None:
            await self._shared.close(seconds)

    async def _wait(self) -> float:
        if self._shared is None:
            return self._own.take(self._patience())
        if self._rate is None:
            return await self._unless_closed(self._shared)
        wait = await self._shared.take(self._rate, self._patience())
        if wait is None:
            return self._own.take(self._patience())
        self._own.took(wait)
        return wait

    async def _unless_closed(self, shared: SharedTurns) -> float:
        if self._clock.now() >= self._heard + NEWS:
            self._heard = self._clock.now()
            self._own.close(await shared.closed())
        return self._own.take(self._patience())

    def _patience(self) -> Patience:
        left = self._left()
        return Patience(inf if left is None else left, closed=left or 0.0)


def wait_asked_for(headers: Mapping[str, str], now: datetime) -> float | None:
    """Retry-After, in seconds or as an HTTP date; else X-RateLimit-Reset; None where neither can be read."""
    said = headers.get("retry-after", "").strip()
    wait = _seconds(said, now) if said else _until_reset(headers, now)
    return None if wait is None else min(wait, MOST_SAID)


def used_up(headers: Mapping[str, str]) -> bool:
    """Whether this answer was the last of the vendor's quota."""
    return headers.get("x-ratelimit-remaining", "").strip() == "0"


def _seconds(said: str, now: datetime) -> float | None:
    return float(said) if said.isdecimal() else _until_date(said, now)


def _until_date(said: str, now: datetime) -> float | None:
    try:
        at = parsedate_to_datetime(said)
    except (ValueError, OverflowError):
        return None
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at
    return max(0.0, (at - now).total_seconds())


def _until_reset(headers: Mapping[str, str], now: datetime) -> float | None:
    said = headers.get("x-ratelimit-reset", "").strip()
    if not said.isdecimal() or len(said) > 12:
        return None
    seconds = float(said)
    return max(0.0, seconds - now.timestamp()) if seconds > EPOCH_LIKE else seconds
