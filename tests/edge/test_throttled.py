"""Callers who ask too often, as they meet it."""

import json
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from app.auth.callers import fingerprint
from tests.edge.conftest import OpenDoor
from tests.edge.door import GRAPHQL, Door, codes

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]

QUERY = '{ orderByIdentifier(backend: "logictrade", identifier: {vendorId: "1"}) { number } }'
CHEAP = "{ backends { id } }"
SLOW = {"max_cost": 10, "anonymous_cost_per_second": 0.001}
"""A bucket of ten points that doesn't fill again while a test runs."""


@pytest.fixture
async def slow(open_door: OpenDoor) -> Door:
    return await open_door(limits=SLOW)


def cost(response: httpx.Response) -> dict[str, Any]:
    found: dict[str, Any] = response.json()["extensions"]["cost"]
    return found


async def empty(door: Door, query: str = QUERY, **headers: str) -> None:
    """Asks until there is not enough left."""
    for _ in range(20):
        if "RATE_LIMITED" in codes(await door.ask(query, headers)):
            return
    pytest.fail("there is no end to it")


async def test_an_operation_s_cost_is_taken_from_what_there_is(slow: Door) -> None:
    before, after = [cost(await slow.ask(QUERY)) for _ in range(2)]
    left = before["throttleStatus"]["currentlyAvailable"] - after["throttleStatus"]["currentlyAvailable"]

    assert left == pytest.approx(after["actualQueryCost"], abs=1)
    assert after["throttleStatus"]["maximumAvailable"] == 10
    assert after["throttleStatus"]["restoreRate"] == 0.001


@pytest.mark.parametrize(("accept", "status"), [(GRAPHQL, 429), ("application/json", 200)])
async def test_over_it_the_answer_says_when_to_ask_again_and_no_vendor_is_asked(
    slow: Door, accept: str, status: int
) -> None:
    await empty(slow)
    calls = slow.calls

    refused = await slow.ask(QUERY, {"accept": accept})

    assert (refused.status_code, codes(refused)) == (status, ["RATE_LIMITED"])
    seconds = refused.json()["errors"][0]["extensions"]["retryAfterSeconds"]
    assert refused.headers["retry-after"] == str(seconds)
    assert "data" not in refused.json()
    assert slow.calls == calls


async def test_in_a_batch_each_is_refused_for_itself_and_the_header_is_the_longest_wait(
    open_door: OpenDoor,
) -> None:
    door = await open_door(limits=SLOW | {"max_cost": 90})
    lists = [f"{{ orders(first: {count}) {{ nodes {{ number customer {{ name }} }} }} }}" for count in (1, 20)]
    await empty(door, lists[0])

    answer = await door.post(json.dumps([{"query": each} for each in (*lists, CHEAP)]), accept=GRAPHQL)

    *refused, carried_out = answer.json()
    waits = [each["errors"][0]["extensions"]["retryAfterSeconds"] for each in refused]
    assert (answer.status_code, carried_out["data"]) == (200, {"backends": [{"id": "wimpel"}, {"id": "logictrade"}]})
    assert answer.headers["retry-after"] == str(max(waits))
    assert waits[0] < waits[1]


async def test_a_client_with_a_key_is_counted_apart_from_its_address(open_door: OpenDoor) -> None:
    client = {"name": "erp", "key_sha256": fingerprint("og_erp"), "scopes": ["orders:read"], "cost_per_second": 0.001}
    door = await open_door(limits=SLOW, clients=[client])
    await empty(door)

    answer = await door.ask(QUERY, {"x-api-key": "og_erp"})
    assert codes(answer) == []
    await empty(door, **{"x-api-key": "og_erp"})


async def test_a_document_costs_a_point_and_is_refused_likewise(slow: Door) -> None:
    answers = [await slow.http.get("/documents/logictrade/order/1") for _ in range(11)]

    assert [answer.status_code for answer in answers] == [404] * 10 + [429]
    assert codes(answers[-1]) == ["RATE_LIMITED"]
    assert int(answers[-1].headers["retry-after"]) > 0


async def test_who_has_no_quota_is_told_of_a_full_bucket(door: Door) -> None:
    status = [cost(await door.ask(QUERY))["throttleStatus"] for _ in range(2)]

    assert status[0] == status[1]
    assert status[0]["currentlyAvailable"] == status[0]["maximumAvailable"]


async def from_proxy(door: Door, for_whom: str) -> list[str]:
    """Over a connection from 10.0.0.9."""
    transport = httpx.ASGITransport(door.app, client=("10.0.0.9", 4321))
    async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as client:
        return codes(await client.post("/graphql", json={"query": QUERY}, headers={"x-forwarded-for": for_whom}))


async def drained(door: Door, for_whom: str) -> None:
    for _ in range(20):
        if await from_proxy(door, for_whom):
            return
    pytest.fail("there is no end to it")


async def test_who_asks_through_a_trusted_proxy_is_counted_by_the_address_that_it_saw(open_door: OpenDoor) -> None:
    server = {"anonymous_scopes": ["orders:read"], "trusted_proxies": ["10.0.0.0/8"]}
    door = await open_door(limits=SLOW, server=server)
    await drained(door, "192.0.2.1")

    assert await from_proxy(door, "192.0.2.2") == []
    assert await from_proxy(door, "192.0.2.2, 192.0.2.1") == ["RATE_LIMITED"]
    assert await from_proxy(door, "192.0.2.2, 192.0.2.1, 10.0.0.3") == ["RATE_LIMITED"]


async def test_what_anybody_else_says_of_its_address_is_not_believed(slow: Door) -> None:
    await drained(slow, "192.0.2.1")

    assert await from_proxy(slow, "192.0.2.2") == ["RATE_LIMITED"]


async def test_where_the_state_is_gone_everybody_is_answered_and_that_is_told_once(open_door: OpenDoor) -> None:
    door = await open_door(limits=SLOW, state={"url": "redis://127.0.0.1:1/0"})
    with capture_logs() as lines:
        answers = [codes(await door.ask(QUERY)) for _ in range(20)]

    assert answers == [[]] * 20
    assert [line["event"] for line in lines].count("state_unavailable") == 1
