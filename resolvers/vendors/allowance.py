"""Limits on calls to backends: an allowance per operation, and a quota per question within it."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from resolvers.errors import Overspent


class Allowance:
    """One operation's limit of `most` calls to each backend.

    `made`: HTTP calls so far by backend, including retries. `charged`: calls without retries, which callers pay for.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._is_forgiven = False
        self.made: Counter[str] = Counter()
        self.charged: Counter[str] = Counter()

    def charge(self, backend: str) -> None:
        """Counts a call once, however often it is retried. Raises Overspent if the limit is reached."""
        if max(self.made[backend], self.charged[backend]) >= self._most:
            raise self._overspent(backend)
        if not self._is_forgiven:
            self.charged[backend] += 1

    def spend(self, backend: str) -> None:
        """Counts one HTTP call, a retry too. Raises Overspent if the limit is reached."""
        if self.made[backend] >= self._most:
            raise self._overspent(backend)
        self.made[backend] += 1

    def forgive(self) -> None:
        """Stops charging: a vendor broke a promise, at a cost that could not be estimated in advance."""
        self._is_forgiven = True

    def _overspent(self, backend: str) -> Overspent:
        return Overspent(
            backend, f"was called {self._most} times for this operation, which is the limit. Ask for less."
        )


class Quota:
    """The calls that one question may make, so that the cost estimated in advance is never exceeded.

    A question is a part of an operation that is estimated on its own, such as one object, or one list's pages.
    """

    __slots__ = ("left",)

    def __init__(self, calls: int = 0) -> None:
        self.left = calls

    def spend(self, backend: str) -> None:
        """Raises Overspent if none is left."""
        if self.left <= 0:
            raise Overspent(backend, "needs more calls for this field than the limit allows. Narrow the query.")
        self.left -= 1


_CURRENT: ContextVar[Allowance | None] = ContextVar("allowance", default=None)
_QUOTA: ContextVar[Quota | None] = ContextVar("quota", default=None)


@contextmanager
def granted(most: int) -> Iterator[Allowance]:
    """Limits all calls made in this context, and in tasks started in it."""
    allowance = Allowance(most)
    token = _CURRENT.set(allowance)
    try:
        yield allowance
    finally:
        _CURRENT.reset(token)


@contextmanager
def within(quota: Quota | None) -> Iterator[None]:
    """Counts the calls in this context towards this quota instead of the enclosing one. None: towards no quota."""
    token = _QUOTA.set(quota)
    try:
        yield
    finally:
        _QUOTA.reset(token)


def charge(backend: str) -> None:
    """Charges the current question and operation. Raises Overspent.

    Calls outside of any operation, such as those of `order-gateway check`, are unlimited.
    """
    quota, allowance = _QUOTA.get(), _CURRENT.get()
    if quota is not None:
        quota.spend(backend)
    if allowance is not None:
        allowance.charge(backend)


def spend(backend: str) -> None:
    """Counts one HTTP call of the current operation, if there is one. Raises Overspent."""
    allowance = _CURRENT.get()
    if allowance is not None:
        allowance.spend(backend)


def forgive() -> None:
    allowance = _CURRENT.get()
    if allowance is not None:
        allowance.forgive()
