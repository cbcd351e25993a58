"""A client that leaves takes along what only it waited for, and nothing else; nothing of it is left behind.

How soon, to the millisecond, is shown in test_to_the_millisecond.py. Here it is over real sockets, at any speed.
"""

import asyncio

import pytest

from tests.standing.world import HANGING, HOURS, LIST, Config, World, world
from tests.waiting import until

pytestmark = pytest.mark.anyio
PATIENT: Config = {"deadline": HOURS}
"""No time of the gateway's own ends anything."""
ORDER = '{ order(id: "gid://wimpel/Order/x1") { number } }'


async def _leaves(gateway: World, query: str) -> None:
    """And no call is under way for it any more."""
    client = asyncio.create_task(gateway.ask(query))
    await until(lambda: gateway.vendors["wimpel"].in_flight)
    client.cancel()
    await asyncio.wait([client])
    await until(lambda: not gateway.vendors["wimpel"].in_flight)


@pytest.mark.parametrize("query", [ORDER, LIST])
async def test_what_only_it_waited_for_is_given_up(query: str) -> None:
    async with world(PATIENT) as gateway:
        gateway.vendors["wimpel"].faults = HANGING
        await _leaves(gateway, query)

        assert gateway.vendors["wimpel"].calls() == 1


@pytest.mark.parametrize(
    ("vendor", "path", "query"),
    [("wimpel", "/graphql", {"query": ORDER}), ("obapi", "/documents/obapi/order/1", {})],
)
async def test_so_is_what_was_asked_by_get(vendor: str, path: str, query: dict[str, str]) -> None:
    async with world(PATIENT, file_timeout=HOURS) as gateway:
        far_end = gateway.vendors[vendor]
        far_end.faults = HANGING
        client = asyncio.create_task(gateway.client.get(path, params=query))
        await until(lambda: far_end.in_flight)
        client.cancel()
        await asyncio.wait([client])
        await until(lambda: not far_end.in_flight)

        assert far_end.calls() == 1


async def test_who_waits_for_the_same_gets_it() -> None:
    async with world(PATIENT) as gateway:
        wimpel = gateway.vendors["wimpel"]
        wimpel.gate = asyncio.Event()
        leaver = asyncio.create_task(gateway.ask(ORDER))
        await until(lambda: wimpel.in_flight)
        follower = asyncio.create_task(gateway.ask(ORDER))
        await until(lambda: _passengers(gateway) == 2)
        leaver.cancel()
        await until(lambda: _passengers(gateway) == 1)
        wimpel.gate.set()

        assert (await follower)["data"] == {"order": None}
        assert wimpel.calls() == 1


async def test_nothing_is_left_behind() -> None:
    async with world(PATIENT) as gateway:
        await gateway.ask(LIST)
        before = asyncio.all_tasks()
        gateway.vendors["wimpel"].faults = HANGING
        for _ in range(5):
            await _leaves(gateway, LIST)
        await until(lambda: len(asyncio.all_tasks()) <= len(before))

        assert len(gateway.app.state.gateway.memory.flights) == 0


def _passengers(gateway: World) -> int:
    return sum(flight.passengers for flight in gateway.app.state.gateway.memory.flights._flights.values())
