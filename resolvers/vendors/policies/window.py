"""What was counted in the last so many seconds, kept in slices, so that memory does not grow with the traffic."""

from collections import Counter, deque
from collections.abc import Callable


class RollingWindow:
    """A slice is forgotten as a whole, `span` seconds after it began, or up to a slice's length earlier."""

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
