"""Token buckets in the server that many machines share."""

from redis.asyncio import Redis

from resolvers.state.buckets import Bucket, Buckets, Level
from resolvers.state.server import NOW, PREFIX, Time, asked, instant, microseconds
from resolvers.state.spared import Spared

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
"""The key holds when the bucket will be full, and goes then. ARGV: the time, what is taken (below 0: given back), and
the whole bucket, both as the time in which so much comes back. Returns whether it was done, and the time until full."""


class RedisBuckets(Buckets):
    """`now`: None is the server's own time, the same for all."""

    def __init__(self, client: "Redis", spared: Spared, now: Time | None = None) -> None:
        self._script = client.register_script(CHANGE)
        self._spared = spared
        self._now = now

    async def take(self, bucket: Bucket, points: float) -> Level:
        return await self._changed(bucket, points, bucket.capacity)

    async def give_back(self, bucket: Bucket, points: float) -> Level:
        return await self._changed(bucket, -points, float("inf"))

    async def _changed(self, bucket: Bucket, points: float, most: float) -> Level:
        times = [microseconds(bucket.seconds(each)) for each in (points, most)]
        keys, args = [f"{PREFIX}bucket:{bucket.name}"], [instant(self._now), *times]
        done, emptied = await self._spared.ask(lambda: asked(self._script(keys=keys, args=args)), (1, 0))
        return Level.of(bucket, emptied / 1_000_000, 0.0 if done else points)
