"""Who may call when: turns within a rate, counted by this process alone or by all that call the backend."""

import re
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

RATE = re.compile(r"(?P<calls>[1-9][0-9]{0,4})/(?P<unit>s|min|h)")
UNIT = {"s": 1.0, "min": 60.0, "h": 3600.0}


class TooFast(Exception):
    """`seconds`: until the next call may be made, longer than the caller has."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass(frozen=True)
class Rate:
    """So many `calls` in any `stretch` of so many seconds."""

    calls: int
    stretch: float

    @classmethod
    def read(cls, text: str) -> "Rate | None":
        """From "10/s", "600/min", "5000/h"; "" is as fast as one likes."""
        found = RATE.fullmatch(text)
        return cls(int(found["calls"]), UNIT[found["unit"]]) if found else None


@dataclass(frozen=True)
class Patience:
    """Seconds: what has to be waited for so long, or longer, comes too late. `closed`: for a vendor that takes none."""

    turn: float
    closed: float


class Turns:
    """This process's own. `now()`: seconds that only grow."""

    def __init__(self, rate: Rate | None, now: Callable[[], float]) -> None:
        self._stretch = rate.stretch if rate else 0.0
        self._taken: deque[float] = deque(maxlen=rate.calls if rate else 1)
        self._closed_until = 0.0
        self._now = now

    def take(self, patience: Patience) -> float:
        """Seconds until it comes. Raises TooFast where that is too late, and then nothing is taken."""
        now = self._now()
        closed = max(0.0, self._closed_until - now)
        if closed and closed >= patience.closed:
            raise TooFast(closed)
        is_full = len(self._taken) == self._taken.maxlen
        wait = max(closed, self._taken[0] + self._stretch - now if is_full else 0.0)
        if wait and wait >= patience.turn:
            raise TooFast(wait)
        self.took(wait)
        return wait

    def took(self, wait: float) -> None:
        """A turn that comes after so many seconds, whoever gave it."""
        self._taken.append(self._now() + wait)

    def close(self, seconds: float) -> None:
        """No turn comes earlier."""
        self._closed_until = max(self._closed_until, self._now() + seconds)


class SharedTurns(ABC):
    """One backend's, among all processes that call it. Whoever counts them may be gone: then each has its own."""

    @abstractmethod
    async def take(self, rate: Rate, patience: Patience) -> float | None:
        """Seconds until the turn comes; None where nobody counts. Raises TooFast, and then nothing is taken."""

    @abstractmethod
    async def closed(self) -> float:
        """For how many seconds no turn comes."""

    @abstractmethod
    async def close(self, seconds: float) -> None:
        """Tells the others."""


Sharing = Callable[[str], SharedTurns | None]
"""By a backend's id; None: this process shares them with nobody."""


def alone(backend: str) -> None:
    """Each process for itself."""
