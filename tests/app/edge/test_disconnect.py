"""What becomes of a request whose client has left."""

import asyncio

import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.edge.disconnect import CancelOnDisconnect

pytestmark = pytest.mark.anyio
SCOPE = {"type": "http", "path": "/", "headers": [(b"content-length", b"2")]}
WITHOUT_BODY = {"type": "http", "path": "/", "headers": []}


class Client:
    """Sends its request, and goes away once `leaves` is set."""

    def __init__(self) -> None:
        self.leaves = asyncio.Event()
        self._messages: list[Message] = [{"type": "http.request", "body": b"{}", "more_body": False}]

    async def receive(self) -> Message:
        if self._messages:
            return self._messages.pop()
        await self.leaves.wait()
        return {"type": "http.disconnect"}


async def _nowhere(message: Message) -> None:
    """Nobody listens."""


async def _waiting(scope: Scope, receive: Receive, send: Send) -> None:
    """As asyncio.gather does where one of its tasks ended as it was cancelled: the cancellation is another one."""
    await receive()
    try:
        await asyncio.Event().wait()
    except asyncio.CancelledError:
        raise asyncio.CancelledError from None


async def _not_reading(scope: Scope, receive: Receive, send: Send) -> None:
    """As a GET is handled."""
    await asyncio.Event().wait()


@pytest.mark.parametrize(("app", "scope"), [(_waiting, SCOPE), (_waiting, WITHOUT_BODY), (_not_reading, WITHOUT_BODY)])
async def test_who_leaves_is_no_error(app: ASGIApp, scope: Scope) -> None:
    client = Client()
    handling = asyncio.create_task(CancelOnDisconnect(app)(scope, client.receive, _nowhere))
    await asyncio.sleep(0)
    client.leaves.set()
    await asyncio.wait([handling])

    assert not handling.cancelled()
    assert handling.exception() is None


async def test_a_server_that_ends_is_obeyed() -> None:
    handling = asyncio.create_task(CancelOnDisconnect(_waiting)(SCOPE, Client().receive, _nowhere))
    await asyncio.sleep(0)
    handling.cancel()
    await asyncio.wait([handling])

    assert handling.cancelled()
