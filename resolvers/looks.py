"""Counts cache hits and misses."""

from collections import Counter
from typing import TypeVar

T = TypeVar("T")


class Looks:
    """`counts`: lookups by cache name, backend, and whether they were hits."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, str, bool]] = Counter()

    def hit(self, memory: str, backend: str) -> None:
        self.counts[memory, backend, True] += 1

    def missed(self, memory: str, backend: str) -> None:
        self.counts[memory, backend, False] += 1

    def found(self, memory: str, backend: str, what: T | None) -> T | None:
        """Counts a hit, or a miss if `what` is None, and returns `what`."""
        self.counts[memory, backend, what is not None] += 1
        return what
