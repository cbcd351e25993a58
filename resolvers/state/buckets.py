"""Token buckets: cost points that are taken as operations are asked for, and come back as time goes by."""

import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass

from cachetools import TLRUCache

MOST = 100_000
"""Buckets that a process remembers; one that is not remembered is full."""

ROUNDING = 1e-6


@dataclass(frozen=True)
class Bucket:
    """`name`: equal for all who take from it. `capacity` in points, of which `per_second` come back."""

    name: str
    capacity: float
    per_second: float

    def seconds(self, points: float) -> float:
        """How long so many take to come back."""
        return points / self.per_second


@dataclass(frozen=True)
class Level:
    """`available` points. `wait`: seconds until what was asked for is there; 0 where it was taken."""

    available: float
    wait: float = 0.0

    @classmethod
    def of(cls, bucket: Bucket, emptied: float, refused: float = 0.0) -> "Level":
        """`emptied`: seconds until the bucket is full; `refused`: points that were not there."""
        available = max(0.0, bucket.capacity - emptied * bucket.per_second)
        return cls(available, bucket.seconds(refused - available) if refused else 0.0)


class Buckets(ABC):
    """Neither raises: where the others who count can't be asked, all is there."""

    @abstractmethod
    async def take(self, bucket: Bucket, points: float) -> Level:
        """All of them or none."""

    @abstractmethod
    async def give_back(self, bucket: Bucket, points: float) -> Level:
        """What was taken and not needed."""


class InMemory(Buckets):
    """Each of one process. What is kept of a bucket is when it will be full; one that is full is forgotten."""

    def __init__(self, now: Callable[[], float] = time.monotonic, most: int = MOST) -> None:
        self._now = now
        self._full: TLRUCache[str, float] = TLRUCache(most, lambda name, full, now: full, now)

    async def take(self, bucket: Bucket, points: float) -> Level:
        emptied = self._emptied(bucket)
        after = emptied + bucket.seconds(points)
        if after > bucket.seconds(bucket.capacity) + ROUNDING:
            return Level.of(bucket, emptied, points)
        return self._leave(bucket, after)

    async def give_back(self, bucket: Bucket, points: float) -> Level:
        return self._leave(bucket, max(0.0, self._emptied(bucket) - bucket.seconds(points)))

    def _emptied(self, bucket: Bucket) -> float:
        now = self._now()
        return max(0.0, self._full.get(bucket.name, now) - now)

    def _leave(self, bucket: Bucket, emptied: float) -> Level:
        self._full.pop(bucket.name, None)
        if emptied:
            self._full[bucket.name] = self._now() + emptied
        return Level.of(bucket, emptied)
