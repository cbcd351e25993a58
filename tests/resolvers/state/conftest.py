"""A server, and a client of it that finds it empty."""

from collections.abc import AsyncIterator, Iterator

import pytest
from redis.asyncio import Redis

from resolvers.state.server import connected
from tests.resolvers.state.servers import redis_server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with redis_server(str(tmp_path_factory.mktemp("redis"))) as url:
        yield url


@pytest.fixture
async def client(server: str, anyio_backend: str) -> AsyncIterator[Redis]:
    client = connected(server)
    await client.flushall()
    yield client
    await client.aclose()


@pytest.fixture
async def gone(tmp_path_factory: pytest.TempPathFactory, anyio_backend: str) -> AsyncIterator[Redis]:
    """A client of a server that is not there."""
    client = connected(f"unix://{tmp_path_factory.getbasetemp()}/nothing")
    yield client
    await client.aclose()
