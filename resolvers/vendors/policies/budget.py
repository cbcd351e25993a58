"""The retry budget, so that retries add little to the load of a vendor in trouble."""

from collections.abc import Callable

from resolvers.vendors.policies.window import RollingWindow

SPAN = 10.0
"""Seconds."""
SHARE = 0.2
LEAST = 3


class RetryBudget:
    """Within SPAN, retries may be SHARE of the calls, and at least LEAST. A retry does not count as a call."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._counts = RollingWindow(SPAN, 10, now)

    def called(self) -> None:
        self._counts.add("call")

    def not_called(self) -> None:
        """Takes back a call that was counted but never sent."""
        self._counts.add("call", -1)

    def take(self) -> bool:
        """Counts a retry. False if the budget is exhausted."""
        if self._counts.count("retry") + 1 > max(LEAST, SHARE * self._counts.count("call")):
            return False
        self._counts.add("retry")
        return True
