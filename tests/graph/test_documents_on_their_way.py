"""A vendor's PDF passes through the gateway piece by piece, over real sockets."""

import asyncio

import httpx
import pytest
from pydantic import SecretStr
from starlette.types import Receive, Scope, Send

from app.main import create_app
from app.settings import Server, Settings, State
from resolvers.state.connect import TEMPORARY
from resolvers.vendors.config import BackendConfig
from schema.field import Scope as Granted
from tests.app.serving import serving
from tests.canaries import watched
from tests.waiting import NO_HURRY, until

pytestmark = pytest.mark.anyio


class Holding:
    """A far end that sends the first half of a PDF and holds the rest until it is told to go on."""

    def __init__(self) -> None:
        self.go_on = asyncio.Event()
        self.was_left = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(b"content-type", b"application/pdf"), (b"content-disposition", b'attachment; filename="CO.pdf"')]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"%PDF-first", "more_body": True})
        going_on, leaving = asyncio.create_task(self.go_on.wait()), asyncio.create_task(self._left(receive))
        await asyncio.wait({going_on, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if leaving.done():
            self.was_left.set()
        going_on.cancel()
        leaving.cancel()
        await send({"type": "http.response.body", "body": b"-rest", "more_body": False})

    async def _left(self, receive: Receive) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass


def over(far_end: str) -> Settings:
    backend = BackendConfig.model_validate({"id": "obapi", "vendor": "obapi", "url": far_end, "secret": "s"} | NO_HURRY)
    server = Server(anonymous_scopes=frozenset({Granted.ORDERS_READ}))
    return Settings(state=State(url=SecretStr(TEMPORARY)), server=server, backends=(backend,))


async def test_first_bytes_arrive_while_the_far_end_holds_the_rest() -> None:
    far_end = Holding()
    async with (
        serving(far_end) as base,
        serving(watched(create_app(over(base)))) as gateway,
        httpx.AsyncClient(timeout=None) as http,
        http.stream("GET", f"{gateway}/documents/obapi/order/350") as response,
    ):
        chunks = response.aiter_bytes()
        first = await anext(chunks)
        held = not far_end.go_on.is_set()
        far_end.go_on.set()
        rest = b"".join([chunk async for chunk in chunks])

    assert (response.status_code, first, held, rest) == (200, b"%PDF-first", True, b"-rest")
    assert "CO.pdf" in response.headers["content-disposition"]


async def test_a_client_that_hangs_up_ends_the_vendor_s_call() -> None:
    far_end = Holding()
    async with serving(far_end) as base, serving(watched(create_app(over(base)))) as gateway:
        async with (
            httpx.AsyncClient(timeout=None) as http,
            http.stream("GET", f"{gateway}/documents/obapi/order/350") as response,
        ):
            await anext(response.aiter_bytes())

        await until(far_end.was_left.is_set)
