"""Persisted documents in Redis, shared by many machines."""

from redis.asyncio import Redis

from resolvers.state.best_effort import BestEffort
from resolvers.state.server import NOW, PREFIX, asked
from resolvers.state.texts import KEPT

TEXTS = PREFIX + "documents"
KEYS = [TEXTS, TEXTS + ":left", TEXTS + ":size"]

PUT = (
    NOW
    + """
local text = ARGV[3]
local size = redis.call('INCRBY', KEYS[3], #text - redis.call('HSTRLEN', KEYS[1], ARGV[2]))
redis.call('HSET', KEYS[1], ARGV[2], text)
redis.call('ZADD', KEYS[2], now, ARGV[2])
while size > tonumber(ARGV[4]) do
    local oldest = redis.call('ZPOPMIN', KEYS[2])[1]
    if not oldest then return redis.call('DEL', unpack(KEYS)) end
    size = redis.call('DECRBY', KEYS[3], redis.call('HSTRLEN', KEYS[1], oldest))
    redis.call('HDEL', KEYS[1], oldest)
end
"""
)
"""KEYS: the texts by id, when each was stored, their total size. ARGV: the time, the id, the text, the size limit.
If the server evicted one of the keys, all are deleted."""


class RedisTexts:
    """The oldest are dropped first. `room`: the size limit in bytes."""

    def __init__(self, client: "Redis", best_effort: BestEffort, room: int = KEPT) -> None:
        self._client = client
        self._put = client.register_script(PUT)
        self._spared = best_effort
        self._room = room

    async def get(self, id: str) -> str | None:
        found = await self._spared.ask(lambda: asked(self._client.hget(TEXTS, id)), None)
        return None if found is None else str(found, "utf-8")

    async def put(self, id: str, text: str) -> None:
        await self._spared.ask(lambda: asked(self._put(keys=KEYS, args=["", id, text, self._room])), None)
