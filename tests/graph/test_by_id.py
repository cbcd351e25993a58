"""Anything by its id: what is found, what is null, what is an error, and that one thing has one id everywhere."""

from collections.abc import Iterator
from typing import Any

import pytest

from resolvers.vendors import VENDORS
from resolvers.vendors.stand_in import Faults
from tests.graph.conftest import Graph

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]

NODE = "query Q($id: ID!) { node(id: $id) { __typename id } }"
NODES = "query Q($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }"
ORDER = "query Q($id: ID!) { order(id: $id) { id number lineCount } }"
CUSTOMER = "query Q($id: ID!) { customer(id: $id) { id name } }"
ALL_OF_AN_ORDER = """
fragment All on Order {
  __typename id
  backend { __typename id }
  lines { __typename id }
  customer { __typename id name address { city } }
  user { __typename id name }
  shipments { __typename id number order { __typename id } }
  invoices { __typename id number order { __typename id } }
}
"""
EVERYTHING = (
    """
query Everything($own: [ID!]!) {
  backends { __typename id }
  orders(first: 60) { edges { node { ...All } } }
  customers(first: 60) { nodes { __typename id orders(first: 2) { nodes { __typename id } } } }
  nodes(ids: $own) { ...All }
}
"""
    + ALL_OF_AN_ORDER
)

MALFORMED = (
    "gid://",
    "gid://cloudsuite",
    "gid://cloudsuite/Order",
    "gid://cloudsuite/Order/",
    "gid://cloudsuite/Order/27/1",
    "gid://cloudsuite/Order/27/1/2",
    "gid://cloudsuite/OrderLine/27",
    "gid://cloudsuite/Address/4",
    "gid://cloudsuite/Backend/cloudsuite",
    "gid://cloudsuite/Nothing/1",
    "gid://Cloud Suite/Order/27",
    "gid:cloudsuite",
    "",
    "no backend's id",
)


def identities(data: Any) -> Iterator[tuple[str, str]]:
    """The type and id of every object in an answer that tells both."""
    if isinstance(data, list):
        for item in data:
            yield from identities(item)
    elif isinstance(data, dict):
        if {"__typename", "id"} <= data.keys():
            yield data["__typename"], data["id"]
        for value in data.values():
            yield from identities(value)


# ---------------------------------------------------------------- one thing has one id


@pytest.fixture
async def everything(graph: Graph) -> set[tuple[str, str]]:
    own = [f"gid://vdh_solar/Order/{id}" for id in graph.far_ends["vdh_solar"].store]  # type: ignore[attr-defined]
    return set(identities(await graph.data(EVERYTHING, own=own)))


async def test_every_id_that_an_answer_holds_is_found_again_as_the_same(
    graph: Graph, everything: set[tuple[str, str]]
) -> None:
    wanted = sorted(everything)

    found = []
    for start in range(0, len(wanted), 100):
        data = await graph.data(NODES, ids=[id for _, id in wanted[start : start + 100]])
        found += [node and (node["__typename"], node["id"]) for node in data["nodes"]]

    assert found == wanted


async def test_the_answer_held_things_of_every_type_and_backend(everything: set[tuple[str, str]]) -> None:
    types = {kind for kind, _ in everything}
    backends = {id.split("/")[2] for _, id in everything if id.startswith("gid://")}

    assert types == {"Backend", "Order", "OrderLine", "Customer", "User", "Shipment", "Invoice"}
    assert backends == set(VENDORS)


async def test_no_two_things_have_one_id(everything: set[tuple[str, str]]) -> None:
    assert len({id for _, id in everything}) == len(everything)


# ---------------------------------------------------------------- node


@pytest.mark.parametrize("id", MALFORMED)
async def test_what_is_no_id_is_bad_input(graph: Graph, id: str) -> None:
    answer = await graph.ask(NODE, id=id)

    assert answer.part == {"node": None}
    assert [error["extensions"] for error in answer.errors] == [{"code": "BAD_USER_INPUT", "argument": "id"}]
    assert graph.calls() == {}


@pytest.mark.parametrize(
    "id",
    [
        "gid://cloudsuite/Order/999999",
        "gid://cloudsuite/Customer/999999",
        "gid://cloudsuite/OrderLine/27/9",
        "gid://cloudsuite/OrderLine/999999/1",
        "gid://obapi/Shipment/999999",
        "gid://wimpel/Invoice/nobody/1",
        "gid://nobody/Order/27",
        "nobody",
    ],
)
async def test_what_is_not_there_is_null_without_an_error(graph: Graph, id: str) -> None:
    assert await graph.data(NODE, id=id) == {"node": None}


@pytest.mark.parametrize(
    "id", ["gid://cloudsuite/Order/abc", "gid://cloudsuite/Order/27%2F..", "gid://nobody/Order/27"]
)
async def test_an_id_that_is_nobody_s_costs_no_call(graph: Graph, id: str) -> None:
    assert await graph.data(NODE, id=id) == {"node": None}
    assert graph.calls() == {}


async def test_a_backend_is_a_node(graph: Graph) -> None:
    data = await graph.data('{ node(id: "wimpel") { __typename id ... on Backend { name vendor } } }')

    assert data == {"node": {"__typename": "Backend", "id": "wimpel", "name": "wimpel", "vendor": "WIMPEL"}}


