"""What leads back to a thing that the operation has already asks for it no more."""

from typing import Any

import pytest

from resolvers.vendors.stand_in import Faults
from tests.graph.conftest import Graph, OpenGraph, far_end

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]

SINGLE = {"logictrade": "/rest/v1/orders/", "obapi": "/obapi/v1/orders/", "wimpel": "/v1/orders/"}
"""Where one order is asked for."""


def orders(backend: str, fields: str) -> str:
    return f'{{ orders(first: 20, where: {{backends: ["{backend}"]}}) {{ nodes {{ id {fields} }} }} }}'


def looked_up(graph: Graph, backend: str) -> int:
    return len(graph.requests(backend, SINGLE[backend]))


def parts(data: dict[str, Any]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Each listed order beside the order that its shipments and invoices lead back to."""
    nodes = data["orders"]["nodes"]
    return [
        (node, part["order"]) for node in nodes for name in ("shipments", "invoices") for part in node.get(name) or ()
    ]


@pytest.mark.parametrize("backend", SINGLE)
async def test_to_a_listed_order_costs_no_call(graph: Graph, backend: str) -> None:
    data = await graph.data(orders(backend, "number status shipments { order { id number status } }"))

    assert parts(data)
    assert all(back == {name: node[name] for name in back} for node, back in parts(data))
    assert looked_up(graph, backend) == 0


@pytest.mark.parametrize("backend", ["obapi", "wimpel"])
async def test_to_more_than_the_list_tells_costs_a_call_an_order(graph: Graph, backend: str) -> None:
    """Wimpel's list has an order's lines where it is asked for them alone, and OBAPI's never has."""
    data = await graph.data(orders(backend, "shipments { order { lines { id } } }"))
    leading = {node["id"] for node, _ in parts(data)}

    assert all(back["lines"] for _, back in parts(data))
    assert looked_up(graph, backend) == len(leading) > 0


async def test_to_an_order_of_which_one_list_tells_more_than_another_costs_no_call(graph: Graph) -> None:
    back = "shipments { order { lines { id } } }"
    more, less = orders("wimpel", f"lines {{ id }} {back}"), orders("wimpel", "number")

    await graph.data(f"{{ more: {more[2:-2]} less: {less[2:-2]} }}")

    assert looked_up(graph, "wimpel") == 0


@pytest.mark.parametrize("backend", ["logictrade", "wimpel"])
async def test_to_an_order_that_was_found_by_its_number_costs_no_call(graph: Graph, backend: str) -> None:
    listed, _ = parts(await graph.data(orders(backend, "number shipments { order { id } }")))[0]
    query = f'orderByIdentifier(backend: "{backend}", identifier: {{number: "{listed["number"]}"}})'

    data = await graph.data(f"{{ {query} {{ id shipments {{ order {{ id lines {{ id }} }} }} }} }}")

    found = data["orderByIdentifier"]
    assert {part["order"]["id"] for part in found["shipments"]} == {found["id"]}
    assert looked_up(graph, backend) == 0


async def test_to_a_listed_customer_costs_no_call(graph: Graph) -> None:
    data = await graph.data(
        "{ customers(first: 20) { nodes { id email orders(first: 2) { nodes { customer { id email } } } } } }"
    )
    found = [
        (customer, order["customer"])
        for customer in data["customers"]["nodes"]
        for order in customer["orders"]["nodes"]
    ]

    assert any("wimpel" in customer["id"] for customer, _ in found)
    assert all(back == {name: customer[name] for name in back} for customer, back in found)
    assert graph.requests("wimpel", "/v1/customers/") == []


async def test_to_a_like_in_another_backend_costs_no_call(graph: Graph) -> None:
    data = await graph.data(orders("cloudsuite", "linkedOrders { id shipments { order { id number } } }"))
    likes = [like for node in data["orders"]["nodes"] for like in node["linkedOrders"]]

    assert any("logictrade" in part["order"]["id"] for like in likes for part in like["shipments"] or ())
    assert looked_up(graph, "logictrade") == 0


async def test_what_is_old_is_old_wherever_it_is_led_back_to(open_graph: OpenGraph) -> None:
    graph = await open_graph({"wimpel": far_end("wimpel")})
    query = "{ orders { sources { status } nodes { shipments { order { id number } } } } }"
    await graph.data(query)
    graph.far_ends["wimpel"].faults = Faults(status=503)

    answer = await graph.ask(query)

    assert answer.data["orders"]["sources"] == [{"status": "STALE"}]
    paths = [entry["path"] for entry in answer.body["extensions"]["stale"]]
    assert paths
    assert all(path[-1] == "order" for path in paths)


async def test_nothing_that_was_read_before_a_change_is_led_back_to(open_graph: OpenGraph) -> None:
    graph = await open_graph(backends={"logictrade": {"update": "partial"}})
    order = "gid://logictrade/Order/8"
    change = f'orderUpdate(input: {{id: "{order}", note: "%s"}}) {{ order {{ shipments {{ order {{ note }} }} }} }}'

    answer = await graph.ask(f"mutation {{ a: {change % 'one'} b: {change % 'two'} }}")

    notes = [answer.part[name]["order"]["shipments"][0]["order"]["note"] for name in "ab"]
    assert notes == ["one", "two"]
