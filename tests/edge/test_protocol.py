"""Methods, batches, other sites' pages, and what a browser sees."""

import json
from dataclasses import replace
from typing import Any

import pytest
from structlog.testing import capture_logs

from app.operations.persisted import Persisted
from app.operations.request import GraphQLRequest
from app.settings_edge import Documents
from resolvers.state.texts import InMemory
from tests.edge.conftest import OpenDoor
from tests.edge.door import GRAPHQL, Door, codes

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]

QUERY = "{ backends { id } }"
TWO = 'query A { backends { id } } query B { order(id: "gid://wimpel/Order/none") { id } }'
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


async def get(door: Door, headers: dict[str, str] | None = None, **parameters: str) -> Any:
    return await door.http.get("/graphql", params=parameters or {"query": QUERY}, headers=headers)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "HEAD", "TRACE"])
async def test_another_method_is_405_and_says_which_there_are(door: Door, method: str) -> None:
    response = await door.http.request(method, "/graphql")

    assert (response.status_code, response.headers["allow"]) == (405, "GET, POST")


async def test_a_change_by_get_is_405_and_nothing_is_asked(door: Door) -> None:
    mutation = 'mutation { orderDelete(input: {id: "gid://wimpel/Order/1"}) { outcome } }'

    response = await get(door, query=mutation)

    assert (response.status_code, response.headers["allow"]) == (405, "POST")
    assert door.calls == 0


async def test_what_can_t_be_answered_in_is_406(door: Door) -> None:
    response = await door.ask(QUERY, {"accept": "text/event-stream"})

    assert (response.status_code, codes(response)) == (406, ["BAD_USER_INPUT"])


async def test_what_is_accepted_may_stand_in_several_lines(door: Door) -> None:
    accept = [("accept", "text/html"), ("accept", f"application/json;q=0.5, {GRAPHQL}")]

    response = await door.http.post("/graphql", json={"query": QUERY}, headers=accept)

    assert response.headers["content-type"] == f"{GRAPHQL}; charset=utf-8"


@pytest.mark.parametrize("accept", ["application/json", GRAPHQL])
async def test_an_answer_says_its_type_and_that_it_depends_on_accept(door: Door, accept: str) -> None:
    response = await door.ask(QUERY, {"accept": accept})

    assert response.headers["content-type"] == f"{accept}; charset=utf-8"
    assert "Accept" in response.headers["vary"]
    assert response.json()["data"] == {"backends": [{"id": "wimpel"}, {"id": "logictrade"}]}


@pytest.mark.parametrize(("accept", "status"), [("application/json", 200), (GRAPHQL, 400)])
async def test_an_operation_that_is_refused_has_no_data(door: Door, accept: str, status: int) -> None:
    response = await door.ask("{ nothing }", {"accept": accept})

    assert response.status_code == status
    assert list(response.json()) == ["errors"]


async def test_a_field_that_fails_is_200_in_both_types(door: Door) -> None:
    response = await door.ask('{ order(id: "x") { id } }', {"accept": GRAPHQL})

    assert response.status_code == 200
    assert response.json()["data"] == {"order": None}


@pytest.mark.parametrize(("name", "key"), [("A", "backends"), ("B", "order")])
async def test_of_several_operations_the_named_one_is_carried_out(door: Door, name: str, key: str) -> None:
    response = await door.ask(TWO, operationName=name)

    assert list(response.json()["data"]) == [key]


@pytest.mark.parametrize("more", [{}, {"operationName": "C"}, {"operationName": ""}])
async def test_of_several_operations_none_is_carried_out_unless_one_is_named(door: Door, more: dict[str, str]) -> None:
    response = await door.ask(TWO, {"accept": GRAPHQL}, **more)

    assert (response.status_code, codes(response)) == (400, ["BAD_USER_INPUT"])
    assert door.calls == 0


# ------------------------------------------------------------------ batches


async def test_a_batch_answers_each_in_its_place(door: Door) -> None:
    batch = [{"query": QUERY}, {"query": "{ nothing }"}, {"query": "{ a: backends { id } }"}]

    response = await door.post(json.dumps(batch), accept=GRAPHQL)

    assert response.status_code == 200
    assert [list(answer) for answer in response.json()] == [["data", "extensions"], ["errors"], ["data", "extensions"]]


async def test_each_operation_of_a_batch_has_its_own_loaders(door: Door) -> None:
    """An order is never remembered by the process, so that two operations that share no loader ask for it twice."""
    listed = await door.ask('{ orders(first: 1, where: {backends: ["wimpel"]}) { nodes { id } } }')
    id = listed.json()["data"]["orders"]["nodes"][0]["id"]
    query = {
        "query": "query ($id: ID!) { order(id: $id) { number } same: order(id: $id) { number } }",
        "variables": {"id": id},
    }
    await door.post(json.dumps(query))
    before = door.calls

    answers = (await door.post(json.dumps([query, query]))).json()

    assert answers[0]["data"] == answers[1]["data"]
    assert answers[0]["data"]["order"]["number"]
    assert 1 <= door.calls - before <= 2


