"""Which calls are made again, and when: reads alone, after what may pass, never beyond the operation's deadline."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from resolvers.errors import BackendFault, CircuitOpen, NeverSent, NoTurn, Overloaded, RateLimited, Unavailable
from resolvers.vendors.policies.budget import RetryBudget
from resolvers.vendors.policies.clock import Clock

T = TypeVar("T")
MOST = 2
FIRST_WAIT = 0.1
LONGEST_WAIT = 2.0
"""Seconds, of a caller without a deadline."""
PASSING = frozenset({None, 502, 503, 504})
"""Statuses that may be another the next time; None: the connection broke."""

REFUSED = (CircuitOpen, Overloaded, NoTurn)
"""The vendor was asked nothing, so nothing may be asked of it again."""


class Retries:
    """`left()`: seconds that the caller still has, None where it said nothing. `chance()`: from 0 to 1, for the jitter.

    Without a deadline nobody waits as long as a vendor asks for.
    """

    def __init__(
        self, budget: RetryBudget, clock: Clock, chance: Callable[[], float], left: Callable[[], float | None]
    ) -> None:
        self._budget = budget
        self._clock = clock
        self._chance = chance
        self._left = left
        self.made = 0

    async def run(self, call: Callable[[], Awaitable[T]]) -> T:
        self._budget.called()
        for again in range(MOST):
            try:
                return await call()
            except BackendFault as fault:
                if not again and isinstance(fault, REFUSED):
                    self._budget.not_called()
                wait = self._wait(fault, again)
                if wait is None or not self._budget.take():
                    raise
            self.made += 1
            await self._clock.sleep(wait)
        return await call()

    def _wait(self, fault: BackendFault, again: int) -> float | None:
        """Seconds, by full jitter behind what the vendor asks for; None: not again."""
        if not _may_pass(fault):
            return None
        left = self._left()
        jitter = self._chance() * FIRST_WAIT * 2**again
        wait = (fault.retry_after or 0.0) + jitter
        most = LONGEST_WAIT if left is None else left
        return wait if wait < most else None


def _may_pass(fault: BackendFault) -> bool:
    if isinstance(fault, RateLimited):
        return fault.retry_after is not None
    return type(fault) in (Unavailable, NeverSent) and fault.http_status in PASSING
