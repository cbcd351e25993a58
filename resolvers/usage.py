"""What one operation used of each backend."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass

from resolvers.vendors.capabilities import camel


@dataclass
class Use:
    """One backend's. `deduplicated`: requests repeated within the operation. `cached`: requests served from a cache.

    `milliseconds`: the sum over all calls, also of concurrent ones.
    """

    deduplicated: int = 0
    cached: int = 0
    rows_read: int = 0
    rows_kept: int = 0
    milliseconds: float = 0.0


class Usage:
    """One operation's, by backend. `listed`: the number of orders and customers returned from lists."""

    def __init__(self) -> None:
        self.listed = 0
        self._by_backend: defaultdict[str, Use] = defaultdict(Use)

    def of(self, backend: str) -> Use:
        return self._by_backend[backend]

    def shown(self, calls: Mapping[str, int]) -> list[dict[str, object]]:
        """The entries of `extensions.upstream`. `calls`: number of calls, by backend."""
        return [
            {"backend": backend, "calls": calls.get(backend, 0), **_shown(self._by_backend[backend])}
            for backend in sorted({*calls, *self._by_backend})
        ]


CURRENT: ContextVar[Usage | None] = ContextVar("usage", default=None)
"""The running operation's. Calls outside of an operation, such as a check's, are not counted."""


@contextmanager
def counted() -> Iterator[Usage]:
    """For everything that is started inside the block."""
    usage = Usage()
    token = CURRENT.set(usage)
    try:
        yield usage
    finally:
        CURRENT.reset(token)


def of(backend: str) -> Use:
    """The running operation's use of a backend; outside of an operation, a Use that is discarded."""
    usage = CURRENT.get()
    return Use() if usage is None else usage.of(backend)


def listed(things: int) -> None:
    """Adds to the number of orders and customers that the running operation returns from lists."""
    usage = CURRENT.get()
    if usage is not None:
        usage.listed += things


def _shown(use: Use) -> dict[str, object]:
    return {camel(name): _round(value) for name, value in asdict(use).items()}


def _round(value: object) -> object:
    return round(value, 1) if isinstance(value, float) else value
