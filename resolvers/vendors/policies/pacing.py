"""How fast a backend may be asked: its configured rate, and what it says itself when it has enough."""

import re
from collections import deque
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from resolvers.vendors.policies.clock import Clock

RATE = re.compile(r"(?P<calls>[1-9][0-9]{0,4})/(?P<unit>s|min|h)")
UNIT = {"s": 1.0, "min": 60.0, "h": 3600.0}
LONGEST = 3600.0
EPOCH_LIKE = 1e9
"""A reset beyond this is an instant, below it seconds from now: vendors write either."""


class TooFast(Exception):
    """`seconds`: until the next call may be made, longer than the caller has."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Pace:
    """One turn for each caller, in the order of asking; never more calls in any stretch of time than the rate says.

    `rate`: "10/s", "600/min", "5000/h"; "" is as fast as one likes. `left()`: seconds that the caller still has.
    """

    def __init__(self, rate: str, clock: Clock, left: Callable[[], float | None]) -> None:
        found = RATE.fullmatch(rate)
        self._stretch = UNIT[found["unit"]] if found else 0.0
        self._turns: deque[float] = deque(maxlen=int(found["calls"]) if found else 1)
        self._clock = clock
        self._left = left
        self._closed_until = 0.0

    async def turn(self) -> None:
        """Raises TooFast at once where the turn comes too late for the caller. None waits for a vendor without end."""
        now, left = self._clock.now(), self._left()
        closed = self._closed_until - now
        if closed > 0 and closed >= (left or 0.0):
            raise TooFast(closed)
        at = self._next(max(now, self._closed_until))
        if left is not None and at - now >= left > 0:
            raise TooFast(at - now)
        self._turns.append(at)
        if at > now:
            await self._clock.sleep(at - now)

    def closed_for(self, seconds: float) -> None:
        """The vendor said that it takes no call for so long."""
        self._closed_until = max(self._closed_until, self._clock.now() + min(seconds, LONGEST))

    def _next(self, earliest: float) -> float:
        is_full = len(self._turns) == self._turns.maxlen
        return max(earliest, self._turns[0] + self._stretch) if is_full else earliest


def wait_asked_for(headers: Mapping[str, str], now: datetime) -> float | None:
    """Retry-After, in seconds or as an HTTP date; else X-RateLimit-Reset; None where neither can be read."""
    said = headers.get("retry-after", "").strip()
    if said.isdecimal():
        return float(said)
    return _until_date(said, now) if said else _until_reset(headers, now)


def used_up(headers: Mapping[str, str]) -> bool:
    """Whether this answer was the last of the vendor's quota."""
    return headers.get("x-ratelimit-remaining", "").strip() == "0"


def _until_date(said: str, now: datetime) -> float | None:
    try:
        at = parsedate_to_datetime(said)
    except ValueError:
        return None
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at
    return max(0.0, (at - now).total_seconds())


def _until_reset(headers: Mapping[str, str], now: datetime) -> float | None:
    said = headers.get("x-ratelimit-reset", "").strip()
    if not said.isdecimal() or len(said) > 12:
        return None
    seconds = float(said)
    return max(0.0, seconds - now.timestamp()) if seconds > EPOCH_LIKE else seconds