class Faulty(Persisted):
    """Our own fault: it knows one document alone."""

    async def text(self, request: GraphQLRequest) -> str:
        return {QUERY: QUERY}[request.query or ""]


async def test_one_of_a_batch_that_fails_by_our_fault_costs_the_others_nothing(door: Door) -> None:
    persisted = Faulty(Documents(), {}, InMemory())
    door.app.state.operations = replace(door.app.state.operations, persisted=persisted)

    with capture_logs() as lines:
        answer = await door.post(json.dumps([{"query": "{ __typename }"}, {"query": QUERY}]))

    failed, fine = answer.json()
    assert [error["extensions"]["code"] for error in failed["errors"]] == ["INTERNAL"]
    assert fine["data"] == {"backends": [{"id": "wimpel"}, {"id": "logictrade"}]}
    assert "internal_error" in [line["event"] for line in lines]


@pytest.mark.parametrize(("count", "status"), [(2, 200), (3, 400)])
async def test_a_batch_is_as_long_as_its_limit(open_door: OpenDoor, count: int, status: int) -> None:
    door = await open_door(server={"anonymous_scopes": ["orders:read"], "batch_limit": 2})

    response = await door.post(json.dumps([{"query": QUERY}] * count))

    assert response.status_code == status


# ------------------------------------------------------------------ other sites' pages


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.test"},
        {"origin": "null"},
        {"origin": "https://gateway.evil.test"},
        {"origin": "https://[gateway"},
        {"origin": "https://shop.test", "sec-fetch-site": "cross-site"},
    ],
)
async def test_a_get_from_another_site_s_page_is_refused(door: Door, headers: dict[str, str]) -> None:
    response = await get(door, headers)

    assert response.status_code == 400
    assert "data" not in response.json()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "none"},
        {"origin": "http://gateway"},
        {"origin": "https://gateway"},
        {"origin": "https://orders.example"},
        {"origin": "https://shop.test", "sec-fetch-site": "cross-site"},
    ],
)
async def test_a_get_from_a_program_our_own_page_or_one_that_may_is_answered(
    open_door: OpenDoor, headers: dict[str, str]
) -> None:
    server = {"anonymous_scopes": [], "cors": ["https://shop.test"], "public_url": "https://orders.example"}
    door = await open_door(server=server)

    response = await get(door, headers)

    assert response.status_code == 200


@pytest.mark.parametrize(("origin", "allowed"), [("https://shop.test", True), ("https://shop.test.evil", False)])
async def test_only_a_listed_origin_is_given_leave(open_door: OpenDoor, origin: str, allowed: bool) -> None:
    door = await open_door(server={"anonymous_scopes": ["orders:read"], "cors": ["https://shop.test"]})
    asked = {
        "origin": origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type,authorization",
    }

    response = await door.http.options("/graphql", headers=asked)

    assert (response.headers.get("access-control-allow-origin") == origin) is allowed
    assert "access-control-allow-credentials" not in response.headers


async def test_without_a_list_no_origin_is_given_leave(door: Door) -> None:
    response = await door.ask(QUERY, {"origin": "https://shop.test"})

    assert "access-control-allow-origin" not in response.headers


# ------------------------------------------------------------------ what a browser sees


async def test_a_browser_that_navigates_here_sees_the_explorer(door: Door) -> None:
    response = await door.http.get("/graphql", headers={"accept": BROWSER})

    assert response.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("accept", ["*/*", "application/json", "application/json, text/html;q=0.5"])
async def test_a_program_without_a_query_does_not(door: Door, accept: str) -> None:
    response = await door.http.get("/graphql", headers={"accept": accept})

    assert (response.status_code, codes(response)) == (400, ["BAD_USER_INPUT"])


INTROSPECTION = "{ __schema { types { name } } }"


async def test_a_public_gateway_does_not_tell_what_it_is(open_door: OpenDoor) -> None:
    door = await open_door(server={"anonymous_scopes": ["orders:read"], "public": True})

    introspected = await door.ask(INTROSPECTION)
    misspelt = await door.ask("{ backendz { id } }")
    unselected = await door.ask("{ backends }")
    miswritten = await door.ask(
        "query ($w: OrderWhereInput) { orders(where: $w) { totalCount } }", variables={"w": {"numbr": "1"}}
    )
    page = await door.http.get("/graphql", headers={"accept": BROWSER})
    text = await door.http.get("/graphql/schema.graphql")

    assert set(codes(introspected)) == {"GRAPHQL_VALIDATION_FAILED"}
    for answer in (misspelt, unselected, miswritten):
        assert "Did you mean" not in answer.text
    assert (page.status_code, page.headers["content-type"]) == (400, "application/json; charset=utf-8")
    assert (text.status_code, "type Query" in text.text) == (404, False)


async def test_any_other_gateway_helps(door: Door) -> None:
    introspected = await door.ask(INTROSPECTION)
    misspelt = await door.ask("{ backendz { id } }")
    text = await door.http.get("/graphql/schema.graphql")

    assert introspected.json()["data"]["__schema"]["types"]
    assert "Did you mean" in misspelt.text
    assert text.text.count("type Query ") == 1
