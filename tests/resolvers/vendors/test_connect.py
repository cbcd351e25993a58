"""The connections to a backend, counted by a server that is called over real sockets."""

import asyncio
from typing import Any, cast

import httpx
import pytest

from resolvers.errors import BadResponse
from resolvers.vendors import VENDORS
from resolvers.vendors.config import BackendConfig
from resolvers.vendors.connect import Connections, by_network, connect
from tests.resolvers.vendors.sockets import ANSWER, far_end
from tests.waiting import NO_HURRY, until

pytestmark = pytest.mark.anyio


def lasting(config: BackendConfig) -> httpx.AsyncBaseTransport:
    """Its connections are kept however long nobody uses them, so that no pause of the machine's costs any."""
    transport: Any = by_network(config)
    transport._pool._keepalive_expiry = None
    return cast(httpx.AsyncBaseTransport, transport)


def config(url: str, id: str = "shop", most: int = 3) -> BackendConfig:
    given = {"id": id, "vendor": min(VENDORS), "url": url, "secret": "s", "max_concurrency": most}
    return BackendConfig.model_validate(given | NO_HURRY)


async def test_calls_one_after_the_other_share_a_connection() -> None:
    async with far_end() as (far, url), connect([config(url)], transport=lasting) as vendors:
        for _ in range(10):
            await vendors["shop"].upstream.ask("GET", "/")

        assert (far.calls, far.opened) == (10, 1)


async def test_a_thing_that_is_not_there_costs_no_connection() -> None:
    async with far_end() as (far, url), connect([config(url)], transport=lasting) as vendors:
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
    async with far_end() as (far, url), connect([config(url, most=3)], transport=lasting) as vendors:
        far.gate.clear()
        calls = [asyncio.create_task(vendors["shop"].upstream.ask("GET", "/")) for _ in range(12)]
        await until(lambda: far.calls == 3)
        far.gate.set()
        await asyncio.gather(*calls)

        assert (far.calls, far.most, far.opened) == (12, 3, 3)


async def test_each_backend_has_connections_of_its_own() -> None:
    async with far_end() as (far, url), connect([config(url, "one"), config(url, "two")], transport=lasting) as vendors:
        for _ in range(2):
            await vendors["one"].upstream.ask("GET", "/")
            await vendors["two"].upstream.ask("GET", "/")

        assert (far.calls, far.opened) == (4, 2)


async def test_who_is_configured_alike_shares_a_backend_until_the_last_has_left() -> None:
    async with far_end() as (far, url):
        connections = Connections(lasting)
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
