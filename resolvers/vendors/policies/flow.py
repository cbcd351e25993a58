"""The flow of calls, as fair queuing calls it: one operation of one caller, in a context variable."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple


class Flow(NamedTuple):
    """Backends are shared fairly among callers, and a caller's share among its operations.

    `caller`: its identity. `operation`: any object that is the operation's alone.
    """

    caller: str
    operation: object


OWN = Flow("", None)
"""Of calls outside of any operation, such as those of `order-gateway check`."""
_CURRENT: ContextVar[Flow] = ContextVar("flow", default=OWN)


def current() -> Flow:
    return _CURRENT.get()


@contextmanager
def of(caller: str) -> Iterator[Flow]:
    """A new operation of the caller, for the calls in this context, and in tasks started in it."""
    flow = Flow(caller, object())
    token = _CURRENT.set(flow)
    try:
        yield flow
    finally:
        _CURRENT.reset(token)
