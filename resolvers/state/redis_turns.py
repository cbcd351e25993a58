"""Turns to call a backend, in Redis, shared by many machines."""

from redis.asyncio import Redis

from resolvers.state.best_effort import BestEffort
from resolvers.state.server import NOW, PREFIX, Time, asked, instant, microseconds
from resolvers.vendors.policies.turns import Patience, Rate, SharedTurns, TooFast

CLOSED = "local closed = math.max(0, tonumber(redis.call('GET', KEYS[1]) or 0) - now)"

TAKE = f"""
{NOW}
{CLOSED}
if closed > 0 and closed >= tonumber(ARGV[5]) then return {{0, closed}} end
local at, calls, stretch = now + closed, tonumber(ARGV[2]), tonumber(ARGV[3])
local first = redis.call('LINDEX', KEYS[2], calls - 1)
if first then at = math.max(at, first + stretch) end
local wait = at - now
if wait > 0 and wait >= tonumber(ARGV[4]) then return {{0, wait}} end
redis.call('LPUSH', KEYS[2], at)
redis.call('LTRIM', KEYS[2], 0, calls - 1)
redis.call('PEXPIRE', KEYS[2], math.ceil((wait + stretch) / 1000))
return {{1, wait}}
"""
"""KEYS: until when the vendor accepts no calls; the latest turns. ARGV: the time, the rate's calls and period, and how
long to wait at most for a turn and for a closed vendor. Returns whether a turn was taken, and the time until it."""

LOOK = f"""
{NOW}
{CLOSED}
return closed
"""

CLOSE = f"""
{NOW}
local later = now + tonumber(ARGV[2])
if tonumber(ARGV[2]) > 0 and later > tonumber(redis.call('GET', KEYS[1]) or 0) then
    redis.call('SET', KEYS[1], later, 'PX', math.ceil(ARGV[2] / 1000))
end
"""


class RedisTurns(SharedTurns):
    """`now`: None for the server's clock, which all workers share."""

    def __init__(self, client: "Redis", best_effort: BestEffort, backend: str, now: Time | None = None) -> None:
        place = f"{PREFIX}turns:{backend}"
        self._keys = [f"{place}:closed", f"{place}:taken"]
        self._take, self._look, self._close = map(client.register_script, (TAKE, LOOK, CLOSE))
        self._spared = best_effort
        self._now = now

    async def take(self, rate: Rate, patience: Patience) -> float | None:
        times = [microseconds(each) for each in (rate.stretch, patience.turn, patience.closed)]
        args = [instant(self._now), rate.calls, *times]
        answer = await self._spared.ask(lambda: asked(self._take(keys=self._keys, args=args)), None)
        if answer is None:
            return None
        is_taken, wait = answer
        if not is_taken:
            raise TooFast(wait / 1_000_000)
        return float(wait / 1_000_000)

    async def closed(self) -> float:
        args = [instant(self._now)]
        return float(await self._spared.ask(lambda: asked(self._look(keys=self._keys, args=args)), 0) / 1_000_000)

    async def close(self, seconds: float) -> None:
        args = [instant(self._now), microseconds(seconds)]
        await self._spared.ask(lambda: asked(self._close(keys=self._keys, args=args)), None)
