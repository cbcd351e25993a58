"""What one caller was told stands in for another only as far as that other one might have been told it himself."""

from typing import Any

import pytest

from app.auth.callers import fingerprint
from resolvers.vendors.stand_in import Faults
from tests.edge.conftest import OpenDoor
from tests.edge.door import Door

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]

ALL = ["orders:read", "orders:write", "customers:read", "raw:read"]
RIGHTS: dict[str, dict[str, Any]] = {
    "all": {"scopes": ALL},
    "impersonal": {"scopes": ["orders:read"]},
    "one backend": {"scopes": ALL, "backends": ["wimpel"]},
    "nothing": {"scopes": []},
}
FEWER = [name for name in RIGHTS if name != "all"]
QUERY = """query ($id: ID!, $other: ID!, $customer: ID!) {
    order(id: $id) { id number raw customer { name email orders(first: 2) { nodes { id } } } linkedOrders { id } }
    other: order(id: $other) { id number raw }
    node(id: $other) { id }
    nodes(ids: [$id, $other]) { id }
    customer(id: $customer) { name email }
    orders(first: 30) { nodes { id reference } sources { backend { id } } }
    backends { id }
}"""


@pytest.fixture
async def door(open_door: OpenDoor) -> Door:
    clients = [{"name": name, "key_sha256": fingerprint(f"og_{name}"), **may} for name, may in RIGHTS.items()]
    return await open_door(clients=clients, server={})


async def asked(door: Door, who: str, query: str = QUERY, **variables: Any) -> dict[str, Any]:
    answer: dict[str, Any] = (await door.ask(query, {"x-api-key": f"og_{who}"}, variables=variables)).json()
    return answer


async def ids(door: Door) -> dict[str, str]:
    query = "{ orders(first: 30) { nodes { id customerId backend { id } } } }"
    newest = {node["backend"]["id"]: node for node in (await asked(door, "all", query))["data"]["orders"]["nodes"]}
    wimpel = newest["wimpel"]
    return {"id": wimpel["id"], "other": newest["logictrade"]["id"], "customer": wimpel["customerId"]}


def paths(answer: dict[str, Any]) -> list[Any]:
    return [(entry["path"], entry["backend"]) for entry in answer.get("extensions", {}).get("stale", [])]


@pytest.mark.parametrize("who", FEWER)
async def test_an_earlier_answer_tells_nobody_more_than_a_new_one(door: Door, who: str) -> None:
    """The same data and the same refusals: but for what is said to be old, the answer is the one from before."""
    variables = await ids(door)
    fresh = await asked(door, who, **variables)
    await asked(door, "all", **variables)
    for far_end in door.far_ends.values():
        far_end.faults = Faults(status=500)
    stale = await asked(door, who, **variables)

    assert {**stale, "extensions": None} == {**fresh, "extensions": None}
    assert {backend for _, backend in paths(stale)} <= set(RIGHTS[who].get("backends", door.far_ends))


async def test_who_may_not_see_a_backend_does_not_hear_of_its_age(door: Door) -> None:
    query = "query ($id: ID!) { order(id: $id) { linkedOrders { id } } }"
    id = (await ids(door))["id"]
    await asked(door, "all", query, id=id)
    door.app.state.gateway.memory.scans.clear()  # Else the list, just read, would be new enough.
    door.far_ends["logictrade"].faults = Faults(status=500)
    told, other = await asked(door, "all", query, id=id), await asked(door, "one backend", query, id=id)

    assert paths(told) == [(["order", "linkedOrders"], "logictrade")]
    assert paths(other) == []
    assert other["data"] == {"order": {"linkedOrders": []}}


async def test_what_another_caller_was_told_stands_in_for_who_may_see_it(door: Door) -> None:
    query = "query ($id: ID!) { order(id: $id) { number } }"
    id = (await ids(door))["id"]
    told = await asked(door, "all", query, id=id)
    door.far_ends["wimpel"].faults = Faults(status=500)
    other = await asked(door, "impersonal", query, id=id)

    assert other["data"] == told["data"]
    assert paths(other) == [(["order"], "wimpel")]
