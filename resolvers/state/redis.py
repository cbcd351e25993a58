"""The store in a Redis or Valkey server, shared by many machines."""

from collections.abc import Awaitable, Mapping
from typing import Any, TypeVar, cast

from redis.asyncio import Redis
from redis.exceptions import RedisError

from resolvers.state.record import Record, Slot
from resolvers.state.store import (
    ENCODER,
    RECORDS,
    Store,
    StoreFault,
    by_age,
    milliseconds,
    natural_name,
    order_name,
    slot_name,
)

T = TypeVar("T")

PREFIX = "{order-gateway}:"
"""In braces: a cluster keeps all of it in one place, as a script over several keys needs."""
IN_DOUBT = PREFIX + "in-doubt"
GENERATIONS = PREFIX + "generations"
SECONDS = 5.0

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
"""KEYS: the record, those in doubt, those in doubt by this natural key, who made the order.
ARGV: the version before, the one after ('' for none), the record, when it is forgotten ('' for never), whether it made
an order. The client tries again where an answer is lost: what is as it should be already is no failure."""


class RedisStore(Store):
    """A record that ended goes by the server's own expiry."""

    def __init__(self, client: "Redis") -> None:
        self._client = client
        self._script = client.register_script(SWAP)

    @classmethod
    def open(cls, url: str) -> "RedisStore":
        """Connects with the first call."""
        return cls(Redis.from_url(url, socket_timeout=SECONDS, socket_connect_timeout=SECONDS))

    async def read(self, slot: Slot) -> Record | None:
        found = await _asked(self._client.hget(_place(slot), "record"))
        return None if found is None else RECORDS.decode(found)

    async def swap(self, before: Record | None, after: Record) -> bool:
        forgotten = "" if after.is_in_doubt else milliseconds(after.until)
        made = int(after.vendor_id is not None)
        return await self._swap(after, before.version if before else "", after.version, forgotten, made)

    async def drop(self, before: Record) -> bool:
        return await self._swap(before, before.version, "", "", 0)

    async def in_doubt(self) -> list[Record]:
        places = await _asked(self._client.smembers(IN_DOUBT))
        pipeline = self._client.pipeline(transaction=False)
        for place in places:
            pipeline.hget(place, "record")
        found = await _asked(pipeline.execute()) if places else []
        return by_age([RECORDS.decode(record) for record in found if record])

    async def is_contested(self, record: Record, vendor_id: str) -> bool:
        own = _place(record.slot).encode()
        rivals = await _asked(self._client.smembers(_doubted(record)))
        maker = await _asked(self._client.get(_made(record, vendor_id)))
        return bool(set(rivals) - {own}) or maker not in (None, own)

    async def wrote_to(self, backend: str) -> int:
        return int(await _asked(self._client.hincrby(GENERATIONS, backend, 1)))

    async def generations(self) -> Mapping[str, int]:
        found = await _asked(self._client.hgetall(GENERATIONS))
        return {backend.decode(): int(generation) for backend, generation in found.items()}

    async def close(self) -> None:
        await self._client.aclose()

    async def _swap(self, record: Record, *versions_and_more: str | int) -> bool:
        before, after, *more = versions_and_more
        keys = [_place(record.slot), IN_DOUBT, _doubted(record), _made(record, record.vendor_id)]
        return bool(await _asked(self._script(keys=keys, args=[before, after, ENCODER.encode(record), *more])))


async def _asked(answer: Any) -> Any:
    """redis-py types its answers as for both its clients at once, so they enter here as anything."""
    try:
        return await cast(Awaitable[Any], answer)
    except (RedisError, OSError) as error:
        raise StoreFault(str(error)) from error


def _place(slot: Slot) -> str:
    return f"{PREFIX}write:{slot_name(slot)}"


def _doubted(record: Record) -> str:
    return f"{IN_DOUBT}:{natural_name(record) or slot_name(record.slot)}"


def _made(record: Record, vendor_id: str | None) -> str:
    return f"{PREFIX}made:{order_name(record, vendor_id) or slot_name(record.slot)}"
