"""What an operation costs, as whoever asks it meets it: in its answer, at the limit, in the log."""

import json
from typing import Any

import httpx
import pytest

from app.auth.callers import fingerprint
from tests.edge.conftest import OpenDoor
from tests.edge.door import GRAPHQL, Door, codes
from tests.logged import Log

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]

LIST = "{ orders(first: 5) { nodes { id customer { name } } } }"
SCHEMA = "{ __schema { queryType { name } } }"
PLAN = {"x-gateway-explain": "plan"}


def cost(answer: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = answer["extensions"]["cost"]
    return found


async def requested(door: Door, query: str = LIST) -> int:
    return int(cost((await door.ask(query, PLAN)).json())["requestedQueryCost"])


async def test_an_answer_says_what_it_might_have_cost_and_what_it_did(door: Door) -> None:
    told = cost((await door.ask(LIST)).json())

    assert told["requestedQueryCost"] >= told["actualQueryCost"] == door.calls + 1
    assert told["throttleStatus"] == {"maximumAvailable": 5000, "currentlyAvailable": 5000, "restoreRate": 5000}


@pytest.mark.parametrize("query", [SCHEMA, "{ __typename }", "{ backends { id } }"])
async def test_what_asks_no_vendor_costs_a_point(door: Door, query: str) -> None:
    told = cost((await door.ask(query)).json())

    assert (told["requestedQueryCost"], told["actualQueryCost"], door.calls) == (1, 1, 0)


async def test_a_cost_is_never_more_than_a_client_can_read(door: Door) -> None:
    """Each level has up to a hundred orders for each of the level above."""
    query = "{ orders { nodes { " + "linkedOrders { " * 12 + "id" + " }" * 15

    (refused,) = (await door.ask(query)).json()["errors"]
    planned = await requested(door, query)

    assert refused["extensions"] == {"code": "QUERY_TOO_EXPENSIVE", "limit": 5000, "asked": 2**53 - 1}
    assert planned == 2**53 - 1


async def test_a_list_costs_the_same_by_its_edges_as_by_its_nodes(door: Door) -> None:
    by_edges = "{ orders(first: 5) { edges { node { id customer { name } } } } }"

    assert await requested(door, by_edges) == await requested(door, LIST)


async def test_a_get_says_it_too_and_in_a_batch_each_its_own(door: Door) -> None:
    got = await door.http.get("/graphql", params={"query": LIST})
    batch = (await door.post(json.dumps([{"query": LIST}, {"query": "{ backends { id } }"}]))).json()

    assert cost(got.json())["requestedQueryCost"] == cost(batch[0])["requestedQueryCost"] > 1
    assert cost(batch[1])["requestedQueryCost"] == 1


@pytest.mark.parametrize("query", ["{", "{ nothing }"])
async def test_what_is_not_carried_out_says_nothing_of_cost(door: Door, query: str) -> None:
    assert "extensions" not in (await door.ask(query)).json()


async def test_what_is_remembered_is_not_charged_again(door: Door) -> None:
    first, second = [cost((await door.ask(LIST)).json()) for _ in range(2)]

    assert first["requestedQueryCost"] == second["requestedQueryCost"]
    assert first["actualQueryCost"] > second["actualQueryCost"]


# ------------------------------------------------------------------ the limit


async def test_at_the_limit_it_is_carried_out(open_door: OpenDoor, door: Door) -> None:
    limited = await open_door(limits={"max_cost": await requested(door)})

    assert codes(await limited.ask(LIST)) == []


async def test_one_over_it_is_refused_with_both_figures_before_anybody_is_asked(
    open_door: OpenDoor, door: Door
) -> None:
    asked = await requested(door)
    limited = await open_door(limits={"max_cost": asked - 1})

    response = await limited.ask(LIST, {"accept": GRAPHQL})

    assert response.status_code == 400
    assert response.json()["errors"] == [
        {
            "message": f"The operation may cost {asked} points; the limit is {asked - 1}.",
            "extensions": {"code": "QUERY_TOO_EXPENSIVE", "limit": asked - 1, "asked": asked},
        }
    ]
    assert limited.calls == 0


async def test_lists_within_lists_within_lists_are_refused(door: Door) -> None:
    inner = "orders(first: 100) { nodes { id } }"
    for _ in range(2):
        inner = f"orders(first: 100) {{ nodes {{ customer {{ {inner} }} }} }}"

    response = await door.ask(f"{{ {inner} }}")

    assert codes(response) == ["QUERY_TOO_EXPENSIVE"]
    assert door.calls == 0


async def test_a_refused_operation_costs_the_others_of_its_batch_nothing(open_door: OpenDoor) -> None:
    door = await open_door(limits={"max_cost": 10})

    refused, carried_out = (await door.post(json.dumps([{"query": LIST}, {"query": "{ backends { id } }"}]))).json()

    assert refused["errors"][0]["extensions"]["code"] == "QUERY_TOO_EXPENSIVE"
    assert carried_out["data"]["backends"]


async def test_a_plan_is_priced_and_free_also_of_what_would_be_refused(open_door: OpenDoor) -> None:
    door = await open_door(limits={"max_cost": 1, "anonymous_cost_per_second": 0.001})

    answers = [cost((await door.ask(LIST, PLAN)).json()) for _ in range(3)]

    assert {told["actualQueryCost"] for told in answers} == {0}
    assert all(told["requestedQueryCost"] > 1 for told in answers)
    assert door.calls == 0


# ------------------------------------------------------------------ who asks


async def test_backends_that_a_caller_does_not_see_are_no_part_of_its_cost(open_door: OpenDoor) -> None:
    clients = [
        {"name": name, "key_sha256": fingerprint(name), "scopes": ["orders:read"], **seen}
        for name, seen in (("all", {}), ("few", {"backends": ["wimpel"]}))
    ]
    door = await open_door(clients=clients)

    told = [
        cost((await door.ask("{ orders { nodes { id } } }", {"x-api-key": name})).json()) for name in ("all", "few")
    ]

    assert [each["requestedQueryCost"] for each in told] == [61, 31]


async def test_variables_that_can_t_be_used_are_told_and_cost_nothing(door: Door) -> None:
    query = "query ($first: Int!) { orders(first: $first) { nodes { id } } }"

    response = await door.ask(query, variables={"first": "many"})

    assert codes(response) == ["BAD_USER_INPUT"]
    assert door.calls == 0


@pytest.mark.parametrize("after", ["nonsense", None])
async def test_a_cursor_that_can_t_be_used_costs_nothing(door: Door, after: str | None) -> None:
    query = "query ($after: String) { orders(after: $after) { nodes { id } } }"

    told = cost((await door.ask(query, variables={"after": after})).json())

    assert told["requestedQueryCost"] == (61 if after is None else 1)


# ------------------------------------------------------------------ faults


async def test_a_call_that_is_made_again_is_charged_once(door: Door) -> None:
    """A vendor that is down for a moment, which nobody can tell before."""
    far_end = door.far_ends["wimpel"]
    far_end.faults = type(far_end.faults)(status=503, times=1)

    told = cost((await door.ask('{ orders(first: 5, where: {backends: ["wimpel"]}) { nodes { id } } }')).json())

    assert (far_end.calls(), told["actualQueryCost"]) == (2, 2)


async def test_a_line_of_the_log_says_both(door: Door, log: Log) -> None:
    told = cost((await door.ask(LIST)).json())
    (line,) = log.lines("operation")

    assert (line["requested_cost"], line["actual_cost"]) == (told["requestedQueryCost"], told["actualQueryCost"])


async def test_what_never_ran_has_cost_nothing_that_could_be_measured(open_door: OpenDoor, log: Log) -> None:
    door = await open_door(limits={"max_cost": 1})

    await door.ask(LIST)
    await door.ask(LIST, PLAN)
    told = log.lines("operation")

    assert [line["requested_cost"] > 1 for line in told] == [True, True]
    assert all("actual_cost" not in line for line in told)


async def test_what_can_t_be_priced_is_priced_as_all_that_may_be_asked(door: Door) -> None:
    """Of a gateway whose backend is none: the fault is the field's own, when it is carried out."""
    gateway = door.app.state.gateway
    door.app.state.gateway = type(gateway)({"wimpel": None}, gateway.memory, gateway.state)

    response: httpx.Response = await door.ask("{ orders { nodes { id } } backends { __typename } }", PLAN)

    assert cost(response.json())["requestedQueryCost"] == 1000 + 1