async def test_a_backend_that_fails_is_an_error_at_the_field(graph: Graph) -> None:
    graph.far_ends["cloudsuite"].faults = Faults(status=500)

    answer = await graph.ask(NODE, id="gid://cloudsuite/Order/27")

    assert answer.codes == {"node": "BACKEND_UNAVAILABLE"}


# ---------------------------------------------------------------- nodes


async def test_nodes_come_in_their_ids_order_and_failures_stay_in_their_place(graph: Graph) -> None:
    graph.far_ends["wimpel"].faults = Faults(status=503)
    ids = [
        "gid://cloudsuite/Order/28",
        "gid://cloudsuite/Order/999999",
        "gid://",
        "gid://cloudsuite/Order/27",
        "gid://wimpel/Order/x1",
        "obapi",
    ]

    answer = await graph.ask(NODES, ids=ids)

    found = [node and node["id"] for node in answer.part["nodes"]]
    assert found == [ids[0], None, None, ids[3], None, ids[5]]
    assert answer.codes == {"nodes.2": "BAD_USER_INPUT", "nodes.4": "BACKEND_UNAVAILABLE"}
    assert answer.errors[0]["path"] == ["nodes", 2] or answer.errors[1]["path"] == ["nodes", 2]


async def test_a_malformed_id_among_nodes_names_its_argument(graph: Graph) -> None:
    answer = await graph.ask(NODES, ids=["gid://cloudsuite/Order/27", "gid://"])

    assert [(error["path"], error["extensions"]["argument"]) for error in answer.errors] == [(["nodes", 1], "ids")]


async def test_an_id_given_twice_is_asked_for_once(graph: Graph) -> None:
    data = await graph.data(NODES, ids=["gid://cloudsuite/Order/27"] * 3)

    assert len(data["nodes"]) == 3
    assert graph.calls() == {"cloudsuite": 1}


async def test_lines_of_one_order_are_one_call(graph: Graph) -> None:
    await graph.data(NODES, ids=["gid://logictrade/OrderLine/21/10", "gid://logictrade/OrderLine/21/20"])

    assert graph.calls() == {"logictrade": 1}


async def test_a_hundred_nodes_are_the_most(graph: Graph) -> None:
    enough = await graph.data(NODES, ids=["nobody"] * 100)
    answer = await graph.ask(NODES, ids=["nobody"] * 101)

    assert enough == {"nodes": [None] * 100}
    assert [error["extensions"] for error in answer.errors] == [{"code": "BAD_USER_INPUT", "argument": "ids"}]
    assert answer.part is None  # nodes can't be null.


async def test_no_ids_are_no_nodes(graph: Graph) -> None:
    assert await graph.data(NODES, ids=[]) == {"nodes": []}


# ---------------------------------------------------------------- order, customer, backend


@pytest.mark.parametrize("question", [ORDER, CUSTOMER], ids=["order", "customer"])
@pytest.mark.parametrize("id", [*MALFORMED, "cloudsuite", "gid://cloudsuite/User/14", "27"])
async def test_what_is_no_id_of_that_type_is_bad_input(graph: Graph, question: str, id: str) -> None:
    answer = await graph.ask(question, id=id)

    assert [error["extensions"] for error in answer.errors] == [{"code": "BAD_USER_INPUT", "argument": "id"}]
    assert list(answer.part.values()) == [None]


@pytest.mark.parametrize("id", ["gid://cloudsuite/Order/999999", "gid://nobody/Order/27", "gid://cloudsuite/Order/x"])
async def test_an_order_that_is_not_there_is_null(graph: Graph, id: str) -> None:
    assert await graph.data(ORDER, id=id) == {"order": None}


async def test_an_order_is_found_by_its_id(graph: Graph) -> None:
    data = await graph.data(ORDER, id="gid://cloudsuite/Order/27")

    assert data == {"order": {"id": "gid://cloudsuite/Order/27", "number": "CS26", "lineCount": 1}}


async def test_a_customer_that_is_not_there_is_null(graph: Graph) -> None:
    assert await graph.data(CUSTOMER, id="gid://cloudsuite/Customer/999999") == {"customer": None}


async def test_customers_of_a_vendor_that_has_none_are_unsupported(graph: Graph) -> None:
    answer = await graph.ask(CUSTOMER, id="gid://vdh_solar/Customer/1")

    assert answer.codes == {"customer": "UNSUPPORTED"}
    assert answer.errors[0]["extensions"]["backend"] == "vdh_solar"


async def test_a_backend_is_found_by_its_id_and_null_by_another(graph: Graph) -> None:
    data = await graph.data('{ a: backend(id: "obapi") { id vendor } b: backend(id: "nobody") { id } }')

    assert data == {"a": {"id": "obapi", "vendor": "OBAPI"}, "b": None}


async def test_backends_come_in_the_order_of_the_configuration(graph: Graph) -> None:
    data = await graph.data("{ backends { id } }")

    assert [backend["id"] for backend in data["backends"]] == list(graph.far_ends)
    assert graph.calls() == {}
