"""The port that the gateway takes."""

import asyncio
import socket

import pytest

from app.process import serving

pytestmark = pytest.mark.anyio


async def option(host: str, name: int) -> int:
    """Of TCP, as a connection has it that was accepted at a port of ours."""
    found: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def met(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        found.set_result(writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, name))
        writer.close()

    taken = serving.bound(host, 0)
    async with await asyncio.start_server(met, sock=taken):
        _, writer = await asyncio.open_connection(*taken.getsockname()[:2])
        writer.close()
        return await found


HOSTS = pytest.mark.parametrize("host", ["127.0.0.1", "::1"])


@HOSTS
async def test_an_answer_s_body_does_not_wait_until_its_head_was_acknowledged(host: str) -> None:
    """A client that delays its acknowledgement would wait 40 ms for each answer."""
    assert await option(host, socket.TCP_NODELAY)


@HOSTS
@pytest.mark.skipif(not hasattr(socket, "TCP_USER_TIMEOUT"), reason="only Linux has it")
async def test_a_client_that_reads_nothing_is_cut_off_by_the_system(host: str) -> None:
    assert await option(host, socket.TCP_USER_TIMEOUT) == serving.UNREAD_FOR
