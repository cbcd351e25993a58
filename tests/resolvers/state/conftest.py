"""Clients of a server: one that finds it empty, one that finds none."""

from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from resolvers.state.server import connected


@pytest.fixture
async def client(server: str, anyio_backend: str) -> AsyncIterator[Redis]:
    """Without time limits, unlike the gateway's own."""
    client = Redis.from_url(server, socket_timeout=None, socket_connect_timeout=None)
    yield client
    await client.aclose()


@pytest.fixture
async def gone(tmp_path_factory: pytest.TempPathFactory, anyio_backend: str) -> AsyncIterator[Redis]:
    """A client of a server that is not there."""
    client = connected(f"unix://{tmp_path_factory.getbasetemp()}/nothing")
    yield client
    await client.aclose()
