"""Retries reads after transient faults, with exponential backoff and full jitter, within the deadline."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from resolvers.errors import (
    BackendFault,
    CircuitOpen,
    NeverSent,
    NoTime,
    Overloaded,
    Overspent,
    RateLimited,
    Unavailable,
    Unsupported,
)
from resolvers.vendors.policies.budget import RetryBudget
from resolvers.vendors.policies.clock import Clock

T = TypeVar("T")
MOST = 2
"""Retries per call."""
FIRST_WAIT = 0.1
"""Seconds: the longest first backoff; it doubles with each retry."""
LONGEST_WAIT = 2.0
"""Seconds that a caller without a deadline waits at most."""
PASSING = frozenset({None, 502, 503, 504})
"""Statuses of transient faults; None: the connection failed."""

REFUSED = (CircuitOpen, Overloaded, NoTime, Overspent, Unsupported)
"""Faults of calls that the gateway did not make; so is RateLimited, if it has no status."""


class Retries:
    """`chance()`: a random number from 0 to 1, for the jitter. `left()`: seconds until the deadline; None: none."""

    def __init__(
        self, budget: RetryBudget, clock: Clock, chance: Callable[[], float], left: Callable[[], float | None]
    ) -> None:
        self._budget = budget
        self._clock = clock
        self._chance = chance
        self._left = left
        self.made = 0

    async def run(self, call: Callable[[], Awaitable[T]]) -> T:
        """Raises the last BackendFault if no retry is left."""
        self._budget.called()
        for retry in range(MOST):
            try:
                return await call()
            except BackendFault as fault:
                if not retry and _was_refused(fault):
                    self._budget.not_called()
                wait = self._wait(fault, retry)
                if wait is None or not self._budget.take():
                    raise
            self.made += 1
            await self._clock.sleep(wait)
        return await call()

    def _wait(self, fault: BackendFault, retry: int) -> float | None:
        """Seconds: what the vendor asks for, plus the jitter. None: no retry."""
        if not _is_transient(fault):
            return None
        left = self._left()
        jitter = self._chance() * FIRST_WAIT * 2**retry
        wait = (fault.retry_after or 0.0) + jitter
        most = LONGEST_WAIT if left is None else left
        return wait if wait < most else None


def _was_refused(fault: BackendFault) -> bool:
    """Whether the vendor was not called, so that the call does not count towards the retry budget."""
    return isinstance(fault, REFUSED) or (isinstance(fault, RateLimited) and fault.http_status is None)


def _is_transient(fault: BackendFault) -> bool:
    if isinstance(fault, RateLimited):
        return fault.retry_after is not None
    return type(fault) in (Unavailable, NeverSent) and fault.http_status in PASSING
