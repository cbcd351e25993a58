"""Customers of all backends, and a customer's own orders."""

import pytest

from tests.graph.conftest import Graph

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]

ALL = "{ customers(first: 100) { nodes { id name backend { id } } sources { backend { id } status } } }"
OWN = """
query Q($id: ID!, $where: OrderWhereInput) {
  customer(id: $id) { orders(first: 50, where: $where) { nodes { id customerId } sources { backend { id } } } }
}
"""


async def test_customers_come_by_name_from_every_backend_that_lists_them(graph: Graph) -> None:
    data = (await graph.data(ALL))["customers"]

    names = [node["name"] for node in data["nodes"] if node["name"]]
    assert {node["backend"]["id"] for node in data["nodes"]} == {"logictrade", "wimpel"}
    assert names == sorted(names, key=lambda name: name.casefold()) or names == sorted(names)
    assert {each["backend"]["id"]: each["status"] for each in data["sources"]} == {
        "cloudsuite": "UNSUPPORTED",
        "logictrade": "OK",
        "obapi": "UNSUPPORTED",
        "vdh_solar": "UNSUPPORTED",
        "wimpel": "OK",
    }


async def test_pages_of_customers_leave_none_out_and_give_none_twice(graph: Graph) -> None:
    fields = "nodes { id } pageInfo { hasNextPage endCursor }"
    query = f"query Q($after: String) {{ customers(first: 7, after: $after) {{ {fields} }} }}"
    found: list[str] = []
    page = (await graph.data(query))["customers"]
    while page["pageInfo"]["hasNextPage"]:
        found += [node["id"] for node in page["nodes"]]
        page = (await graph.data(query, after=page["pageInfo"]["endCursor"]))["customers"]
    found += [node["id"] for node in page["nodes"]]

    whole = [node["id"] for node in (await graph.data(ALL))["customers"]["nodes"]]
    assert found == whole
    assert len(set(found)) == len(found)


@pytest.mark.parametrize("backend", ["cloudsuite", "logictrade", "wimpel"])
async def test_a_customer_s_orders_are_all_that_name_him_and_no_other(graph: Graph, backend: str) -> None:
    listed = "query Q($b: [ID!]) { orders(first: 100, where: {backends: $b}) { nodes { id customerId } } }"
    nodes = (await graph.data(listed, b=[backend]))["orders"]["nodes"]
    customer = next(node["customerId"] for node in nodes if node["customerId"])

    own = (await graph.data(OWN, id=customer))["customer"]["orders"]

    assert [node["id"] for node in own["nodes"]] == [node["id"] for node in nodes if node["customerId"] == customer]
    assert [each["backend"]["id"] for each in own["sources"]] == [backend]


async def test_a_customer_s_orders_narrow_further(graph: Graph) -> None:
    data = await graph.data(OWN, id="gid://cloudsuite/Customer/54", where={"backends": ["obapi"]})

    assert data["customer"]["orders"] == {"nodes": [], "sources": []}


async def test_customers_of_several_orders_share_one_reading_of_the_list(graph: Graph) -> None:
    """Each customer's orders are asked of the same rows."""
    await graph.data(
        '{ orders(first: 5, where: {backends: "logictrade"}) { nodes { customer { orders { nodes { id } } } } } }'
    )

    assert (
        len([asked for asked in graph.requests("logictrade", "/rest/v1/orders") if asked.path == "/rest/v1/orders"])
        <= 2
    )
