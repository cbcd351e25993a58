"""The connections to a backend, counted by a server that is called over real sockets."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import pytest

from resolvers.vendors import VENDORS
from resolvers.vendors.config import BackendConfig
from resolvers.vendors.connect import Connections, connect
from tests.standing.world import until

pytestmark = pytest.mark.anyio

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"


class Far:
    """A server that answers each call with {} once its `gate` is open, on connections that it keeps."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.gate.set()
        self.opened = 0
        self.open = 0
        self.most = 0
        self.calls = 0

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with self._counted():
            while await _request(reader):
                self.calls += 1
                await self.gate.wait()
                writer.write(ANSWER)
            writer.close()

    @contextmanager
    def _counted(self) -> Iterator[None]:
        self.opened += 1
        self.open += 1
        self.most = max(self.most, self.open)
        yield
        self.open -= 1


async def _request(reader: asyncio.StreamReader) -> bool:
    """Whether there is one more."""
    try:
        return bool(await reader.readuntil(b"\r\n\r\n"))
    except asyncio.IncompleteReadError:
        return False


@asynccontextmanager
async def far_end() -> AsyncIterator[tuple[Far, str]]:
    far = Far()
    async with await asyncio.start_server(far.answer, "127.0.0.1", 0) as server:
        yield far, "http://127.0.0.1:{1}".format(*server.sockets[0].getsockname())


def config(url: str, id: str = "shop", most: int = 3) -> BackendConfig:
    given = {"id": id, "vendor": min(VENDORS), "url": url, "secret": "s", "max_concurrency": most}
    return BackendConfig.model_validate(given)


async def test_calls_one_after_the_other_share_a_connection() -> None:
    async with far_end() as (far, url), connect([config(url)]) as vendors:
        for _ in range(10):
            await vendors["shop"].upstream.ask("GET", "/")

        assert (far.calls, far.opened) == (10, 1)


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
