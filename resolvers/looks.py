"""How often what the process remembers was looked for, and was there."""

from collections import Counter
from typing import TypeVar

T = TypeVar("T")


class Looks:
    """`counts`: by the memory's name, the backend, and whether it was there."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, str, bool]] = Counter()

    def hit(self, memory: str, backend: str) -> None:
        self.counts[memory, backend, True] += 1

    def missed(self, memory: str, backend: str) -> None:
        self.counts[memory, backend, False] += 1

    def found(self, memory: str, backend: str, what: T | None) -> T | None:
        """What was looked for, and found unless it is None."""
        self.counts[memory, backend, what is not None] += 1
        return what
