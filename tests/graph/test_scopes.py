"""What a caller without a scope is told instead."""

from typing import Any

import pytest

from schema.field import Scope
from tests.graph.conftest import Graph, OpenGraph

pytestmark = pytest.mark.anyio

ORDER = "gid://cloudsuite/Order/27"
PERSON = """
query Q($id: ID!) {
  order(id: $id) { number customer { name companyName email } shippingAddress { city street } user { id name } }
}
"""


async def graph_for(open_graph: OpenGraph, *scopes: Scope) -> Graph:
    return await open_graph(scopes=frozenset(scopes))


async def test_without_orders_read_nothing_but_the_backends_is_told(open_graph: OpenGraph) -> None:
    graph = await graph_for(open_graph, Scope.CUSTOMERS_READ)

    answer = await graph.ask(
        '{ backends { id } orders { nodes { id } } order(id: "x") { id } customers { nodes { id } } }'
    )

    assert answer.codes == dict.fromkeys(("orders", "order", "customers"), "FORBIDDEN")
    assert len(answer.part["backends"]) == 5
    assert graph.calls() == {}


async def test_without_customers_read_what_is_personal_is_null_with_an_error(open_graph: OpenGraph) -> None:
    graph = await graph_for(open_graph, Scope.ORDERS_READ)

    answer = await graph.ask(PERSON, id=ORDER)

    order: dict[str, Any] = answer.part["order"]
    assert answer.codes == {
        "order.customer.email": "FORBIDDEN",
        "order.shippingAddress.street": "FORBIDDEN",
        "order.user.name": "FORBIDDEN",
    }
    assert order["number"] == "CS26"
    assert order["shippingAddress"]["city"]
    assert order["user"]["id"]
    assert order["customer"]["name"] == order["customer"]["companyName"]


async def test_with_every_scope_nothing_is_refused(open_graph: OpenGraph) -> None:
    graph = await graph_for(open_graph, *Scope)

    data = await graph.data(PERSON, id=ORDER)

    assert data["order"]["customer"]["email"]
    assert data["order"]["shippingAddress"]["street"]


@pytest.mark.parametrize("field", ["raw", "customer { raw }"])
async def test_raw_wants_a_scope_of_its_own(open_graph: OpenGraph, field: str) -> None:
    graph = await graph_for(open_graph, Scope.ORDERS_READ, Scope.CUSTOMERS_READ)

    answer = await graph.ask(f"query Q($id: ID!) {{ order(id: $id) {{ {field} }} }}", id=ORDER)

    assert list(answer.codes.values()) == ["FORBIDDEN"]


async def test_the_schema_s_text_is_the_same_for_everybody(open_graph: OpenGraph) -> None:
    few, all_of_them = await graph_for(open_graph, Scope.ORDERS_READ), await graph_for(open_graph, *Scope)

    texts = [(await graph.http.get("/graphql/schema.graphql")).text for graph in (few, all_of_them)]

    assert texts[0] == texts[1]
    assert "type Query" in texts[0]
