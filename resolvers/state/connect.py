"""Opens the store that the configuration's address names."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from resolvers.state.redis import RedisStore
from resolvers.state.sqlite import SqliteStore
from resolvers.state.store import Store
from resolvers.vendors.base import utc_now

FILE = "sqlite:///"
FOR_NOW = "sqlite:///:memory:"
"""A store that is forgotten as it is closed: the sandbox's, whose orders are forgotten too."""


@asynccontextmanager
async def opened(url: str, now: Callable[[], datetime] = utc_now) -> AsyncIterator[Store]:
    """Raises StoreFault or OSError where a file can't be opened; a server is called only when it is needed."""
    with TemporaryDirectory(prefix="order-gateway-") as passing:
        store = await _open(url, Path(passing), now)
        try:
            yield store
        finally:
            await store.close()


async def _open(url: str, passing: Path, now: Callable[[], datetime]) -> Store:
    if not url.startswith(FILE):
        return RedisStore.open(url)
    path = passing / "gateway.db" if url == FOR_NOW else Path(url.removeprefix(FILE))
    return await SqliteStore.open(path, now)
