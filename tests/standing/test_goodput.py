"""At twice what the gateway takes, it answers as many as ever; the rest is turned away without a call upstream.

No time is measured: the far end lets answers out one by one, and what is counted is who was being served meanwhile.
"""

import asyncio
from itertools import count
from typing import Literal

import httpx
import pytest

from tests.standing.world import HOURS, World, world
from tests.waiting import until

pytestmark = pytest.mark.anyio
MOST = 4
STEPS = 15
SERVER: dict[str, object] = {"max_operations": MOST, "deadline": HOURS}


class Turnstile(asyncio.Event):
    """Lets one answer out at a time."""

    def __init__(self) -> None:
        super().__init__()
        self._turns = asyncio.Semaphore(0)

    async def wait(self) -> Literal[True]:
        return await self._turns.acquire()

    def let(self, answers: int = 1) -> None:
        for _ in range(answers):
            self._turns.release()


class Flood:
    """Operations of one call each, for an order of its own. `out`: those that are not answered yet."""

    def __init__(self, gateway: World) -> None:
        self._gateway = gateway
        self._numbers = count()
        self.vendor = gateway.vendors["wimpel"]
        self.vendor.gate = self.gate = Turnstile()
        self.out: set[asyncio.Task[httpx.Response]] = set()

    def ask(self) -> "asyncio.Task[httpx.Response]":
        query = f'{{ order(id: "gid://wimpel/Order/x{next(self._numbers)}") {{ number }} }}'
        asking = asyncio.create_task(self._gateway.client.post("/graphql", json={"query": query}))
        self.out.add(asking)
        return asking

    async def answered(self) -> list[httpx.Response]:
        """As soon as there is any."""
        done, self.out = await asyncio.wait(self.out, return_when=asyncio.FIRST_COMPLETED)
        return [asking.result() for asking in done]

    async def fill(self) -> None:
        for _ in range(MOST):
            self.ask()
        await until(lambda: self.vendor.in_flight == MOST)


async def test_at_twice_the_capacity_as_many_are_answered_as_at_capacity() -> None:
    """For each that is let out two come in: one takes its place, the other is turned away."""
    served: list[int] = []
    async with world(SERVER) as gateway:
        flood = Flood(gateway)
        await flood.fill()
        for _ in range(STEPS):
            flood.gate.let()
            served += [answer.status_code for answer in await flood.answered()]
            flood.ask()
            flood.ask()
            refused = await flood.answered()
            await until(lambda: flood.vendor.in_flight == MOST)

            assert [answer.status_code for answer in refused] == [503]
            assert len(flood.out) == MOST
        flood.gate.let(MOST)
        served += [answer.status_code for answer in await asyncio.gather(*flood.out)]

        assert served == [200] * (STEPS + MOST)
        assert flood.vendor.calls() == STEPS + MOST


async def test_who_is_turned_away_is_told_so_without_a_call_and_while_all_others_wait() -> None:
    """So its answer hangs on nobody's."""
    async with world(SERVER) as gateway:
        flood = Flood(gateway)
        await flood.fill()
        for _ in range(MOST):
            flood.ask()
        refused = await flood.answered()
        while len(refused) < MOST:
            refused += await flood.answered()

        assert {(answer.status_code, answer.headers["retry-after"]) for answer in refused} == {(503, "1")}
        assert {answer.json()["errors"][0]["extensions"]["code"] for answer in refused} == {"OVERLOADED"}
        assert flood.vendor.calls() == MOST
        flood.gate.let(MOST)
        await asyncio.gather(*flood.out)


async def test_after_the_flood_the_next_is_answered_at_once() -> None:
    async with world(SERVER) as gateway:
        flood = Flood(gateway)
        await flood.fill()
        flooded = [flood.ask() for _ in range(2 * MOST)]
        await asyncio.wait(flooded)
        flood.gate.let(MOST)
        await asyncio.gather(*flood.out)
        flood.vendor.gate = None

        assert (await flood.ask()).json()["data"] == {"order": None}
        await until(lambda: flood.vendor.in_flight == 0)
