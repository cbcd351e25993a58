"""Turns to call a backend within a rate, counted by this process alone or shared by all processes."""

import re
from abc import ABC, abstractmethod
from bisect import insort
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

RATE = re.compile(r"(?P<calls>[1-9][0-9]{0,4})/(?P<unit>s|min|h)")
UNIT = {"s": 1.0, "min": 60.0, "h": 3600.0}


class TooFast(Exception):
    """The next turn comes too late for the caller. `seconds`: until that turn."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass(frozen=True)
class Rate:
    """At most `calls` in any `stretch` of so many seconds."""

    calls: int
    stretch: float

    @classmethod
    def read(cls, text: str) -> "Rate | None":
        """From "10/s", "600/min", "5000/h"; None, unlimited, from ""."""
        found = RATE.fullmatch(text)
        return cls(int(found["calls"]), UNIT[found["unit"]]) if found else None


@dataclass(frozen=True)
class Patience:
    """Seconds: a wait this long or longer is too long. `closed`: for the end of a pause that the vendor asked for."""

    turn: float
    closed: float


class Turns:
    """This process's turns. `now()`: monotonic seconds."""

    def __init__(self, rate: Rate | None, now: Callable[[], float]) -> None:
        self._stretch = rate.stretch if rate else 0.0
        self._calls = rate.calls if rate else 1
        self._taken: deque[float] = deque(maxlen=self._calls)
        self._given_back: list[float] = []
        self._closed_until = 0.0
        self._now = now

    def take(self, patience: Patience) -> float:
        """Takes the next turn and returns the seconds until then. If it is too late, takes none and raises TooFast."""
        wait = self.wait(patience)
        if self._given_back:
            del self._given_back[0]
        else:
            self.took(wait)
        return wait

    def wait(self, patience: Patience, ahead: int = 0) -> float:
        """Seconds until the turn after the next `ahead` ones. Raises TooFast if it is too late."""
        closed = max(0.0, self._closed_until - self._now())
        if closed and closed >= patience.closed:
            raise TooFast(closed)
        wait = max(closed, self._until(ahead))
        if wait and wait >= patience.turn:
            raise TooFast(wait)
        return wait

    def _until(self, ahead: int) -> float:
        self._drop_missed()
        if ahead < len(self._given_back):
            return self._given_back[ahead] - self._now()
        return self._until_new(len(self._taken) + ahead - len(self._given_back))

    def _until_new(self, turn: int) -> float:
        """Seconds until this turn, where turn 0 is the oldest of `_taken`."""
        stretches, place = divmod(turn, self._calls)
        if place >= len(self._taken):
            return stretches * self._stretch
        again = max(0.0, self._taken[place] + self._stretch - self._now())
        return again + (stretches - 1) * self._stretch

    def took(self, wait: float) -> None:
        """Records a turn in `wait` seconds, whether this process gave it or SharedTurns did."""
        self._taken.append(self._now() + wait)

    def give_back(self, at: float) -> None:
        """A turn that was taken for a time to come is not needed: the next one to take a turn gets it."""
        insort(self._given_back, at)

    @property
    def has_given_back(self) -> bool:
        self._drop_missed()
        return bool(self._given_back)

    def _drop_missed(self) -> None:
        """Turns given back that can't be used any more, because a turn is for its own time only."""
        earliest = max(self._now(), self._closed_until)
        self._given_back = [at for at in self._given_back if at >= earliest]

    def close(self, seconds: float) -> None:
        """Gives no turn for so many seconds from now."""
        self._closed_until = max(self._closed_until, self._now() + seconds)


class SharedTurns(ABC):
    """One backend's turns, shared by all processes. While the store fails, each process counts its own."""

    @abstractmethod
    async def take(self, rate: Rate, patience: Patience) -> float | None:
        """As Turns.take; None if the store fails."""

    @abstractmethod
    async def closed(self) -> float:
        """Seconds until the pause that the vendor asked for ends; 0: none."""

    @abstractmethod
    async def close(self, seconds: float) -> None:
        """Tells all processes to pause for so many seconds."""


Sharing = Callable[[str], SharedTurns | None]
"""Returns the shared turns of a backend, by its id; None: not shared."""


def alone(backend: str) -> None:
    """Shares no turns: each process counts its own."""
