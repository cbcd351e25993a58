"""Whether the process was told to end, and how much time it has left."""

import time
from collections.abc import Callable


class Ending:
    """Begins once. For `drain` seconds requests are still taken; it is over `grace` seconds after its beginning."""

    def __init__(self, drain: float, grace: float, now: Callable[[], float] = time.monotonic) -> None:
        self._drain = min(drain, grace)
        self._grace = grace
        self._now = now
        self._begun: float | None = None

    @property
    def has_begun(self) -> bool:
        return self._begun is not None

    def begin(self) -> None:
        self._begun = self._now()

    def is_drained(self) -> bool:
        """Nobody can still take the process for ready."""
        return self._begun is not None and self._now() >= self._begun + self._drain

    def left(self) -> float:
        """Seconds, 0 at least."""
        if self._begun is None:
            return self._grace
        return max(0.0, self._begun + self._grace - self._now())
