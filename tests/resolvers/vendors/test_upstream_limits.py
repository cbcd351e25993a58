"""A call gets what remains of its operation's time: a part to connect, the rest up to a first byte, then no silence."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from resolvers.errors import BackendFault, NeverSent, TimedOut
from resolvers.vendors.config import BackendConfig
from resolvers.vendors.health import HealthRecord
from resolvers.vendors.policies import deadline
from resolvers.vendors.upstream import Upstream
from tests.resolvers.vendors.sockets import far_end

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]

HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n"


@asynccontextmanager
async def upstream(
    url: str, transport: httpx.AsyncBaseTransport | None = None, **config: Any
) -> AsyncIterator[Upstream]:
    given = {"id": "shop", "vendor": "any", "url": url, "circuit_calls": 0}
    async with httpx.AsyncClient(transport=transport, trust_env=False) as http:
        health = HealthRecord(lambda: datetime.now(UTC))
        yield Upstream(BackendConfig.model_validate(given | config), http, health)


async def seconds_to(fault: type[BackendFault], out: Upstream) -> float:
    now = asyncio.get_running_loop().time
    start = now()
    with pytest.raises(fault):
        await out.ask("GET", "/orders/1")
    return now() - start


async def test_who_falls_silent_in_the_middle_of_an_answer_is_given_up_before_his_time_is_over() -> None:
    async with far_end(says=HEAD + b"{") as (_, url), upstream(url, timeout=60, read_timeout=5) as out:
        assert await seconds_to(TimedOut, out) == 5


async def test_who_thinks_before_he_speaks_may_do_so_longer_than_that() -> None:
    async with far_end(says=b"") as (_, url), upstream(url, timeout=60, read_timeout=5) as out:
        assert await seconds_to(TimedOut, out) == 60


async def test_before_the_first_byte_what_remains_of_the_operation_ends_it() -> None:
    async with far_end(says=b"") as (_, url), upstream(url, timeout=60, read_timeout=60) as out:
        with deadline.after(10):
            assert await seconds_to(TimedOut, out) == 10


async def test_in_the_middle_of_an_answer_too() -> None:
    async with far_end(says=HEAD + b"{") as (_, url), upstream(url, timeout=60, read_timeout=60) as out:
        with deadline.after(10):
            assert await seconds_to(TimedOut, out) == 10


async def test_a_connection_has_its_own_limit_and_one_that_is_not_made_in_it_asked_for_nothing() -> None:
    limits = []

    def unreachable(request: httpx.Request) -> httpx.Response:
        limits.append(request.extensions["timeout"]["connect"])
        raise httpx.ConnectTimeout("no route")

    config = {"connect_timeout": 1.5, "timeout": 60}
    async with upstream("http://shop.test", httpx.MockTransport(unreachable), **config) as out:
        await seconds_to(NeverSent, out)

    assert set(limits) == {1.5}
