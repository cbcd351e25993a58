"""How many calls may be made a second time, so that a vendor in trouble gets little more than its traffic."""

from collections.abc import Callable

from resolvers.vendors.policies.window import RollingWindow

SPAN = 10.0
SHARE = 0.2
LEAST = 3


class RetryBudget:
    """A fifth of the last ten seconds' calls, three at least. What is retried is no call of its own."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._counts = RollingWindow(SPAN, 10, now)

    def called(self) -> None:
        self._counts.add("call")

    def not_called(self) -> None:
        """What was counted as a call was none."""
        self._counts.add("call", -1)

    def take(self) -> bool:
        """False where it is used up."""
        if self._counts.count("retry") + 1 > max(LEAST, SHARE * self._counts.count("call")):
            return False
        self._counts.add("retry")
        return True
