"""A new configuration while requests are under way, over sandbox vendors."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from functools import partial
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from app.ending import Ending
from app.process.reloading import Reloading
from app.process.usable import Unusable
from app.resources import Resources
from app.settings import Server, Settings, State
from resolvers.state.connect import TEMPORARY
from resolvers.vendors.config import BackendConfig
from resolvers.vendors.stand_in import SECRET, StandIn
from resolvers.vendors.wimpel.sandbox import stand_in
from schema.field import Scope
from tests.waiting import until

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]

ORDERS = "{ orders(first: 1) { nodes { id } } }"


class Told:
    """Stands for the signals: `again()` is one more SIGHUP."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[object] = asyncio.Queue()

    def again(self) -> None:
        self._queue.put_nowait(None)

    @contextmanager
    def received(self) -> Iterator[AsyncIterator[object]]:
        async def each() -> AsyncIterator[object]:
            while True:
                yield await self._queue.get()

        yield each()


class Process:
    """One that serves: `configuration` is what its file says now, `shop` its one backend's far end."""

    def __init__(self, shop: StandIn, told: Told) -> None:
        self.shop = shop
        self.told = told
        self.gate = asyncio.Event()
        self.configuration: Settings | Unusable = configured()
        self.resources = Resources(configured(), lambda config: httpx.ASGITransport(shop), Ending(0, 5))
        self.app = Reloading(configured(), self.read, self.resources, told.received)
        self.http = httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url="http://gateway")

    def read(self) -> Settings:
        if isinstance(self.configuration, Unusable):
            raise self.configuration
        return self.configuration

    def uses(self, settings: Settings) -> bool:
        return self.app.settings == settings

    async def ask(self, query: str = ORDERS) -> Any:
        return (await self.http.post("/graphql", json={"query": query})).json()

    async def asking(self) -> "asyncio.Task[Any]":
        """A query that the shop has, and does not answer yet."""
        asked, self.shop.gate = self.shop.calls(), self.gate
        asking = asyncio.create_task(self.ask())
        await until(lambda: self.shop.calls() > asked)
        return asking


def configured(backend: dict[str, Any] | None = None, server: dict[str, Any] | None = None) -> Settings:
    given = {"id": "shop", "vendor": "wimpel", "url": "https://shop.test", "secret": SECRET, "row_ttl": 0}
    return Settings(
        server=Server(**{"anonymous_scopes": frozenset(Scope)} | (server or {})),
        state=State(url=SecretStr(TEMPORARY)),
        backends=(BackendConfig.model_validate(given | (backend or {})),),
    )


@asynccontextmanager
async def serving() -> AsyncIterator[Process]:
    process = Process(stand_in(), Told())
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(process.http)
        await stack.enter_async_context(process.app.opened())
        yield process


async def test_new_requests_use_the_new_configuration() -> None:
    async with serving() as process:
        process.configuration = configured(server={"anonymous_scopes": frozenset()})
        before = await process.ask()
        await process.app.reload()
        after = await process.ask()

        assert "errors" not in before
        assert {error["extensions"]["code"] for error in after["errors"]} == {"FORBIDDEN"}


async def test_a_request_under_way_ends_on_the_configuration_that_it_began_with() -> None:
    async with serving() as process:
        asking = await process.asking()
        process.configuration = configured({"id": "other"})
        await process.app.reload()
        process.gate.set()
        told = (await process.http.get("/health/ready")).json()

        assert "errors" not in await asking
        assert list(told["backends"]) == ["other"]


async def test_the_old_connections_are_closed_once_the_last_request_has_ended() -> None:
    async with serving() as process:
        asking = await process.asking()
        process.configuration = configured({"id": "other"})
        await process.app.reload()
        for _ in range(20):  # What closes them has had its turns.
            await asyncio.sleep(0)
        during = connected(process)
        process.gate.set()
        await asking
        await until(lambda: not process.app.closing)

        assert (during, connected(process)) == (["shop", "other"], ["other"])


async def test_no_request_fails_while_one_configuration_follows_the_other() -> None:
    async with serving() as process:
        asking = []
        for seconds in range(1, 6):
            asking += [asyncio.create_task(process.ask()) for _ in range(5)]
            process.configuration = configured({"timeout": seconds})
            await process.app.reload()
        answers = await asyncio.gather(*asking)

        assert [answer for answer in answers if "errors" in answer] == []


async def test_a_backend_that_is_configured_alike_keeps_what_is_known_of_it() -> None:
    async with serving() as process:
        await process.ask()
        process.configuration = configured(server={"deadline": 3})
        await process.app.reload()
        told = (await process.http.get("/health/ready")).json()

        assert told["backends"]["shop"]["health"] == "UP"


async def test_a_backend_that_is_configured_otherwise_begins_anew() -> None:
    async with serving() as process:
        await process.ask()
        process.configuration = configured({"timeout": 3})
        await process.app.reload()
        told = (await process.http.get("/health/ready")).json()

        assert told["backends"]["shop"]["health"] == "UNKNOWN"


async def test_counts_go_on() -> None:
    async with serving() as process:
        await process.ask()
        await process.app.reload()
        await process.ask()
        metrics = (await process.http.get("/metrics")).text

        assert re.search(r"^graphql_server_operation_duration_seconds_count{.*} 2.0$", metrics, re.MULTILINE)


async def test_a_wrong_configuration_changes_nothing_and_is_told_in_the_words_of_check() -> None:
    async with serving() as process:
        process.configuration = Unusable("gateway.toml: limits.depht: unknown key\ngateway.toml: server.port: expected")
        with capture_logs() as lines:
            await process.app.reload()

        assert lines == [
            {
                "event": "configuration_refused",
                "log_level": "error",
                "faults": ["gateway.toml: limits.depht: unknown key", "gateway.toml: server.port: expected"],
            }
        ]
        assert "errors" not in await process.ask()


async def test_a_configuration_that_can_t_be_opened_changes_nothing() -> None:
    async with serving() as process:
        process.configuration = configured({"vendor": "nobody"})
        with capture_logs() as lines:
            await process.app.reload()

        assert [(line["event"], line["log_level"]) for line in lines] == [("configuration_not_opened", "error")]
        assert "errors" not in await process.ask()


async def test_what_changed_is_told_and_what_takes_a_new_process() -> None:
    async with serving() as process:
        process.configuration = configured({"secret": "another"}, {"port": 9, "deadline": 3})
        with capture_logs() as lines:
            await process.app.reload()

        assert [(line["event"], line.get("changed"), line.get("keys")) for line in lines] == [
            ("configuration_taken", ["backends.shop.secret", "server.deadline"], None),
            ("configuration_needs_restart", None, ["server.port"]),
        ]


async def test_each_hangup_reads_the_configuration_again() -> None:
    async with serving() as process:
        for deadline in (3, 4):
            process.configuration = wanted = configured(server={"deadline": deadline})
            process.told.again()
            await until(partial(process.uses, wanted))

        assert "errors" not in await process.ask()


async def test_a_process_that_ends_is_live_and_not_ready_and_closes_its_connections() -> None:
    async with serving() as process:
        process.resources.ending.begin()
        live, ready = await process.http.get("/health/live"), await process.http.get("/health/ready")

        assert live.status_code == 200
        assert (ready.status_code, ready.json(), ready.headers["connection"]) == (503, {"status": "not ready"}, "close")


def connected(process: Process) -> list[str]:
    return process.resources.connections.ids()
