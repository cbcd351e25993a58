"""A rolling window of counts, kept in slices of time, so that memory does not grow with the traffic."""

from collections import Counter, deque
from collections.abc import Callable


class RollingWindow:
    """Counts what happened in the last `span` seconds, less up to one slice, as slices expire as a whole."""

    def __init__(self, span: float, slices: int, now: Callable[[], float]) -> None:
        self._length = span / slices
        self._kept = slices
        self._now = now
        self._slices: deque[tuple[int, Counter[str]]] = deque()

    def add(self, what: str, times: int = 1) -> None:
        number = self._current()
        if not self._slices or self._slices[-1][0] != number:
            self._slices.append((number, Counter()))
        self._slices[-1][1][what] += times

    def count(self, what: str) -> int:
        self._current()
        return sum(counted[what] for _, counted in self._slices)

    def clear(self) -> None:
        self._slices.clear()

    def _current(self) -> int:
        number = int(self._now() / self._length)
        while self._slices and self._slices[0][0] <= number - self._kept:
            self._slices.popleft()
        return number
