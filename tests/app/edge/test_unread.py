"""Which connections are closed with the answer."""

from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from app.edge.unread import MOST_DISCARDED, CloseUnread

pytestmark = pytest.mark.anyio

CHUNKED = {"transfer-encoding": "chunked"}


async def refusing(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse("no", 401)(scope, receive, send)


async def reading(scope: Scope, receive: Receive, send: Send) -> None:
    await Request(scope, receive).body()
    await PlainTextResponse("yes")(scope, receive, send)


async def body() -> AsyncIterator[bytes]:
    yield b"a"
    yield b"b"


async def connection(app: CloseUnread, headers: dict[str, str]) -> str | None:
    """As the answer has it."""
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://gateway.test") as client:
        return (await client.post("/graphql", content=body(), headers=headers)).headers.get("connection")


@pytest.mark.parametrize("headers", [CHUNKED, {"content-length": str(MOST_DISCARDED + 1)}])
async def test_a_body_that_may_be_long_is_not_read_on_once_it_is_refused(headers: dict[str, str]) -> None:
    assert await connection(CloseUnread(refusing), headers) == "close"


async def test_a_caller_whose_body_was_read_keeps_its_connection() -> None:
    assert await connection(CloseUnread(reading), CHUNKED) is None


async def test_and_so_does_one_whose_body_is_short() -> None:
    assert await connection(CloseUnread(refusing), {"content-length": str(MOST_DISCARDED)}) is None
