"""The Redis or Valkey server that many machines share: one client, its clock, and what a failure of it means here."""

from collections.abc import Awaitable, Callable
from typing import Any, cast

from redis.asyncio import Redis
from redis.exceptions import RedisError

from resolvers.state.store import StoreFault

PREFIX = "{order-gateway}:"
"""In braces: a cluster keeps all of it in one place, as a script over several keys needs."""
SECONDS = 5.0
FOREVER = 10**9
NOW = """
local now = tonumber(ARGV[1])
if not now then
    local time = redis.call('TIME')
    now = time[1] * 1000000 + time[2]
end
"""
"""How a script that goes by the time begins: by the server's own, which all share, unless it is told another. In whole
microseconds, which a Lua number holds exactly."""

Time = Callable[[], float]
"""Seconds that only grow."""


def connected(url: str) -> "Redis":
    """Connects with the first call."""
    return Redis.from_url(url, socket_timeout=SECONDS, socket_connect_timeout=SECONDS)


async def asked(answer: Any) -> Any:
    """redis-py types its answers as for both its clients at once, so they enter here as anything."""
    try:
        return await cast(Awaitable[Any], answer)
    except (RedisError, OSError) as error:
        raise StoreFault(str(error)) from error


def instant(now: Time | None) -> int | str:
    """For NOW; None is the server's own time."""
    return "" if now is None else microseconds(now())


def microseconds(seconds: float) -> int:
    return round(min(seconds, FOREVER) * 1_000_000)
