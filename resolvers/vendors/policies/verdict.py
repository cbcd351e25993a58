"""What became of the call made last, told by whoever reads its answer: it was sent, but it can't be read."""

from collections.abc import Callable
from contextvars import ContextVar

from resolvers.errors import BackendFault

_LAST: ContextVar[tuple[str, str, Callable[[BackendFault], None]] | None] = ContextVar("last_call", default=None)


def of_call(backend: str, operation: str, told: Callable[[BackendFault], None]) -> None:
    """Remembered for whoever reads the answer, in the same task."""
    _LAST.set((backend, operation, told))


def operation() -> str:
    """What was asked in the last call, as far as calls are told apart; empty where there was none."""
    last = _LAST.get()
    return "" if last is None else last[1]


def unreadable(fault: BackendFault) -> BackendFault:
    """Blames the backend's last call, and gives the fault back to be raised."""
    last = _LAST.get()
    if last is not None and last[0] == fault.backend:
        last[2](fault)
    return fault
