"""How many calls one operation may make to each backend, and each of its questions; and which of them it pays for."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from resolvers.errors import Overspent


class Allowance:
    """One operation's. `made`: the calls so far, by backend, retries among them; `charged`: without those."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._is_forgiven = False
        self.made: Counter[str] = Counter()
        self.charged: Counter[str] = Counter()

    def charge(self, backend: str) -> None:
        """Counts what is asked, however often it has to be. Raises Overspent in place of one too many."""
        if max(self.made[backend], self.charged[backend]) >= self._most:
            raise self._overspent(backend)
        if not self._is_forgiven:
            self.charged[backend] += 1

    def spend(self, backend: str) -> None:
        """Counts one call. Raises Overspent in place of one too many."""
        if self.made[backend] >= self._most:
            raise self._overspent(backend)
        self.made[backend] += 1

    def forgive(self) -> None:
        """From now on nothing is charged: a vendor broke its word, and what that costs nobody could tell before."""
        self._is_forgiven = True

    def _overspent(self, backend: str) -> Overspent:
        return Overspent(
            backend, f"was called {self._most} times for this operation, which is the limit. Ask for less."
        )


class Quota:
    """What one question may take, so that what was told of its cost before it was asked stays true."""

    __slots__ = ("left",)

    def __init__(self, calls: int = 0) -> None:
        self.left = calls

    def spend(self, backend: str) -> None:
        if self.left <= 0:
            raise Overspent(backend, "needs more calls for this field than the limit allows. Narrow the query.")
        self.left -= 1


_CURRENT: ContextVar[Allowance | None] = ContextVar("allowance", default=None)
_QUOTA: ContextVar[Quota | None] = ContextVar("quota", default=None)


@contextmanager
def granted(most: int) -> Iterator[Allowance]:
    """To all that is started in here."""
    allowance = Allowance(most)
    token = _CURRENT.set(allowance)
    try:
        yield allowance
    finally:
        _CURRENT.reset(token)


@contextmanager
def within(quota: Quota | None) -> Iterator[None]:
    """Whatever is asked in here is a part of that question, and of none around it."""
    token = _QUOTA.set(quota)
    try:
        yield
    finally:
        _QUOTA.reset(token)


def charge(backend: str) -> None:
    """To the running question and operation; what belongs to none, such as a check, is free."""
    quota, allowance = _QUOTA.get(), _CURRENT.get()
    if quota is not None:
        quota.spend(backend)
    if allowance is not None:
        allowance.charge(backend)


def spend(backend: str) -> None:
    """From the running operation's; what belongs to none, such as a check, is not counted."""
    allowance = _CURRENT.get()
    if allowance is not None:
        allowance.spend(backend)


def forgive() -> None:
    allowance = _CURRENT.get()
    if allowance is not None:
        allowance.forgive()
