"""What is told of calls to a backend, and what is counted of them."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from resolvers.errors import BackendFault, CircuitOpen, NotThere
from resolvers.vendors import decode
from resolvers.vendors.call import Kind
from resolvers.vendors.config import BackendConfig
from resolvers.vendors.health import HealthRecord
from resolvers.vendors.traffic import CANCELLED, FAILED, Ended, Traffic
from resolvers.vendors.upstream import Upstream
from tests.resolvers.vendors.policies.ticking import Ticking
from tests.resolvers.vendors.way import Answer, FarEnd, says

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]


@asynccontextmanager
async def listening(answer: Answer, ticking: Ticking, **config: Any) -> AsyncIterator[tuple[Upstream, list[Ended]]]:
    heard: list[Ended] = []
    given = {"id": "shop", "vendor": "any", "url": "https://vendor.test", "circuit_calls": 0}
    async with httpx.AsyncClient(transport=FarEnd(answer)) as http:
        settings, health = BackendConfig.model_validate(given | config), HealthRecord(lambda: None)  # type: ignore[arg-type,return-value]
        yield Upstream(settings, http, health, ticking.clock, lambda: 0.0, heard=heard.append), heard


def ended(status: int | None, error: str | None, method: str = "GET", kind: str = "read") -> Ended:
    return Ended("shop", method, kind, status, error, 0.0)


@pytest.mark.parametrize(
    ("status", "method", "told"),
    [
        (201, "POST", ended(201, None, "POST", "write")),
        (200, "GET", ended(200, None)),
        (404, "GET", ended(404, "404")),
        (500, "GET", ended(500, "500")),
    ],
)
async def test_a_call_is_told_with_its_status(status: int, method: str, told: Ended) -> None:
    async with listening(says(status), Ticking()) as (upstream, heard):
        try:
            await upstream.ask(method, "/orders/1")
        except BackendFault:
            assert status >= 400

        assert heard == [told]


async def test_a_call_that_was_cut_off_in_time_is_told_by_its_fault_and_how_long_it_took() -> None:
    ticking = Ticking()

    def slow(request: httpx.Request) -> httpx.Response:
        ticking.at += 3
        raise httpx.ReadTimeout("too late")

    async with listening(slow, ticking) as (upstream, heard):
        with pytest.raises(BackendFault):
            await upstream.ask("GET", "/orders/1")

    assert heard == [Ended("shop", "GET", "read", None, "BACKEND_TIMEOUT", 3)]


async def test_a_call_that_its_caller_gives_up_is_told_as_that_and_is_under_way_no_more() -> None:
    is_asked = asyncio.Event()

    async def hang(request: httpx.Request) -> httpx.Response:
        is_asked.set()
        await asyncio.Event().wait()
        raise AssertionError("nobody wakes it")

    async with listening(hang, Ticking()) as (upstream, heard):
        task = asyncio.create_task(upstream.ask("GET", "/orders/1"))
        await is_asked.wait()
        under_way = upstream.traffic.in_flight
        task.cancel()
        await asyncio.wait([task])

    assert heard == [ended(None, CANCELLED)]
    assert (under_way, upstream.traffic.in_flight) == (1, 0)


async def test_each_retry_is_a_call_of_its_own() -> None:
    answers = iter([httpx.Response(503), httpx.Response(200, content=b"[]")])
    async with listening(lambda request: next(answers), Ticking()) as (upstream, heard):
        await upstream.ask("GET", "/orders/1")

    assert heard == [ended(503, "503"), ended(200, None)]
    assert upstream.retried == 1


async def test_a_call_that_is_not_sent_is_told_to_nobody_and_counted_with_its_reason() -> None:
    async with listening(says(500), Ticking(), circuit_calls=1) as (upstream, heard):
        with pytest.raises(BackendFault):
            await upstream.ask("GET", "/orders/1")
        with pytest.raises(CircuitOpen):
            await upstream.ask("GET", "/orders/1")

    assert len(heard) == 1
    assert upstream.traffic.refused == Counter({(Kind.READ.value, "CIRCUIT_OPEN"): 1})


async def test_an_answer_that_can_not_be_read_is_counted_once_it_is_known() -> None:
    async with listening(says(body=b"[1"), Ticking()) as (upstream, heard):
        text = await upstream.ask("GET", "/orders")
        with pytest.raises(BackendFault):
            decode.rows("shop", text)

    assert heard == [ended(200, None)]
    assert upstream.traffic.unreadable == 1


async def test_what_is_no_backends_fault_is_told_as_other() -> None:
    heard: list[Ended] = []
    traffic = Traffic("shop", Ticking().clock, heard.append)

    with pytest.raises(ZeroDivisionError), traffic.sending("GET", "read"):
        raise ZeroDivisionError

    assert heard == [ended(None, FAILED)]


@pytest.mark.parametrize("leaving", [asyncio.CancelledError, GeneratorExit])
async def test_whichever_way_a_caller_leaves_it_is_told_as_that(leaving: type[BaseException]) -> None:
    """Nobody else waits for a file that was opened in a generator and is never closed."""
    heard: list[Ended] = []
    traffic = Traffic("shop", Ticking().clock, heard.append)

    with pytest.raises(leaving), traffic.sending("GET", "file"):
        raise leaving

    assert heard == [ended(None, CANCELLED, kind="file")]


async def test_nothing_there_is_no_refusal_to_send() -> None:
    async with listening(says(404), Ticking()) as (upstream, _):
        with pytest.raises(NotThere):
            await upstream.ask("GET", "/orders/1")

    assert upstream.traffic.refused == Counter()
