"""Opens what the configuration's address names: the store, and what else is kept where the store is."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from resolvers.state import buckets, sqlite, sqlite_texts
from resolvers.state.buckets import Buckets
from resolvers.state.file import File
from resolvers.state.redis import RedisStore
from resolvers.state.redis_buckets import RedisBuckets
from resolvers.state.redis_texts import RedisTexts
from resolvers.state.redis_turns import RedisTurns
from resolvers.state.server import connected
from resolvers.state.spared import Spared
from resolvers.state.sqlite import SqliteStore
from resolvers.state.sqlite_texts import SqliteTexts
from resolvers.state.store import Store
from resolvers.state.texts import Near, Texts
from resolvers.vendors.base import utc_now
from resolvers.vendors.policies.turns import Sharing, alone

FILE = "sqlite:///"
FOR_NOW = "sqlite:///:memory:"
"""A store that is forgotten as it is closed: the sandbox's, whose orders are forgotten too."""


@dataclass(frozen=True)
class State:
    """`store`: what must not be lost. The rest can be done without, and is never the reason why an operation fails.

    `spared`: how that is asked for. `buckets` and `turns` are shared where many machines are: with a file, each
    process has its own.
    """

    store: Store
    texts: Texts
    buckets: Buckets
    turns: Sharing
    spared: Spared


@asynccontextmanager
async def opened(url: str, now: Callable[[], datetime] = utc_now) -> AsyncIterator[Store]:
    """The store alone. Raises what `shared` does."""
    async with shared(url, now) as state:
        yield state.store


@asynccontextmanager
async def shared(url: str, now: Callable[[], datetime] = utc_now) -> AsyncIterator[State]:
    """Raises StoreFault or OSError where a file can't be opened; a server is called only when it is needed."""
    with TemporaryDirectory(prefix="order-gateway-") as passing:
        state = await _in_file(url, Path(passing), now) if url.startswith(FILE) else _at_server(url)
        try:
            yield state
        finally:
            await state.store.close()


async def _in_file(url: str, passing: Path, now: Callable[[], datetime]) -> State:
    path = passing / "gateway.db" if url == FOR_NOW else Path(url.removeprefix(FILE))
    file, spared = await File.open(path, (*sqlite.TABLES, *sqlite_texts.TABLES)), Spared()
    return State(SqliteStore(file, now), Near(SqliteTexts(file, spared)), buckets.InMemory(), alone, spared)


def _at_server(url: str) -> State:
    client, spared = connected(url), Spared()
    return State(
        RedisStore(client),
        Near(RedisTexts(client, spared)),
        RedisBuckets(client, spared),
        partial(RedisTurns, client, spared),
        spared,
    )
