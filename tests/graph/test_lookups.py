"""Orders and customers by what their vendors call them."""

from typing import Any

import pytest

from resolvers.vendors.stand_in import Faults
from tests.graph.conftest import Graph, OpenGraph, far_end

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]

ONE = """
query Q($backend: ID!, $identifier: OrderIdentifierInput!) {
  orderByIdentifier(backend: $backend, identifier: $identifier) { id number }
}
"""
MANY = """
query Q($backend: ID!, $identifiers: [OrderIdentifierInput!]!) {
  ordersByIdentifier(backend: $backend, identifiers: $identifiers) { id number lineCount }
}
"""
CUSTOMER = """
query Q($backend: ID!, $identifier: CustomerIdentifierInput!) {
  customerByIdentifier(backend: $backend, identifier: $identifier) { id number name }
}
"""


async def one(graph: Graph, backend: str, **identifier: str) -> Any:
    return (await graph.data(ONE, backend=backend, identifier=identifier))["orderByIdentifier"]


async def listed(graph: Graph, backend: str, fields: str) -> list[dict[str, Any]]:
    data = await graph.data(
        f"query Q($b: ID!) {{ orders(first: 40, where: {{backends: [$b]}}) {{ nodes {{ id {fields} }} }} }}", b=backend
    )
    nodes: list[dict[str, Any]] = data["orders"]["nodes"]
    return nodes


# ---------------------------------------------------------------- one order


async def test_an_order_is_found_by_the_vendor_s_id(graph: Graph) -> None:
    assert await one(graph, "cloudsuite", vendorId="27") == {"id": "gid://cloudsuite/Order/27", "number": "CS26"}


@pytest.mark.parametrize("backend", ["cloudsuite", "logictrade", "obapi", "wimpel"])
async def test_an_order_is_found_by_its_number(graph: Graph, backend: str) -> None:
    wanted = (await listed(graph, backend, "number"))[7]

    assert await one(graph, backend, number=wanted["number"]) == wanted


@pytest.mark.parametrize("backend", ["cloudsuite", "logictrade"])
async def test_an_order_is_found_by_its_number_in_another_system(graph: Graph, backend: str) -> None:
    nodes = await listed(graph, backend, "number externalNumber")
    numbers = [node["externalNumber"] for node in nodes if node["externalNumber"]]
    wanted = next(node for node in nodes if node["externalNumber"] and numbers.count(node["externalNumber"]) == 1)

    found = await one(graph, backend, externalNumber=wanted["externalNumber"])

    assert found["id"] == wanted["id"]


async def test_an_order_is_found_by_its_key_in_another_system(graph: Graph) -> None:
    store = graph.far_ends["cloudsuite"].store  # type: ignore[attr-defined]
    key, kept = next(iter(store.by_key.items()))

    assert await one(graph, "cloudsuite", externalKey=key) == {
        "id": f"gid://cloudsuite/Order/{kept.record['id']}",
        "number": kept.record["reference"],
    }


@pytest.mark.parametrize(
    ("backend", "identifier"),
    [
        ("cloudsuite", {"vendorId": "999999"}),
        ("cloudsuite", {"vendorId": "no number"}),
        ("cloudsuite", {"number": "nobody's"}),
        ("cloudsuite", {"externalKey": "nobody's"}),
        ("obapi", {"number": "nobody's"}),
        ("logictrade", {"number": "nobody's"}),
        ("wimpel", {"number": "nobody's"}),
    ],
)
async def test_an_order_that_is_not_there_is_null(graph: Graph, backend: str, identifier: dict[str, str]) -> None:
    assert await one(graph, backend, **identifier) is None


async def test_more_than_one_match_is_an_error_and_never_the_first(graph: Graph) -> None:
    orders = graph.far_ends["cloudsuite"].store.orders  # type: ignore[attr-defined]
    orders[3].record["reference"] = orders[5].record["reference"]

    answer = await graph.ask(ONE, backend="cloudsuite", identifier={"number": orders[5].record["reference"]})

    assert answer.part == {"orderByIdentifier": None}
    assert answer.codes == {"orderByIdentifier": "AMBIGUOUS"}


