"""The port that the gateway takes."""

import asyncio
import socket

import pytest

from app.process import serving

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
async def test_an_answer_s_body_does_not_wait_until_its_head_was_acknowledged(host: str) -> None:
    """A client that delays its acknowledgement would wait 40 ms for each answer."""
    sends_at_once: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def met(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        accepted = writer.get_extra_info("socket")
        sends_at_once.set_result(accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        writer.close()

    taken = serving.bound(host, 0)
    async with await asyncio.start_server(met, sock=taken):
        _, writer = await asyncio.open_connection(*taken.getsockname()[:2])
        writer.close()

        assert await sends_at_once
