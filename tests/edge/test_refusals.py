"""What a client is told where something is wrong: a code always, and nothing that is not meant for it."""

from dataclasses import replace

import pytest

from resolvers.vendors.stand_in import SECRET, Faults
from tests.edge.conftest import OpenDoor
from tests.edge.door import Door, codes
from tests.logged import Log

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]

ORDERS = '{ orders(first: 1, where: {backends: ["wimpel"]}) { nodes { id number } } }'


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{ backends { id }", "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ('{ order(id: "gid://x") { id } }', "BAD_USER_INPUT"),
        ("query ($id: ID!) { order(id: $id) { id } }", "BAD_USER_INPUT"),
        ('{ orderByIdentifier(backend: "wimpel", identifier: {}) { id } }', "BAD_USER_INPUT"),
        ("{" + "a{" * 15 + "a" + "}" * 16, "QUERY_TOO_EXPENSIVE"),
    ],
)
async def test_every_error_has_a_code_of_the_contract_s(door: Door, query: str, code: str) -> None:
    assert codes(await door.ask(query)) == [code]


@pytest.mark.parametrize(
    "query",
    [
        'query ($given: ID = "x") { order(id: $given) { id } }',
        'query ($given: ID = "x") { nodes(ids: [$given]) { id } }',
        "query ($given: SortDirection = ASC) { orders(orderBy: {direction: $given}) { totalCount } }",
        "query ($given: Boolean = true) { backends { id @skip(if: $given) name } }",
        "query ($given: Boolean = true) { orders(first: 1) { nodes { id @include(if: $given) number } } }",
    ],
)
async def test_a_null_where_there_must_be_a_value_is_the_caller_s_fault(door: Door, query: str) -> None:
    """Validation lets it pass, because the variable has a default."""
    assert codes(await door.ask(query, variables={"given": None})) == ["BAD_USER_INPUT"]


async def test_after_the_first_wrong_variables_no_others_are_looked_for(open_door: OpenDoor) -> None:
    """Each costs time that grows with the variables: all of these would take minutes."""
    door = await open_door(limits={"variable_values": 1_000_000})
    query = "query ($where: OrderWhereInput) { orders(where: $where) { totalCount } }"

    answer = await door.ask(query, variables={"where": dict.fromkeys(map("x{}".format, range(80_000)), 1)})

    assert set(codes(answer)) == {"BAD_USER_INPUT"}


@pytest.mark.parametrize(("wrong", "told"), [(2, 2), (3, 3), (4, 3), (400, 3)])
async def test_at_most_so_many_errors_of_a_document_are_told(open_door: OpenDoor, wrong: int, told: int) -> None:
    door = await open_door(limits={"errors": 3})

    invalid = await door.ask("{ backends { " + " ".join(f"x{at}" for at in range(wrong)) + " } }")
    query = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }"
    misgiven = await door.ask(query, variables={"ids": [{}] * wrong})

    assert len(codes(invalid)) == told
    assert len(codes(misgiven)) == told


@pytest.mark.parametrize("given", ["abc-123", "4bf92f3577b34da6a3ce929d0e0e4736", "a" * 128])
async def test_a_sane_request_id_is_taken(door: Door, given: str) -> None:
    response = await door.ask("{ backends { id } }", {"x-request-id": given})

    assert response.headers["x-request-id"] == given


@pytest.mark.parametrize("given", ["", "a b", "a" * 129, "<script>", "a\tb"])
async def test_any_other_is_replaced(door: Door, given: str) -> None:
    response = await door.ask("{ backends { id } }", {"x-request-id": given})

    assert response.headers["x-request-id"] not in ("", given)


@pytest.mark.parametrize("path", ["/graphql", "/health/live", "/documents/wimpel/order/1", "/nowhere"])
async def test_every_answer_has_a_request_id(door: Door, path: str) -> None:
    first = await door.http.get(path)
    second = await door.http.get(path)

    assert first.headers["x-request-id"] != second.headers["x-request-id"]


async def test_what_is_unexpected_is_internal_with_the_id_that_finds_it_in_the_log(door: Door, log: Log) -> None:
    """Of a gateway whose backend is none."""
    door.app.state.gateway = replace(door.app.state.gateway, backends={"wimpel": None})

    response = await door.ask(ORDERS, {"x-request-id": "find-me"})

    assert response.status_code == 200
    assert response.json()["errors"] == [
        {
            "message": "Internal error. The gateway's log has the details under requestId.",
            "locations": [{"line": 1, "column": 3}],
            "path": ["orders"],
            "extensions": {"code": "INTERNAL", "requestId": "find-me"},
        }
    ]
    lines = log.lines()
    told = {line["event"]: line for line in lines if line.get("request_id") == "find-me"}
    assert "Traceback" in told["internal_error"]["exception"]
    assert told["operation"]["codes"] == ["INTERNAL"]


async def test_what_escapes_everybody_is_a_500_that_says_nothing_but_the_id(door: Door) -> None:
    del door.app.state.gateway

    response = await door.ask(ORDERS, {"x-request-id": "find-me"})

    assert response.status_code == 500
    assert response.json() == {
        "errors": [
            {
                "message": "Internal error. The gateway's log has the details under requestId.",
                "extensions": {"code": "INTERNAL", "requestId": "find-me"},
            }
        ]
    }


async def test_neither_a_vendor_s_words_nor_a_secret_are_told(door: Door) -> None:
    door.far_ends["wimpel"].faults = Faults(status=500, body='{"trace": "canary at line 7"}')

    response = await door.ask(ORDERS)

    assert "canary" not in response.text
    assert SECRET not in response.text
