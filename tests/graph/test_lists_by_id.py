"""A list of orders that are known by their ids: each is looked up, and no list is read for it."""

import pytest

from resolvers.vendors.stand_in import Faults
from tests.graph.conftest import Graph, OpenGraph, far_end

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]

CS, LT, WI = "gid://cloudsuite/Order", "gid://logictrade/Order", "gid://wimpel/Order"
NODES = "{ nodes { id orderedAt lines { id } } sources { status asOf } totalCount }"


def by_ids(ids: list[str], more: str = "") -> str:
    return f"{{ orders(where: {{ids: [{', '.join(map(_quoted, ids))}] {more}}}) {NODES} }}"


def _quoted(text: str) -> str:
    return f'"{text}"'


def paths(graph: Graph, backend: str) -> list[str]:
    return sorted(asked.path for asked in graph.requests(backend))


async def test_each_is_looked_up_and_they_come_in_the_list_s_order(graph: Graph) -> None:
    data = await graph.data(by_ids([f"{CS}/30", f"{LT}/8", f"{CS}/31", f"{CS}/999", f"{LT}/nobody"]))

    nodes = data["orders"]["nodes"]
    assert sorted(nodes, key=lambda node: node["orderedAt"], reverse=True) == nodes
    assert {node["id"] for node in nodes} == {f"{CS}/30", f"{LT}/8", f"{CS}/31"}
    assert data["orders"]["totalCount"] == 3
    assert paths(graph, "cloudsuite") == ["/api/order/30", "/api/order/31", "/api/order/999"]
    assert paths(graph, "logictrade") == ["/rest/v1/orders/8"]
    assert graph.calls().keys() == {"cloudsuite", "logictrade"}


async def test_the_other_conditions_hold_too(graph: Graph) -> None:
    assert (await graph.data(by_ids([f"{LT}/8"], 'number: "no such"')))["orders"]["nodes"] == []
    assert len((await graph.data(by_ids([f"{LT}/8"], 'number: "V26000008"')))["orders"]["nodes"]) <= 1


async def test_one_that_lies_beyond_the_scan_limit_is_found(open_graph: OpenGraph) -> None:
    graph = await open_graph({"cloudsuite": far_end("cloudsuite")}, backends={"cloudsuite": {"scan_limit": 1}})

    data = await graph.data(by_ids([f"{CS}/30", f"{CS}/31"]))

    assert len(data["orders"]["nodes"]) == 2
    assert [(source["status"], bool(source["asOf"])) for source in data["orders"]["sources"]] == [("OK", True)]


async def test_of_more_than_a_few_the_list_is_read(graph: Graph) -> None:
    await graph.data(by_ids([f"{LT}/{number}" for number in range(11)]))

    assert set(paths(graph, "logictrade")) == {"/rest/v1/orders"}


async def test_wimpel_s_list_is_read_for_it_tells_what_a_single_order_does_not(graph: Graph) -> None:
    order = f"{WI}/clxboom000000106021"

    data = await graph.data(by_ids([order]))

    assert [node["id"] for node in data["orders"]["nodes"]] == [order]
    assert data["orders"]["nodes"][0]["orderedAt"]
    assert set(paths(graph, "wimpel")) == {"/v1/orders"}


async def test_they_cost_a_call_each(graph: Graph) -> None:
    answer = await graph.ask(by_ids([f"{CS}/30", f"{CS}/31", f"{LT}/8"]))

    cost = answer.body["extensions"]["cost"]
    assert (cost["requestedQueryCost"], cost["actualQueryCost"]) == (4, 4)


async def test_a_plan_tells_that_they_are_looked_up(graph: Graph) -> None:
    asked = {"query": by_ids([f"{CS}/30", f"{CS}/31"])}

    told = (await graph.http.post("/graphql", json=asked, headers={"X-Gateway-Explain": "plan"})).json()

    (entry,) = told["extensions"]["plan"]
    plan = next(each for each in entry["backends"] if each["backend"] == "cloudsuite")
    assert (plan["way"], plan["pushedDown"]) == ("by id", ["ids"])
    assert (plan["calls"]["atMost"], plan["details"]["atMost"]) == (0, 2)
    assert graph.calls() == {}


async def test_one_that_can_t_be_looked_up_fails_its_backend_s_part(graph: Graph) -> None:
    graph.far_ends["logictrade"].faults = Faults(status=500)

    data = (await graph.ask(by_ids([f"{CS}/30", f"{LT}/8"]))).part

    assert [node["id"] for node in data["orders"]["nodes"]] == [f"{CS}/30"]
    assert [source["status"] for source in data["orders"]["sources"]] == ["OK", "FAILED", "OK", "UNSUPPORTED", "OK"]
