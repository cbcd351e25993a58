"""Rate limits: an operation's cost is taken from the caller's token bucket, which refills over time."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from math import ceil, floor
from typing import Any

import anyio

from app.refusal import Refusal, error
from resolvers.caller import Caller
from resolvers.state.buckets import Bucket, Buckets, Level
from schema.errors import ErrorCode

BURST = 20
"""Seconds: a full bucket holds what refills in this time, but at least what the dearest operation may cost."""


@dataclass
class Charge:
    """One operation's. `level`: without its estimated cost while it runs, without its actual cost afterwards."""

    bucket: Bucket
    level: Level

    def status(self) -> Mapping[str, float]:
        """In Shopify's format. Rounded so that waiting by these figures is always long enough."""
        return {
            "maximumAvailable": floor(self.bucket.capacity),
            "currentlyAvailable": floor(self.level.available),
            "restoreRate": self.bucket.per_second,
        }


class Throttle:
    """`dearest`: the highest cost an operation may have."""

    def __init__(self, buckets: Buckets, dearest: float) -> None:
        self._buckets = buckets
        self._dearest = dearest
        self._running: set[asyncio.Task[Level]] = set()

    @asynccontextmanager
    async def charged(self, caller: Caller, cost: float, spent: Callable[[], float]) -> AsyncIterator[Charge]:
        """Takes the estimated cost, and gives back what was not spent, however the operation ends.

        Raises a Refusal if the bucket does not hold enough. Without a rate limit, every operation has a full bucket.
        """
        if not caller.cost_per_second:
            yield Charge(Bucket("", self._dearest, self._dearest), Level(self._dearest))
            return
        charge = await self._taken(self._bucket(caller), cost)
        try:
            yield charge
        finally:
            charge.level = await self._finished(self._buckets.give_back(charge.bucket, max(0.0, cost - spent())))

    async def _taken(self, bucket: Bucket, cost: float) -> Charge:
        taking = self._started(self._buckets.take(bucket, cost))
        try:
            level = await asyncio.shield(taking)
        except asyncio.CancelledError:
            await self._finished(self._put_back(bucket, cost, taking))
            raise
        if level.wait:
            raise _too_often(max(1, ceil(level.wait)))
        return Charge(bucket, level)

    async def _put_back(self, bucket: Bucket, cost: float, taking: "asyncio.Task[Level]") -> Level:
        """For a client that disconnected meanwhile: the server took the cost, and nobody will use it."""
        level = await taking
        return level if level.wait else await self._buckets.give_back(bucket, cost)

    async def _finished(self, change: Coroutine[Any, Any, Level]) -> Level:
        """Even if the client has disconnected. An operation of a batch is cancelled repeatedly, and does not wait."""
        task = self._started(change)
        with anyio.CancelScope(shield=True):
            await asyncio.shield(task)
        return task.result()

    def _started(self, change: Coroutine[Any, Any, Level]) -> "asyncio.Task[Level]":
        task = asyncio.create_task(change)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return task

    def _bucket(self, caller: Caller) -> Bucket:
        return Bucket(caller.identity, max(self._dearest, caller.cost_per_second * BURST), caller.cost_per_second)


def _too_often(seconds: int) -> Refusal:
    message = f"The rate limit is exceeded; retry in {seconds} s."
    formatted = error(message, ErrorCode.RATE_LIMITED, retryAfterSeconds=seconds)
    return Refusal([formatted], 429, is_http=False, retry_after=seconds)
