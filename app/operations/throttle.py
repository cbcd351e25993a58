"""How often a caller may ask: an operation's cost is taken from a bucket that fills again as time goes by."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from math import ceil, floor
from typing import Any

import anyio

from app.refusal import Refusal, error
from resolvers.caller import Quota
from resolvers.state.buckets import Bucket, Buckets, Level
from schema.errors import ErrorCode

BURST = 20
"""Seconds: a full bucket holds what comes back in so many, and no less than the dearest operation may cost."""


@dataclass
class Charge:
    """One operation's. `level` is, before it ran, without its whole cost, and then without what it really cost."""

    bucket: Bucket
    level: Level

    def status(self) -> Mapping[str, float]:
        """As Shopify's clients know it. Rounded so that who waits for a cost by it has waited long enough."""
        return {
            "maximumAvailable": floor(self.bucket.capacity),
            "currentlyAvailable": floor(self.level.available),
            "restoreRate": self.bucket.per_second,
        }


class Throttle:
    """`dearest`: what an operation may cost at most."""

    def __init__(self, buckets: Buckets, dearest: float) -> None:
        self._buckets = buckets
        self._dearest = dearest
        self._going_on: set[asyncio.Task[Level]] = set()

    @asynccontextmanager
    async def charged(self, quota: Quota | None, cost: float, spent: Callable[[], float]) -> AsyncIterator[Charge]:
        """Takes the cost that was estimated, and gives back what of it was not spent, however the operation ends.

        Raises a Refusal where so much is not there. Who has no quota has a full bucket for each operation.
        """
        if quota is None:
            yield Charge(Bucket("", self._dearest, self._dearest), Level(self._dearest))
            return
        charge = await self._taken(self._bucket(quota), cost)
        try:
            yield charge
        finally:
            charge.level = await self._to_its_end(self._buckets.give_back(charge.bucket, max(0.0, cost - spent())))

    async def _taken(self, bucket: Bucket, cost: float) -> Charge:
        taking = self._begun(self._buckets.take(bucket, cost))
        try:
            level = await asyncio.shield(taking)
        except asyncio.CancelledError:
            await self._to_its_end(self._put_back(bucket, cost, taking))
            raise
        if level.wait:
            raise _too_often(max(1, ceil(level.wait)))
        return Charge(bucket, level)

    async def _put_back(self, bucket: Bucket, cost: float, taking: "asyncio.Task[Level]") -> Level:
        """For a client that left while it was taken: the server took it, and nobody is there to use it."""
        level = await taking
        return level if level.wait else await self._buckets.give_back(bucket, cost)

    async def _to_its_end(self, change: Coroutine[Any, Any, Level]) -> Level:
        """Also for a client that has left. Of a batch each operation is cancelled over and over: it does not wait."""
        task = self._begun(change)
        with anyio.CancelScope(shield=True):
            await asyncio.shield(task)
        return task.result()

    def _begun(self, change: Coroutine[Any, Any, Level]) -> "asyncio.Task[Level]":
        task = asyncio.create_task(change)
        self._going_on.add(task)
        task.add_done_callback(self._going_on.discard)
        return task

    def _bucket(self, quota: Quota) -> Bucket:
        return Bucket(quota.name, max(self._dearest, quota.cost_per_second * BURST), quota.cost_per_second)


def quota(kind: str, name: str, cost_per_second: float) -> Quota | None:
    """Of a client, a token's subject or an address, none of which is another that is called the same."""
    return Quota(f"{kind}:{name}", cost_per_second) if cost_per_second else None


def waits(body: Mapping[str, Any]) -> list[int]:
    """Of an answer that was refused for asking too often: after how many seconds to ask again."""
    found = [error["extensions"] for error in body.get("errors", ())]
    return [each["retryAfterSeconds"] for each in found if each["code"] == ErrorCode.RATE_LIMITED.name]


def _too_often(seconds: int) -> Refusal:
    message = f"The caller asks too much in too short a time; there is enough for this in {seconds} s."
    told = error(message, ErrorCode.RATE_LIMITED, retryAfterSeconds=seconds)
    return Refusal([told], 429, {"Retry-After": str(seconds)}, is_http=False)
