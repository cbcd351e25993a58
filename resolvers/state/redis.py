"""The store in a Redis or Valkey server, shared by many machines."""

from collections.abc import Mapping

from redis.asyncio import Redis

from resolvers.state.entry import Entry, by_age, decoded, entry, slot_name
from resolvers.state.record import Record, Slot
from resolvers.state.server import PREFIX, asked
from resolvers.state.store import Store

IN_DOUBT = PREFIX + "in-doubt"
GENERATIONS = PREFIX + "generations"

SWAP = """
local version = redis.call('HGET', KEYS[1], 'version') or ''
if version == ARGV[2] then return 1 end
if version ~= ARGV[1] then return 0 end
for _, group in ipairs({KEYS[2], KEYS[3]}) do redis.call('SREM', group, KEYS[1]) end
redis.call('DEL', KEYS[1])
if ARGV[2] == '' then return 1 end
redis.call('HSET', KEYS[1], 'version', ARGV[2], 'record', ARGV[3])
if ARGV[4] == '' then
    for _, group in ipairs({KEYS[2], KEYS[3]}) do redis.call('SADD', group, KEYS[1]) end
else
    redis.call('PEXPIREAT', KEYS[1], ARGV[4])
    if ARGV[5] == '1' then redis.call('SET', KEYS[4], KEYS[1], 'PXAT', ARGV[4]) end
end
return 1
"""
"""KEYS: the record, the set of records in doubt, those with the same natural key, the maker of the order.
ARGV: the version before, the version after ('' to delete), the record, its expiry ('' for none), whether it made an
order. redis-py repeats a script whose answer was lost, so a swap that is already done succeeds."""


class RedisStore(Store):
    """Records that are not in doubt expire by the server's own clock."""

    def __init__(self, client: "Redis") -> None:
        self._client = client
        self._script = client.register_script(SWAP)

    async def read(self, slot: Slot) -> Record | None:
        return decoded(await asked(self._client.hget(_place(slot_name(slot)), "record")))

    async def swap(self, before: Record | None, after: Record) -> bool:
        kept = entry(after)
        expiry = "" if kept.is_in_doubt else kept.until
        return await self._swap(kept, before.version if before else "", kept.version, expiry, int(bool(kept.made)))

    async def drop(self, before: Record) -> bool:
        return await self._swap(entry(before), before.version, "", "", 0)

    async def in_doubt(self) -> list[Record]:
        places = await asked(self._client.smembers(IN_DOUBT))
        pipeline = self._client.pipeline(transaction=False)
        for place in places:
            pipeline.hget(place, "record")
        found = await asked(pipeline.execute()) if places else []
        return by_age(filter(None, found))

    async def is_contested(self, record: Record, vendor_id: str) -> bool:
        would_be = entry(record, vendor_id)
        own = _place(would_be.slot).encode()
        rivals = await asked(self._client.smembers(_doubted(would_be)))
        maker = await asked(self._client.get(_made(would_be)))
        return bool(set(rivals) - {own}) or maker not in (None, own)

    async def wrote_to(self, backend: str) -> int:
        return int(await asked(self._client.hincrby(GENERATIONS, backend, 1)))

    async def generations(self) -> Mapping[str, int]:
        found = await asked(self._client.hgetall(GENERATIONS))
        return {backend.decode(): int(generation) for backend, generation in found.items()}

    async def close(self) -> None:
        await self._client.aclose()

    async def _swap(self, kept: Entry, before: str, after: str, expiry: str | int, made: int) -> bool:
        keys = [_place(kept.slot), IN_DOUBT, _doubted(kept), _made(kept)]
        return bool(await asked(self._script(keys=keys, args=[before, after, kept.record, expiry, made])))


def _place(slot: str) -> str:
    return f"{PREFIX}write:{slot}"


def _doubted(kept: Entry) -> str:
    return f"{IN_DOUBT}:{kept.natural or kept.slot}"


def _made(kept: Entry) -> str:
    return f"{PREFIX}made:{kept.made or kept.slot}"
