"""Opens the state that `state.url` names: a SQLite file, or a Redis or Valkey server."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from resolvers.state import buckets, sqlite, sqlite_texts
from resolvers.state.best_effort import BestEffort
from resolvers.state.buckets import Buckets
from resolvers.state.file import File
from resolvers.state.redis import RedisStore
from resolvers.state.redis_buckets import RedisBuckets
from resolvers.state.redis_texts import RedisTexts
from resolvers.state.redis_turns import RedisTurns
from resolvers.state.server import connected
from resolvers.state.sqlite import SqliteStore
from resolvers.state.sqlite_texts import SqliteTexts
from resolvers.state.store import Store
from resolvers.state.texts import Cached, Texts
from resolvers.vendors.base import utc_now
from resolvers.vendors.policies.turns import Sharing, alone

FILE = "sqlite:///"
TEMPORARY = "sqlite:///:memory:"
"""A store that is deleted when it is closed: for the sandbox, whose orders are lost then too."""


@dataclass(frozen=True)
class State:
    """`store` must not lose anything. The rest is optional, and its failure never fails an operation.

    `best_effort` makes the calls for the optional parts. `buckets` and `turns` are shared over a server; with a file,
    each process has its own.
    """

    store: Store
    texts: Texts
    buckets: Buckets
    turns: Sharing
    best_effort: BestEffort


@asynccontextmanager
async def opened(url: str, now: Callable[[], datetime] = utc_now) -> AsyncIterator[Store]:
    """The store alone. Raises what `shared` raises."""
    async with shared(url, now) as state:
        yield state.store


@asynccontextmanager
async def shared(
    url: str, now: Callable[[], datetime] = utc_now, best_effort: BestEffort | None = None
) -> AsyncIterator[State]:
    """Raises StoreFault or OSError if a file can't be opened. A server is only called when it is needed."""
    best_effort = best_effort or BestEffort()
    with TemporaryDirectory(prefix="order-gateway-") as folder:
        is_file = url.startswith(FILE)
        state = await _in_file(url, Path(folder), now, best_effort) if is_file else _at_server(url, best_effort)
        try:
            yield state
        finally:
            await state.store.close()


async def _in_file(url: str, folder: Path, now: Callable[[], datetime], best_effort: BestEffort) -> State:
    path = folder / "gateway.db" if url == TEMPORARY else Path(url.removeprefix(FILE))
    file = await File.open(path, (*sqlite.TABLES, *sqlite_texts.TABLES))
    return State(SqliteStore(file, now), Cached(SqliteTexts(file, best_effort)), buckets.InMemory(), alone, best_effort)


def _at_server(url: str, best_effort: BestEffort) -> State:
    client = connected(url)
    return State(
        RedisStore(client),
        Cached(RedisTexts(client, best_effort)),
        RedisBuckets(client, best_effort),
        partial(RedisTurns, client, best_effort),
        best_effort,
    )
