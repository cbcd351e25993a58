"""How long a file may take, on a clock that only waiting moves on."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from resolvers.errors import TimedOut
from resolvers.vendors import file
from resolvers.vendors.call import Kind
from resolvers.vendors.config import BackendConfig
from resolvers.vendors.health import HealthRecord
from resolvers.vendors.policies.circuit import State
from resolvers.vendors.upstream import Upstream

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]


Answer = Callable[[httpx.Request], Awaitable[httpx.Response]]


def now() -> float:
    return asyncio.get_running_loop().time()


class Dripping(httpx.AsyncByteStream):
    """A byte every so many seconds, `size` of them or without end. Knows whether anybody still listens."""

    def __init__(self, pause: float, size: int | None = None) -> None:
        self._pause = pause
        self._size = size
        self.is_closed = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        sent = 0
        while sent != self._size:
            await asyncio.sleep(self._pause)
            yield b"%"
            sent += 1

    async def aclose(self) -> None:
        self.is_closed = True


async def read(chunks: AsyncIterator[bytes], pause: float = 0.0) -> int:
    """How many there were. `pause`: what the reader takes for each."""
    count = 0
    async for _ in chunks:
        count += 1
        await asyncio.sleep(pause)
    return count


@asynccontextmanager
async def upstream(stream: Dripping | Answer, **config: Any) -> AsyncIterator[Upstream]:
    given = {"id": "shop", "vendor": "any", "url": "https://vendor.test", "max_concurrency": 1, "circuit_calls": 1}
    answer = (lambda request: httpx.Response(200, stream=stream)) if isinstance(stream, Dripping) else stream
    transport = httpx.MockTransport(answer)
    async with httpx.AsyncClient(transport=transport) as http:
        health = HealthRecord(lambda: datetime.now(UTC))
        yield Upstream(BackendConfig.model_validate(given | config), http, health)


async def test_a_file_that_drips_for_ever_ends_when_its_time_is_over() -> None:
    start = now()
    with pytest.raises(TimedOut):
        await read(file.in_time("shop", aiter(Dripping(4.0)), 60.0))

    assert now() - start == 60.0


async def test_one_that_is_complete_by_then_is_read_to_its_end() -> None:
    assert await read(file.in_time("shop", aiter(Dripping(4.0, size=14)), 60.0)) == 14


async def test_what_its_reader_takes_is_not_counted() -> None:
    assert await read(file.in_time("shop", aiter(Dripping(4.0, size=14)), 60.0), pause=1000.0) == 14


async def test_one_that_was_cut_off_gives_back_its_connection_and_its_place() -> None:
    stream = Dripping(4.0)
    async with upstream(stream, circuit_calls=0) as out:
        for _ in range(2):
            with pytest.raises(TimedOut):
                async with out.stream("GET", "/orders/1/pdf") as taken:
                    await read(taken.chunks)
            await asyncio.sleep(0.1)

            assert stream.is_closed
        assert out.traffic.in_flight == 0


async def test_the_vendor_is_blamed_for_it() -> None:
    async with upstream(Dripping(4.0)) as out:
        with pytest.raises(TimedOut):
            async with out.stream("GET", "/orders/1/pdf") as taken:
                await read(taken.chunks)

        assert out.circuits[Kind.FILE].state is State.OPEN


async def test_one_that_does_not_begin_is_a_call_that_is_not_answered() -> None:
    start = now()

    async def silent(request: httpx.Request) -> httpx.Response:
        await asyncio.Event().wait()
        raise AssertionError("nobody wakes it")

    async with upstream(silent, timeout=7.0) as out:
        with pytest.raises(TimedOut):
            async with out.stream("GET", "/orders/1/pdf"):
                raise AssertionError("it never begins")

    assert now() - start == 7.0


async def test_its_time_is_the_backends_own() -> None:
    start = now()
    async with upstream(Dripping(4.0), file_timeout=10.0) as out:
        with pytest.raises(TimedOut):
            async with out.stream("GET", "/orders/1/pdf") as taken:
                await read(taken.chunks)

    assert now() - start == 10.0
