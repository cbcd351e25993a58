"""How long a client may take to read a document, on a clock that only waiting moves on."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import pytest
from starlette.types import Message, Receive
from structlog.testing import capture_logs

from app.edge.documents import READING, TOO_SLOW, Through
from resolvers.vendors import file
from resolvers.vendors.file import Download
from tests.standing.world import near

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]
SECONDS = 120.0
SCOPE = {"type": "http", "asgi": {"spec_version": "2.3"}}
GET = {
    "method": "GET",
    "path": "/documents/obapi/order/466",
    "query_string": b"",
    "headers": [(b"host", b"gateway.test")],
    "http_version": "1.1",
    "scheme": "http",
    "root_path": "",
}


def now() -> float:
    return asyncio.get_running_loop().time()


async def chunks() -> AsyncIterator[bytes]:
    for _ in range(10):
        yield b"%PDF"


async def drops() -> AsyncIterator[bytes]:
    while True:
        yield b"%"
        await asyncio.sleep(7)


def staying() -> Receive:
    """What comes from a client that has nothing to send, and does not leave."""
    messages: list[Message] = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Message:
        while not messages:
            await asyncio.Event().wait()
        return messages.pop()

    return receive


class Client:
    """Takes so many seconds for each chunk."""

    def __init__(self, pause: float) -> None:
        self._pause = pause
        self.is_complete = False

    async def send(self, message: Message) -> None:
        await asyncio.sleep(self._pause)
        self.is_complete = message["type"] == "http.response.body" and not message.get("more_body")


async def passed_to(client: Client, body: AsyncIterator[bytes] | None = None) -> tuple[list[Any], bool]:
    """What is logged meanwhile, and whether the vendor's connection is held no more."""
    stack, closed = AsyncExitStack(), asyncio.Event()
    stack.callback(closed.set)
    with capture_logs() as logged:
        await Through("shop", Download("1.pdf", "application/pdf", None, body or chunks()), stack, SECONDS)(
            SCOPE, staying(), client.send
        )
    return logged, closed.is_set()


async def test_a_client_that_takes_its_time_gets_the_whole_document() -> None:
    client = Client(pause=9.0)

    assert await passed_to(client) == ([], True)
    assert client.is_complete


async def test_a_vendor_that_drips_for_ever_is_left_when_its_own_time_is_over() -> None:
    start, client = now(), Client(pause=0.0)
    logged, is_closed = await passed_to(client, file.in_time("shop", drops(), SECONDS / READING))

    assert [(line["event"], line["code"]) for line in logged] == [("document_cut", "BACKEND_TIMEOUT")]
    assert (client.is_complete, is_closed) == (False, True)
    assert now() - start == SECONDS / READING


async def test_one_that_reads_no_further_is_left_when_the_time_is_over() -> None:
    start, client = now(), Client(pause=10_000.0)

    logged, is_closed = await passed_to(client)

    assert logged == [{"event": "document_cut", "backend": "shop", "code": TOO_SLOW, "log_level": "warning"}]
    assert (client.is_complete, is_closed) == (False, True)
    assert now() - start == SECONDS


async def test_a_client_and_its_vendor_have_as_long_each() -> None:
    async with near(file_timeout=5.0) as gateway:
        start, client = now(), Client(pause=10_000.0)
        with capture_logs() as logged:
            await gateway.app({**SCOPE, **GET}, staying(), client.send)

    assert [line["code"] for line in logged if line["event"] == "document_cut"] == [TOO_SLOW]
    assert now() - start == pytest.approx(2 * 5.0, abs=0.1)
