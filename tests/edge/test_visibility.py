"""A client that sees one backend alone: the other does not exist for it, wherever it looks."""

from typing import Any

import httpx
import pytest

from app.auth.callers import fingerprint
from tests.edge.conftest import OpenDoor
from tests.edge.door import Door, codes

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]

SCOPES = ["orders:read", "orders:write", "customers:read", "raw:read"]
ONE = {"x-api-key": "og_one"}
ALL = {"authorization": "Bearer og_all"}


@pytest.fixture
async def door(open_door: OpenDoor) -> Door:
    clients = [
        {"name": "one", "key_sha256": fingerprint("og_one"), "scopes": SCOPES, "backends": ["wimpel"]},
        {"name": "all", "key_sha256": fingerprint("og_all"), "scopes": SCOPES},
    ]
    return await open_door(clients=clients, server={})


async def data(door: Door, query: str, headers: dict[str, str], **variables: Any) -> Any:
    answer = (await door.ask(query, headers, variables=variables)).json()
    assert "errors" not in answer, answer
    return answer["data"]


async def an_order(door: Door, backend: str) -> Any:
    query = "query ($b: [ID!]) { orders(first: 1, where: {backends: $b}) { nodes { id number } } }"
    return (await data(door, query, ALL, b=[backend]))["orders"]["nodes"][0]


LIST = "{ orders(first: 50) { nodes { id } totalCount sources { backend { id } } } backends { id } }"


async def test_lists_and_counts_hold_its_own_alone(door: Door) -> None:
    seen = await data(door, LIST, ONE)

    ids = [node["id"] for node in seen["orders"]["nodes"]]
    assert ids
    assert all(id.startswith("gid://wimpel/") for id in ids)
    assert seen["orders"]["totalCount"] in (None, len(ids))
    assert seen["orders"]["sources"] == [{"backend": {"id": "wimpel"}}]
    assert seen["backends"] == [{"id": "wimpel"}]
    assert door.far_ends["logictrade"].calls() == 0


async def test_who_sees_all_sees_both(door: Door) -> None:
    seen = await data(door, LIST, ALL)

    assert [backend["id"] for backend in seen["backends"]] == ["wimpel", "logictrade"]
    assert {node["id"].split("/")[2] for node in seen["orders"]["nodes"]} == {"wimpel", "logictrade"}


async def test_another_s_ids_lead_nowhere(door: Door) -> None:
    id = (await an_order(door, "logictrade"))["id"]
    before = door.calls
    query = """query ($id: ID!, $b: ID!) {
        order(id: $id) { id } node(id: $id) { id } nodes(ids: [$id, $b]) { id } backend(id: $b) { id }
    }"""

    seen = await data(door, query, ONE, id=id, b="logictrade")

    assert seen == {"order": None, "node": None, "nodes": [None, None], "backend": None}
    assert door.calls == before


@pytest.mark.parametrize(
    "query",
    [
        'query ($b: ID!) { orderByIdentifier(backend: $b, identifier: {number: "1"}) { id } }',
        'query ($b: ID!) { ordersByIdentifier(backend: $b, identifiers: [{number: "1"}]) { id } }',
        "query ($b: ID!) { orders(where: {backends: [$b]}) { totalCount } }",
        "query ($b: ID!) { customers(where: {backends: [$b]}) { totalCount } }",
        'query ($b: ID!) { customerByIdentifier(backend: $b, identifier: {number: "1"}) { id } }',
    ],
)
async def test_a_backend_that_is_hidden_is_refused_in_the_words_for_one_that_is_not_there(
    door: Door, query: str
) -> None:
    hidden = await door.ask(query, ONE, variables={"b": "logictrade"})
    absent = await door.ask(query, ONE, variables={"b": "nowhere-at"})

    assert hidden.text.replace("logictrade", "nowhere-at") == absent.text
    assert codes(hidden) == ["BAD_USER_INPUT"]


async def test_a_cursor_of_one_who_saw_more_shows_nothing_more(door: Door) -> None:
    query = """query ($after: String) {
        orders(first: 2, after: $after) { nodes { id } pageInfo { endCursor } sources { backend { id } } }
    }"""
    cursor = (await data(door, query, ALL))["orders"]["pageInfo"]["endCursor"]

    answer = (await door.ask(query, ONE, variables={"after": cursor})).text

    assert "logictrade" not in answer


async def test_documents_of_another_s_are_not_there(door: Door) -> None:
    id = (await an_order(door, "logictrade"))["id"].rsplit("/", 1)[1]

    hidden = await door.http.get(f"/documents/logictrade/order/{id}", headers=ONE)
    absent = await door.http.get(f"/documents/nowhere/order/{id}", headers=ONE)

    assert (hidden.status_code, hidden.content) == (404, absent.content)


@pytest.mark.parametrize(("headers", "status"), [({}, 401), ({"x-api-key": "og_no"}, 401), (ALL, 404)])
async def test_documents_ask_who_it_is(door: Door, headers: dict[str, str], status: int) -> None:
    response = await door.http.get("/documents/wimpel/order/1", headers=headers)

    assert response.status_code == status


async def test_health_tells_each_of_its_own(door: Door) -> None:
    async def told(headers: dict[str, str]) -> Any:
        return (await door.http.get("/health/ready", headers=headers)).json()

    assert list((await told(ONE))["backends"]) == ["wimpel"]
    assert list((await told(ALL))["backends"]) == ["wimpel", "logictrade"]
    assert "backends" not in await told({})


@pytest.mark.parametrize(("public", "is_told"), [(False, True), (True, False)])
async def test_health_tells_strangers_of_backends_unless_the_gateway_is_public(
    open_door: OpenDoor, public: bool, is_told: bool
) -> None:
    client = {"name": "all", "key_sha256": fingerprint("og_all"), "scopes": SCOPES}
    door = await open_door(clients=[client], server={"anonymous_scopes": ["orders:read"], "public": public})

    stranger, known = await door.http.get("/health/ready"), await door.http.get("/health/ready", headers=ALL)

    assert (stranger.status_code, stranger.json()["status"]) == (200, "ready")
    assert ("backends" in stranger.json()) is is_told
    assert list(known.json()["backends"]) == ["wimpel", "logictrade"]


@pytest.mark.parametrize("headers", [{}, {"x-api-key": "og_other"}, {"authorization": "Basic eDp5"}])
async def test_a_stranger_is_401_and_reaches_nobody(door: Door, headers: dict[str, str]) -> None:
    response: httpx.Response = await door.ask("{ backends { id } }", headers)

    assert (response.status_code, codes(response)) == (401, ["UNAUTHENTICATED"])
    assert response.headers["www-authenticate"].startswith("Bearer")
    assert door.calls == 0


async def test_a_missing_scope_nulls_the_field_at_its_path(open_door: OpenDoor) -> None:
    clients = [{"name": "reader", "key_sha256": fingerprint("og_reader"), "scopes": ["orders:read"]}]
    door = await open_door(clients=clients, server={})

    query = '{ orders(first: 1, where: {backends: ["wimpel"]}) { nodes { number raw } } }'
    answer = (await door.ask(query, {"x-api-key": "og_reader"})).json()

    assert answer["data"]["orders"]["nodes"][0]["number"]
    assert [(error["path"], error["extensions"]["code"]) for error in answer["errors"]] == [
        (["orders", "nodes", 0, "raw"], "FORBIDDEN")
    ]
