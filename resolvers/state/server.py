"""The Redis or Valkey server that many machines share: its client, its clock, its errors."""

from collections.abc import Awaitable, Callable
from typing import Any, cast

from redis.asyncio import Redis
from redis.exceptions import RedisError

from resolvers.state.store import StoreFault

PREFIX = "{order-gateway}:"
"""The braces make a cluster keep all keys on one node, as scripts over several keys need."""
TIMEOUT = 5.0
"""Seconds."""
FOREVER = 10**9
"""Seconds."""
NOW = """
local now = tonumber(ARGV[1])
if not now then
    local time = redis.call('TIME')
    now = time[1] * 1000000 + time[2]
end
"""
"""The beginning of a script that uses the time: the server's clock, unless ARGV[1] gives another time. In whole
microseconds, which a Lua number holds exactly."""

Time = Callable[[], float]
"""A monotonic clock, in seconds."""


def connected(url: str) -> "Redis":
    """Connects on the first call."""
    return Redis.from_url(url, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT)


async def asked(answer: Any) -> Any:
    """Raises StoreFault. redis-py's return types cover its sync and async clients at once, hence `Any`."""
    try:
        return await cast(Awaitable[Any], answer)
    except (RedisError, OSError) as error:
        raise StoreFault(str(error)) from error


def instant(now: Time | None) -> int | str:
    """The argument for NOW; None for the server's clock."""
    return "" if now is None else microseconds(now())


def microseconds(seconds: float) -> int:
    return round(min(seconds, FOREVER) * 1_000_000)
