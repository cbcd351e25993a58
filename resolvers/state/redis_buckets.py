"""Token buckets in Redis, shared by many machines."""

from redis.asyncio import Redis

from resolvers.state.best_effort import BestEffort
from resolvers.state.buckets import Bucket, Buckets, Level
from resolvers.state.server import NOW, PREFIX, Time, asked, instant, microseconds

CHANGE = (
    NOW
    + """
local before = math.max(0, tonumber(redis.call('GET', KEYS[1]) or 0) - now)
local after = math.max(0, before + tonumber(ARGV[2]))
if after > tonumber(ARGV[3]) then return {0, before} end
if after == 0 then
    redis.call('DEL', KEYS[1])
else
    redis.call('SET', KEYS[1], now + after, 'PX', math.ceil(after / 1000))
end
return {1, after}
"""
)
"""The key holds the time when the bucket will be full, and expires then. ARGV: the time; the points to take (negative
to give back) and the capacity, both as refill times. Returns whether it was done, and the time until full."""


class RedisBuckets(Buckets):
    """`now`: None for the server's clock, which all workers share."""

    def __init__(self, client: "Redis", best_effort: BestEffort, now: Time | None = None) -> None:
        self._script = client.register_script(CHANGE)
        self._spared = best_effort
        self._now = now

    async def take(self, bucket: Bucket, points: float) -> Level:
        return await self._changed(bucket, points, bucket.capacity)

    async def give_back(self, bucket: Bucket, points: float) -> Level:
        return await self._changed(bucket, -points, float("inf"))

    async def _changed(self, bucket: Bucket, points: float, most: float) -> Level:
        times = [microseconds(bucket.seconds(each)) for each in (points, most)]
        keys, args = [f"{PREFIX}bucket:{bucket.name}"], [instant(self._now), *times]
        done, until_full = await self._spared.ask(lambda: asked(self._script(keys=keys, args=args)), (1, 0))
        return Level.of(bucket, until_full / 1_000_000, 0.0 if done else points)
