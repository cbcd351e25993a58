"""How many calls one operation may make to each backend."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from resolvers.errors import Overspent


class Allowance:
    """One operation's. `made`: the calls so far, by backend, retries among them."""

    def __init__(self, most: int) -> None:
        self._most = most
        self.made: Counter[str] = Counter()

    def spend(self, backend: str) -> None:
        """Counts one call. Raises Overspent in place of one too many."""
        if self.made[backend] >= self._most:
            raise Overspent(backend, f"was called {self._most} times for this operation, which is the limit.")
        self.made[backend] += 1


_CURRENT: ContextVar[Allowance | None] = ContextVar("allowance", default=None)


@contextmanager
def granted(most: int) -> Iterator[Allowance]:
    """To all that is started in here."""
    allowance = Allowance(most)
    token = _CURRENT.set(allowance)
    try:
        yield allowance
    finally:
        _CURRENT.reset(token)


def spend(backend: str) -> None:
    """From the running operation's; what belongs to none, such as a check, is not counted."""
    allowance = _CURRENT.get()
    if allowance is not None:
        allowance.spend(backend)