@pytest.mark.parametrize(
    ("backend", "identifier"),
    [
        ("vdh_solar", {"number": "1"}),
        ("obapi", {"externalNumber": "1"}),
        ("wimpel", {"externalKey": "1"}),
    ],
)
async def test_what_a_vendor_can_t_look_up_is_unsupported(
    graph: Graph, backend: str, identifier: dict[str, str]
) -> None:
    answer = await graph.ask(ONE, backend=backend, identifier=identifier)

    assert answer.codes == {"orderByIdentifier": "UNSUPPORTED"}
    assert graph.calls() == {}


@pytest.mark.parametrize("question", [ONE, CUSTOMER])
async def test_an_unknown_backend_is_bad_input(graph: Graph, question: str) -> None:
    answer = await graph.ask(question, backend="nobody", identifier={"vendorId": "1"})

    assert [error["extensions"] for error in answer.errors] == [{"code": "BAD_USER_INPUT", "argument": "backend"}]


@pytest.mark.parametrize("identifier", [{}, {"vendorId": "1", "number": "2"}, {"vendorId": None}])
async def test_an_identifier_is_exactly_one(graph: Graph, identifier: dict[str, Any]) -> None:
    answer = await graph.ask(ONE, backend="cloudsuite", identifier=identifier)

    assert {error["extensions"]["code"] for error in answer.errors} == {"BAD_USER_INPUT"}
    assert graph.calls() == {}


@pytest.mark.parametrize("written", ["{}", '{vendorId: "1", number: "2"}', "{vendorId: null}"])
async def test_a_written_identifier_is_exactly_one(graph: Graph, written: str) -> None:
    answer = await graph.ask(f'{{ orderByIdentifier(backend: "cloudsuite", identifier: {written}) {{ id }} }}')

    assert {error["extensions"]["code"] for error in answer.errors} <= {"GRAPHQL_VALIDATION_FAILED", "BAD_USER_INPUT"}
    assert answer.errors
    assert graph.calls() == {}


# ---------------------------------------------------------------- many orders


async def test_orders_come_in_their_identifiers_order_and_null_where_there_is_none(graph: Graph) -> None:
    identifiers = [{"number": "CS30"}, {"vendorId": "999999"}, {"vendorId": "28"}, {"number": "nobody's"}]

    data = await graph.data(MANY, backend="cloudsuite", identifiers=identifiers)

    assert [order and order["number"] for order in data["ordersByIdentifier"]] == ["CS30", None, "CS27", None]


async def test_one_that_fails_is_null_with_an_error_in_its_place(graph: Graph) -> None:
    graph.far_ends["cloudsuite"].faults = Faults(status=500, paths="/api/order/28")
    identifiers = [{"vendorId": "27"}, {"vendorId": "28"}, {"vendorId": "29"}]

    answer = await graph.ask(MANY, backend="cloudsuite", identifiers=identifiers)

    assert [order and order["number"] for order in answer.part["ordersByIdentifier"]] == ["CS26", None, "CS28"]
    assert answer.codes == {"ordersByIdentifier.1": "BACKEND_UNAVAILABLE"}


async def test_one_that_is_ambiguous_is_an_error_in_its_place(graph: Graph) -> None:
    orders = graph.far_ends["cloudsuite"].store.orders  # type: ignore[attr-defined]
    orders[3].record["reference"] = orders[5].record["reference"]

    answer = await graph.ask(
        MANY, backend="cloudsuite", identifiers=[{"vendorId": "27"}, {"number": orders[5].record["reference"]}]
    )

    assert answer.part["ordersByIdentifier"][0]["number"] == "CS26"
    assert answer.codes == {"ordersByIdentifier.1": "AMBIGUOUS"}


