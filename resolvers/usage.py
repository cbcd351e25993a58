"""What one operation cost upstream, backend by backend."""

from collections import defaultdict
from contextvars import ContextVar
from dataclasses import asdict, dataclass


@dataclass
class Use:
    """One backend's. `deduplicated`: asked before in this operation; `cached`: known to the process already.

    `milliseconds`: of all calls together, also those that ran side by side.
    """

    calls: int = 0
    deduplicated: int = 0
    cached: int = 0
    rows_read: int = 0
    rows_kept: int = 0
    milliseconds: float = 0.0


class Usage:
    """One operation's, by backend."""

    def __init__(self) -> None:
        self._by_backend: defaultdict[str, Use] = defaultdict(Use)

    def of(self, backend: str) -> Use:
        return self._by_backend[backend]

    def shown(self) -> list[dict[str, object]]:
        """As `extensions.upstream` shows it."""
        return [
            {"backend": backend, **{_camel(name): _round(value) for name, value in asdict(use).items()}}
            for backend, use in sorted(self._by_backend.items())
        ]


CURRENT: ContextVar[Usage | None] = ContextVar("usage", default=None)
"""The running operation's; calls that belong to none, such as a check's, are counted nowhere."""


def of(backend: str) -> Use:
    """The running operation's use of a backend."""
    usage = CURRENT.get()
    return Use() if usage is None else usage.of(backend)


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)


def _round(value: object) -> object:
    return round(value, 1) if isinstance(value, float) else value
