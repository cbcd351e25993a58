"""Token buckets: operations take cost points, which come back over time."""

import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass

from cachetools import TLRUCache

MAX_BUCKETS = 100_000
"""A process forgets the least recently used beyond these; a forgotten bucket is full."""

ROUNDING = 1e-6


@dataclass(frozen=True)
class Bucket:
    """`name` identifies it. It holds `capacity` points and refills at `per_second`."""

    name: str
    capacity: float
    per_second: float

    def seconds(self, points: float) -> float:
        """How long it takes to refill `points`."""
        return points / self.per_second


@dataclass(frozen=True)
class Level:
    """`available`: points. `wait`: seconds until the requested points are available; 0 if they were taken."""

    available: float
    wait: float = 0.0

    @classmethod
    def of(cls, bucket: Bucket, until_full: float, refused: float = 0.0) -> "Level":
        """`until_full`: seconds; `refused`: points that were requested and not available."""
        available = max(0.0, bucket.capacity - until_full * bucket.per_second)
        return cls(available, bucket.seconds(refused - available) if refused else 0.0)


class Buckets(ABC):
    """Never raises: while a shared store is unavailable, every bucket is full."""

    @abstractmethod
    async def take(self, bucket: Bucket, points: float) -> Level:
        """All of the points or none."""

    @abstractmethod
    async def give_back(self, bucket: Bucket, points: float) -> Level:
        """Returns points that were taken and not spent."""


class InMemory(Buckets):
    """For one process. Of a bucket only the time is kept when it will be full; full ones are forgotten."""

    def __init__(self, now: Callable[[], float] = time.monotonic, most: int = MAX_BUCKETS) -> None:
        self._now = now
        self._full_at: TLRUCache[str, float] = TLRUCache(most, lambda name, full_at, now: full_at, now)

    async def take(self, bucket: Bucket, points: float) -> Level:
        before = self._until_full(bucket)
        after = before + bucket.seconds(points)
        if after > bucket.seconds(bucket.capacity) + ROUNDING:
            return Level.of(bucket, before, points)
        return self._set(bucket, after)

    async def give_back(self, bucket: Bucket, points: float) -> Level:
        return self._set(bucket, max(0.0, self._until_full(bucket) - bucket.seconds(points)))

    def _until_full(self, bucket: Bucket) -> float:
        now = self._now()
        return max(0.0, self._full_at.get(bucket.name, now) - now)

    def _set(self, bucket: Bucket, until_full: float) -> Level:
        self._full_at.pop(bucket.name, None)
        if until_full:
            self._full_at[bucket.name] = self._now() + until_full
        return Level.of(bucket, until_full)
