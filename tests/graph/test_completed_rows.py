"""Rows that have to be completed before they can be filtered or sorted: which are, and how often a list is read."""

from typing import Any

import pytest

from tests.graph.conftest import Graph, OpenGraph, far_end

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]

ORDER = "/api/order/"
ROWS = '{ orders(first: 100, where: {backends: ["cloudsuite"]}) { nodes { id orderedAt customerId } } }'


async def shop(open_graph: OpenGraph, orders: int) -> tuple[Graph, list[dict[str, Any]]]:
    """CloudSuite's, whose rows do not tell the customer, and its newest orders."""
    graph = await open_graph({"cloudsuite": far_end("cloudsuite", orders=orders, customers=3)})
    nodes = (await graph.data(ROWS))["orders"]["nodes"]
    fresh = await open_graph({"cloudsuite": far_end("cloudsuite", orders=orders, customers=3)})
    return fresh, nodes


def completed(graph: Graph) -> list[str]:
    return [asked.path for asked in graph.requests("cloudsuite", ORDER) if asked.path != ORDER]


def of_customer(node: dict[str, Any], more: str = "", rest: str = "first: 50") -> str:
    where = f'{{backends: ["cloudsuite"], customerIds: ["{node["customerId"]}"] {more}}}'
    return f"{{ orders({rest}, where: {where}) {{ nodes {{ id }} }} }}"


async def test_a_row_that_is_left_out_by_what_it_tells_itself_is_not_completed(open_graph: OpenGraph) -> None:
    graph, nodes = await shop(open_graph, 30)
    newer = [node for node in nodes if node["orderedAt"] >= nodes[9]["orderedAt"]]

    data = await graph.data(of_customer(nodes[0], f'orderedAt: {{gte: "{nodes[9]["orderedAt"]}"}}'))

    expected = [node["id"] for node in newer if node["customerId"] == nodes[0]["customerId"]]
    assert [node["id"] for node in data["orders"]["nodes"]] == expected
    assert len(completed(graph)) == len(newer) < len(nodes)


async def test_rows_that_were_not_completed_for_one_question_are_for_another(open_graph: OpenGraph) -> None:
    graph, nodes = await shop(open_graph, 30)
    by_number = "first: 50, orderBy: {field: NUMBER}"
    newer, older = (f'orderedAt: {{{bound}: "{nodes[9]["orderedAt"]}"}}' for bound in ("gte", "lt"))

    found = [await graph.data(of_customer(nodes[0], more, by_number)) for more in (newer, older, "")]

    ids = [{node["id"] for node in data["orders"]["nodes"]} for data in found]
    assert ids[0] | ids[1] == ids[2] == {node["id"] for node in nodes if node["customerId"] == nodes[0]["customerId"]}
    assert ids[0]
    assert ids[1]


async def test_no_more_rows_are_completed_than_a_small_page_has(open_graph: OpenGraph) -> None:
    """Neither are the oldest, which are read for the list's length."""
    graph, nodes = await shop(open_graph, 150)

    data = await graph.data(of_customer(nodes[0], rest="first: 1"))

    assert [node["id"] for node in data["orders"]["nodes"]] == [nodes[0]["id"]]
    assert 1 <= len(completed(graph)) <= 13


@pytest.mark.parametrize(("first", "then", "calls"), [("number", "status note", 0), ("number", "lines { id }", 1)])
async def test_a_list_is_read_anew_only_where_a_row_lacks_what_is_wanted(
    open_graph: OpenGraph, first: str, then: str, calls: int
) -> None:
    """Sorted as Wimpel can't, so that the whole list is remembered for its row_ttl."""
    graph = await open_graph({"wimpel": far_end("wimpel")})
    query = "{ orders(orderBy: {field: NUMBER}) { nodes { id %s } } }"
    await graph.data(query % first)
    graph.forget()

    await graph.data(query % then)

    assert sum(graph.calls().values()) == calls
