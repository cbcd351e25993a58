"""The connections to a backend, counted by a server that is called over real sockets."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import pytest

from resolvers.errors import BadResponse
from resolvers.vendors import VENDORS
from resolvers.vendors.config import BackendConfig
from resolvers.vendors.connect import Connections, connect
from tests.waiting import until

pytestmark = pytest.mark.anyio

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nSet-Cookie: session=1\r\nContent-Length: 2\r\n\r\n{}"


class Far:
    """A server that answers each call with {} once its `gate` is open, on connections that it keeps."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.gate.set()
        self.opened = 0
        self.open = 0
        self.most = 0
        self.calls = 0
        self.heads = b""
        self.says = ANSWER

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with self._counted():
            while head := await _request(reader):
                self.calls += 1
                self.heads += head.lower()
                await self.gate.wait()
                writer.write(self.says)
            writer.close()

    @contextmanager
    def _counted(self) -> Iterator[None]:
        self.opened += 1
        self.open += 1
        self.most = max(self.most, self.open)
        yield
        self.open -= 1


async def _request(reader: asyncio.StreamReader) -> bytes:
    """Its head; nothing where there is none any more."""
    try:
        return await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return b""


@asynccontextmanager
async def far_end(tls: ssl.SSLContext | None = None) -> AsyncIterator[tuple[Far, str]]:
    far, scheme = Far(), "https" if tls else "http"
    async with await asyncio.start_server(far.answer, "127.0.0.1", 0, ssl=tls) as server:
        yield far, "{}://{}:{}".format(scheme, *server.sockets[0].getsockname())


def config(url: str, id: str = "shop", most: int = 3) -> BackendConfig:
    given = {"id": id, "vendor": min(VENDORS), "url": url, "secret": "s", "max_concurrency": most}
    return BackendConfig.model_validate(given)


async def test_calls_one_after_the_other_share_a_connection() -> None:
    async with far_end() as (far, url), connect([config(url)]) as vendors:
        for _ in range(10):
            await vendors["shop"].upstream.ask("GET", "/")

        assert (far.calls, far.opened) == (10, 1)


async def test_a_thing_that_is_not_there_costs_no_connection() -> None:
    async with far_end() as (far, url), connect([config(url)]) as vendors:
        far.says = ANSWER.replace(b"200 OK", b"404 Not Found")
        for _ in range(3):
            assert await vendors["shop"].get_or_none("/") is None

        assert (far.calls, far.opened) == (3, 1)


async def test_what_a_vendor_would_know_the_gateway_by_is_not_kept() -> None:
    async with far_end() as (far, url), connect([config(url)]) as vendors:
        for _ in range(2):
            await vendors["shop"].upstream.ask("GET", "/")

        assert b"cookie:" not in far.heads


@pytest.mark.parametrize(
    "elsewhere", ["https://elsewhere.test/", "javascript:alert(1)", "http://xn--/", "https://[a]/"]
)
async def test_an_answer_that_leads_elsewhere_is_a_bad_one_whatever_it_calls_an_address(elsewhere: str) -> None:
    async with far_end() as (far, url), connect([config(url)]) as vendors:
        far.says = f"HTTP/1.1 302 Found\r\nLocation: {elsewhere}\r\nContent-Length: 0\r\n\r\n".encode()
        with pytest.raises(BadResponse):
            await vendors["shop"].upstream.ask("GET", "/")

        assert far.calls == 1


async def test_no_compression_is_asked_for_that_could_not_be_unpacked() -> None:
    async with far_end() as (far, url), connect([config(url)]) as vendors:
        await vendors["shop"].upstream.ask("GET", "/")

        assert b"\r\naccept-encoding: gzip\r\n" in far.heads


async def test_no_more_connections_are_opened_than_calls_may_be_in_flight() -> None:
    async with far_end() as (far, url), connect([config(url, most=3)]) as vendors:
        far.gate.clear()
        calls = [asyncio.create_task(vendors["shop"].upstream.ask("GET", "/")) for _ in range(12)]
        await until(lambda: far.calls == 3)
        far.gate.set()
        await asyncio.gather(*calls)

        assert (far.calls, far.most, far.opened) == (12, 3, 3)


async def test_each_backend_has_connections_of_its_own() -> None:
    async with far_end() as (far, url), connect([config(url, "one"), config(url, "two")]) as vendors:
        for _ in range(2):
            await vendors["one"].upstream.ask("GET", "/")
            await vendors["two"].upstream.ask("GET", "/")

        assert (far.calls, far.opened) == (4, 2)


async def test_who_is_configured_alike_shares_a_backend_until_the_last_has_left() -> None:
    async with far_end() as (far, url):
        connections = Connections()
        async with connections.to([config(url)]) as early:
            await early["shop"].upstream.ask("GET", "/")
            async with connections.to([config(url), config(url, "two")]) as late:
                assert late["shop"] is early["shop"]
            assert connections.ids() == ["shop"]
            await early["shop"].upstream.ask("GET", "/")

        assert far.opened == 1
        assert connections.ids() == []


@pytest.mark.parametrize("changed", [{"timeout": 3.0}, {"currency": "USD"}])
async def test_who_is_configured_otherwise_is_another_backend(changed: dict[str, object]) -> None:
    one = config("http://shop.test")
    other = one.model_copy(update=changed)
    connections = Connections()
    async with connections.to([one]) as early, connections.to([other]) as late:
        assert early["shop"] is not late["shop"]


async def test_other_addresses_for_documents_make_another_backend() -> None:
    connections = Connections()
    one = config("http://shop.test")
    async with connections.to([one], "https://a.test") as early, connections.to([one], "https://b.test") as late:
        assert early["shop"] is not late["shop"]
