"""Whether the process is shutting down, and how much time it has left."""

import time
from collections.abc import Callable


class Ending:
    """After it has begun, requests are accepted for `drain` more seconds; after `grace` seconds it is over."""

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
        """Whether load balancers have had time to notice."""
        return self._begun is not None and self._now() >= self._begun + self._drain

    def left(self) -> float:
        """Seconds, at least 0."""
        if self._begun is None:
            return self._grace
        return max(0.0, self._begun + self._grace - self._now())
