"""What a caller without a scope is told instead."""

import zlib
from base64 import urlsafe_b64decode
from typing import Any

import pytest

from schema.field import Scope
from tests.canaries import people
from tests.graph.conftest import Answer, Graph, OpenGraph

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]

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


async def test_who_may_only_write_is_told_of_the_order_that_it_wrote(open_graph: OpenGraph) -> None:
    graph = await graph_for(open_graph, Scope.ORDERS_WRITE)
    update = """mutation($id: ID!) {
        orderUpdate(input: {id: $id, status: CONFIRMED}) { outcome order { number customer { email } } }
    }"""

    answer = await graph.ask(update, id=ORDER)

    assert answer.part["orderUpdate"]["order"]["number"] == "CS26"
    assert answer.codes == {"orderUpdate.order.customer.email": "FORBIDDEN"}


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


async def customers(graph: Graph, where: dict[str, str], fields: str = "id") -> Answer:
    query = f"query Q($where: CustomerWhereInput) {{ customers(first: 100, where: $where) {{ nodes {{ {fields} }} }} }}"
    return await graph.ask(query, where=where)


async def test_without_customers_read_nobody_is_found_by_what_may_not_be_seen(open_graph: OpenGraph) -> None:
    """Not even whether there is such a person."""
    everything, graph = await graph_for(open_graph, *Scope), await graph_for(open_graph, Scope.ORDERS_READ)
    told = (await customers(everything, {}, "name companyName email")).data["customers"]["nodes"]
    person = next(each for each in told if each["companyName"] is None and each["email"])
    company = next(each for each in told if each["companyName"])

    by_email = await customers(graph, {"email": person["email"]})
    by_name = (await customers(graph, {"name": person["name"]})).data["customers"]["nodes"]
    by_company = (await customers(graph, {"name": company["companyName"]})).data["customers"]["nodes"]

    assert by_email.codes == {"customers": "FORBIDDEN"}
    assert by_name == []
    assert by_company
    assert (await customers(everything, {"name": person["name"]})).data["customers"]["nodes"]


async def test_without_customers_read_a_list_s_order_and_its_cursors_tell_no_names(open_graph: OpenGraph) -> None:
    query = "{ customers(first: 100) { edges { cursor node { companyName } } } }"
    graph = await graph_for(open_graph, Scope.ORDERS_READ)

    edges = (await graph.data(query))["customers"]["edges"]
    names = [edge["node"]["companyName"] for edge in edges]
    companies = [name for name in names if name is not None]

    assert None in names
    assert names == sorted(companies) + [None] * (len(names) - len(companies))
    for edge in edges:
        packed = urlsafe_b64decode(edge["cursor"] + "==")[9:]
        assert not any(text.encode() in zlib.decompress(packed) for text in people())


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
