"""Lets the code that parses an answer tell the call it came from that the answer is unreadable."""

from collections.abc import Callable
from contextvars import ContextVar

from resolvers.errors import BackendFault

_LAST: ContextVar[tuple[str, str, Callable[[BackendFault], None]] | None] = ContextVar("last_call", default=None)


def of_call(backend: str, operation: str, told: Callable[[BackendFault], None]) -> None:
    """Remembers the last call of this task. `told`: called if its answer is unreadable."""
    _LAST.set((backend, operation, told))


def operation() -> str:
    """The last call's `Call.operation`; "" if there was no call."""
    last = _LAST.get()
    return "" if last is None else last[1]


def unreadable(fault: BackendFault) -> BackendFault:
    """Reports the fault to the backend's last call, and returns it to be raised."""
    last = _LAST.get()
    if last is not None and last[0] == fault.backend:
        last[2](fault)
    return fault
