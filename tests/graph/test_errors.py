"""Errors: a code always, whose fault it is, and nothing that is not meant for the client."""

from typing import Any

import orjson
import pytest

from resolvers.vendors.stand_in import Faults
from tests.graph.conftest import Graph, OpenGraph, far_end

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]

CANARY = "canary-5e9a"
ORDER = '{ order(id: "gid://cloudsuite/Order/27") { id customer { name } } }'
LIST = '{ orders(where: {backends: ["cloudsuite"]}) { nodes { id } } }'


@pytest.mark.parametrize(
    ("faults", "expected"),
    [
        ({"status": 500}, {"code": "BACKEND_UNAVAILABLE", "httpStatus": 500, "isRetryable": True}),
        ({"status": 503}, {"code": "BACKEND_UNAVAILABLE", "httpStatus": 503, "isRetryable": True}),
        ({"status": 401}, {"code": "BACKEND_UNAUTHENTICATED", "httpStatus": 401, "isRetryable": False}),
        ({"body": "{"}, {"code": "BACKEND_BAD_RESPONSE", "isRetryable": False}),
        ({"body": "[]"}, {"code": "BACKEND_BAD_RESPONSE", "isRetryable": False}),
    ],
)
async def test_a_backend_s_fault_says_whose_it_is_and_what_kind(
    graph: Graph, faults: dict[str, Any], expected: dict[str, Any]
) -> None:
    graph.far_ends["cloudsuite"].faults = Faults(**faults)

    (error,) = (await graph.ask(ORDER)).errors

    assert error["path"] == ["order"]
    assert error["extensions"].items() >= {"backend": "cloudsuite", **expected}.items()


async def test_a_backend_that_takes_no_more_calls_says_when_it_will(graph: Graph) -> None:
    graph.far_ends["cloudsuite"].faults = Faults(status=429, retry_after=600)

    (error,) = (await graph.ask(ORDER)).errors

    assert error["extensions"]["code"] == "BACKEND_RATE_LIMITED"
    assert error["extensions"]["retryAfterSeconds"] == 600


@pytest.mark.parametrize("query", [ORDER, LIST, '{ node(id: "gid://cloudsuite/OrderLine/27/1") { id } }'])
@pytest.mark.parametrize(
    "faults",
    [
        {"body": f'{{"id": {{"{CANARY}": 1}}}}'},
        {"body": CANARY},
        {"body": f'["{CANARY}"]'},
        {"body": f'{{"results": [{{"{CANARY}": "{CANARY}"}}], "count": "{CANARY}"}}'},
        {"status": 500},
        {"status": 401},
        {"status": 400},
        {"cut": True},
    ],
)
async def test_nothing_of_a_vendor_s_answer_address_or_secret_is_told(
    open_graph: OpenGraph, query: str, faults: dict[str, Any]
) -> None:
    shop = far_end("cloudsuite")
    config = {"url": f"https://{CANARY}.test/{CANARY}", "secret": CANARY}
    graph = await open_graph({"cloudsuite": shop}, backends={"cloudsuite": config})
    shop.faults = Faults(**faults)

    answer = await graph.ask(query)

    assert answer.errors
    assert CANARY not in answer.response.text
    assert CANARY not in str(answer.response.headers)
    assert all(error["extensions"]["code"].startswith(("BACKEND_", "UNSUPPORTED")) for error in answer.errors)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{ orders {", "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ orders { nodes } }", "GRAPHQL_VALIDATION_FAILED"),
        ("query Q($first: Int!) { orders(first: $first) { nodes { id } } }", "BAD_USER_INPUT"),
        ("{ orders(first: 101) { nodes { id } } }", "BAD_USER_INPUT"),
        ('{ orders(after: "nonsense") { nodes { id } } }', "BAD_USER_INPUT"),
        ('{ orders(where: {backends: "nobody"}) { nodes { id } } }', "BAD_USER_INPUT"),
        ('{ customers(where: {ids: ["27"]}) { nodes { id } } }', "BAD_USER_INPUT"),
    ],
)
async def test_every_error_of_a_request_has_its_code(graph: Graph, query: str, code: str) -> None:
    answer = await graph.ask(query)

    assert [error["extensions"]["code"] for error in answer.errors] == [code]
    assert graph.calls() == {}


async def test_a_field_that_fails_costs_its_own_backend_s_fields_alone(graph: Graph) -> None:
    graph.far_ends["obapi"].faults = Faults(status=500)

    listed = "orders { nodes { id } sources { backend { id } status error { code } } }"
    answer = await graph.ask(f'{{ {listed} o: order(id: "gid://obapi/Order/350") {{ id }} }}')

    told = {source["backend"]["id"]: source["status"] for source in answer.part["orders"]["sources"]}
    assert answer.codes == {"o": "BACKEND_UNAVAILABLE"}
    assert told["obapi"] == "FAILED"
    assert told["cloudsuite"] == told["wimpel"] == told["logictrade"] == "OK"
    assert len(answer.part["orders"]["nodes"]) == 20


async def test_linked_orders_and_what_a_vendor_never_has_are_no_internal_errors(graph: Graph) -> None:
    query = "{ orders(first: 40) { nodes { id user { name } payments { method } linkedOrders { id } } } }"

    answer = await graph.ask(query)

    assert "INTERNAL" not in orjson.dumps(answer.errors).decode()
