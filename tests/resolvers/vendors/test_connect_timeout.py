"""A connection's own limit is one for all that it takes."""

import asyncio
from itertools import count

import httpx
import pytest

from resolvers.vendors.exchange import CONNECT, HANDSHAKE, Exchange, Network
from tests.resolvers.vendors.policies.ticking import Ticking
from tests.waiting import SECONDS

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(("taken", "left"), [(0.0, 3.0), (2.0, 1.0), (5.0, 0.0)])
async def test_a_tls_handshake_has_what_tcp_left_of_the_time_to_connect(taken: float, left: float) -> None:
    ticking = Ticking()
    exchange, handshake = Exchange(ticking.now), {"timeout": 3.0}
    await exchange.extensions["trace"](CONNECT, {"timeout": 3.0})
    ticking.wait(taken)
    await exchange.extensions["trace"](HANDSHAKE, handshake)

    assert handshake == {"timeout": left}


async def test_that_is_all_that_httpcore_gives_it() -> None:
    """A server that accepts connections, and never says a word of TLS; a clock by which that took it an hour."""
    exchange = Exchange(count(0, 3600).__next__)

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    async with await asyncio.start_server(silent, "127.0.0.1", 0) as server:
        url = "https://{}:{}".format(*server.sockets[0].getsockname())
        async with httpx.AsyncClient(transport=Network(), timeout=3600) as http, asyncio.timeout(SECONDS):
            with pytest.raises(httpx.ConnectTimeout):
                await http.get(url, extensions=exchange.extensions)