async def test_one_order_asked_for_twice_is_one_call(graph: Graph) -> None:
    await graph.data(MANY, backend="cloudsuite", identifiers=[{"vendorId": "27"}] * 5)

    assert graph.calls() == {"cloudsuite": 1}


async def test_a_hundred_identifiers_are_the_most(graph: Graph) -> None:
    enough = await graph.data(MANY, backend="cloudsuite", identifiers=[{"vendorId": "x"}] * 100)
    answer = await graph.ask(MANY, backend="cloudsuite", identifiers=[{"vendorId": "x"}] * 101)

    assert enough == {"ordersByIdentifier": [None] * 100}
    assert [error["extensions"] for error in answer.errors] == [{"code": "BAD_USER_INPUT", "argument": "identifiers"}]
    assert answer.part is None  # The list can't be null.


async def test_a_hundred_numbers_of_a_vendor_that_has_to_be_searched_read_its_list_once(open_graph: OpenGraph) -> None:
    graph = await open_graph({"wimpel": far_end("wimpel", orders=250)})
    numbers = [node["number"] for node in await listed(graph, "wimpel", "number")]
    graph.forget()

    data = await graph.data(MANY, backend="wimpel", identifiers=[{"number": number} for number in numbers])

    assert [order["number"] for order in data["ordersByIdentifier"]] == numbers
    assert all(order["lineCount"] for order in data["ordersByIdentifier"])
    skips = [
        asked.params.get("skip")
        for asked in graph.requests("wimpel", "/v1/orders")
        if asked.params.get("take") == "100"
    ]
    assert len(skips) == len(set(skips))


# ---------------------------------------------------------------- a customer


async def found(graph: Graph, backend: str, **identifier: Any) -> Any:
    data = await graph.data(CUSTOMER, backend=backend, identifier=identifier)
    return data["customerByIdentifier"]


@pytest.mark.parametrize(
    "identifier",
    [{"vendorId": "54"}, {"originKey": {"origin": "CLOUDSUITE", "key": "C123456"}}],
)
async def test_a_customer_is_found_by_id_and_by_origin(graph: Graph, identifier: dict[str, Any]) -> None:
    assert (await found(graph, "cloudsuite", **identifier))["id"] == "gid://cloudsuite/Customer/54"


@pytest.mark.parametrize("backend", ["logictrade", "wimpel"])
async def test_a_customer_is_found_by_number(graph: Graph, backend: str) -> None:
    nodes = await graph.data(
        "query Q($b: [ID!]) { customers(where: {backends: $b}) { nodes { id number name } } }", b=[backend]
    )
    wanted = next(node for node in nodes["customers"]["nodes"] if node["number"])

    assert await found(graph, backend, number=wanted["number"]) == wanted


@pytest.mark.parametrize(
    ("backend", "identifier"),
    [
        ("cloudsuite", {"vendorId": "999999"}),
        ("cloudsuite", {"originKey": {"origin": "CLOUDSUITE", "key": "nobody's"}}),
        ("wimpel", {"number": "nobody's"}),
        ("logictrade", {"number": "nobody's"}),
    ],
)
async def test_a_customer_that_is_not_there_is_null(graph: Graph, backend: str, identifier: dict[str, Any]) -> None:
    assert await found(graph, backend, **identifier) is None


async def test_two_customers_of_one_number_are_an_error(graph: Graph) -> None:
    records = graph.far_ends["wimpel"].store.customers  # type: ignore[attr-defined]
    some = list(records.values() if isinstance(records, dict) else records)
    some[1]["number"] = some[0]["number"]

    answer = await graph.ask(CUSTOMER, backend="wimpel", identifier={"number": some[0]["number"]})

    assert answer.codes == {"customerByIdentifier": "AMBIGUOUS"}


async def test_a_vendor_without_customers_says_so(graph: Graph) -> None:
    answer = await graph.ask(CUSTOMER, backend="obapi", identifier={"number": "1"})

    assert answer.codes == {"customerByIdentifier": "UNSUPPORTED"}
