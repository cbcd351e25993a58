"""Clients that connect to a running gateway and say nothing: at each port, of each kind of process."""

import asyncio
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests import ports
from tests.app.running import SECONDS, configured, running

pytestmark = [pytest.mark.anyio, pytest.mark.long]


async def hung_up_on(port: int | None) -> bytes:
    """What a client hears until then."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    async with asyncio.timeout(SECONDS):
        heard = await reader.read()
    writer.close()
    return heard


@pytest.mark.parametrize("workers", [1, 2])
async def test_they_are_hung_up_on(tmp_path: Path, workers: int) -> None:
    with ports.kept() as metrics_port:
        config = configured(tmp_path, "http://shop.invalid", metrics_port=metrics_port, header_timeout=0.01)
        async with running(config, workers) as gateway:
            heard = await asyncio.gather(*(hung_up_on(port) for port in (urlsplit(gateway.url).port, metrics_port)))

    assert heard == [b"", b""]
