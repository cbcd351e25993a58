"""Fifty orders with all that they point at: how many calls that takes, and when each is made."""

import asyncio

import pytest

from tests.graph.conftest import Gate, Graph, OpenGraph, far_end
from tests.waiting import until

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]

QUERY = """
query Reference($first: Int = 50) {
  orders(first: $first) {
    nodes {
      id number status
      lines { id product { code originKey { key } } quantity unitPrice { stated { amount } } }
      customer { id name email }
      user { id name }
      shippingAddress { street city }
      billingAddress { street city }
    }
  }
}
"""
SHOP = {"customers": 20, "users": 20, "addresses": 60, "thin": 0, "dangling": 0}


async def opened(open_graph: OpenGraph, orders: int = 50, **config: object) -> Graph:
    return await open_graph(
        {"cloudsuite": far_end("cloudsuite", orders=orders, **SHOP)}, backends={"cloudsuite": config}
    )


async def test_it_takes_a_call_for_the_list_each_order_and_each_reference_and_then_one(open_graph: OpenGraph) -> None:
    graph = await opened(open_graph)

    first = await graph.data(QUERY)
    cold = graph.calls()
    graph.forget()
    second = await graph.data(QUERY)

    assert cold == {"cloudsuite": 151}
    assert graph.calls() == {"cloudsuite": 1}
    assert first == second
    assert len(first["orders"]["nodes"]) == 50


async def test_everything_is_filled(open_graph: OpenGraph) -> None:
    graph = await opened(open_graph)

    nodes = (await graph.data(QUERY))["orders"]["nodes"]

    pointed_at = ("customer", "user", "shippingAddress", "billingAddress")
    assert all(node["lines"] and all(node[name] for name in pointed_at) for node in nodes)


async def test_nothing_is_asked_twice_however_often_it_is_pointed_at(open_graph: OpenGraph) -> None:
    graph = await opened(open_graph)

    await graph.data(QUERY)

    assert set(graph.far_ends["cloudsuite"].asked.values()) == {1}


async def test_a_larger_shop_takes_one_list_call_more(open_graph: OpenGraph) -> None:
    graph = await opened(open_graph, orders=240)

    await graph.data(QUERY)
    cold = graph.far_ends["cloudsuite"].asked
    listed, read = cold["/api/order/"], sum(1 for path in cold if path.startswith("/api/order/")) - 1

    assert (listed, read) == (2, 50)


async def test_a_larger_shop_takes_one_call_when_it_is_asked_again(open_graph: OpenGraph) -> None:
    graph = await opened(open_graph, orders=240)
    await graph.data(QUERY)
    graph.forget()

    await graph.data(QUERY)

    assert graph.calls() == {"cloudsuite": 1}


@pytest.mark.parametrize("most", [1, 5, 32])
async def test_no_more_calls_are_in_flight_than_configured(open_graph: OpenGraph, most: int) -> None:
    graph = await opened(open_graph, max_concurrency=most)
    shop = graph.far_ends["cloudsuite"]
    shop.gate = asyncio.Event()

    asking = asyncio.create_task(graph.ask(QUERY))
    await until(lambda: shop.in_flight == 1)
    shop.gate.set()
    shop.gate = asyncio.Event()
    await until(lambda: shop.in_flight == most)
    for _ in range(500):
        await asyncio.sleep(0)
    held = shop.in_flight
    shop.gate.set()
    shop.gate = None
    answer = await asking

    assert (held, shop.most_in_flight, answer.errors) == (most, most, [])


async def test_what_orders_point_at_is_asked_for_before_the_last_order_has_arrived(open_graph: OpenGraph) -> None:
    graph = await opened(open_graph)
    shop = graph.far_ends["cloudsuite"]
    shop.gate = late = Gate(shop, "/api/order/40")

    asking = asyncio.create_task(graph.ask(QUERY))
    await until(lambda: shop.calls() >= 1 + 50 + 90)
    late.set()
    answer = await asking

    assert answer.errors == []
    assert shop.calls() == 151


async def test_orders_that_share_what_they_point_at_show_it_each(open_graph: OpenGraph) -> None:
    graph = await opened(open_graph)

    nodes = (await graph.data(QUERY))["orders"]["nodes"]

    by_customer: dict[str, set[str]] = {}
    for node in nodes:
        by_customer.setdefault(node["customer"]["id"], set()).add(node["customer"]["name"])
    assert len(by_customer) == 20
    assert all(len(names) == 1 for names in by_customer.values())
