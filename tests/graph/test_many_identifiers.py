"""A hundred orders by their numbers: each vendor that has to read its list for that reads it once."""

import pytest

from tests.graph.conftest import Graph, OpenGraph, far_end

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]

NUMBERS = (
    "query ($backend: ID!) { orders(first: 100, where: {backends: [$backend]}) { nodes { id number externalNumber } } }"
)
MANY = """
query ($backend: ID!, $identifiers: [OrderIdentifierInput!]!) {
  ordersByIdentifier(backend: $backend, identifiers: $identifiers) { id vendorId }
}
"""


@pytest.mark.parametrize(
    ("backend", "name", "pages"),
    [("wimpel", "number", 4), ("obapi", "number", 1), ("logictrade", "number", 2), ("logictrade", "externalNumber", 2)],
)
async def test_many_numbers_cost_one_reading_of_the_list(
    open_graph: OpenGraph, backend: str, name: str, pages: int
) -> None:
    """But wimpel's, which is read without relations first, and then once more with them."""
    graph = await open_graph({backend: far_end(backend, orders=150)})
    nodes = [node for node in (await graph.data(NUMBERS, backend=backend))["orders"]["nodes"] if node[name]]
    graph.forget()

    found = await graph.data(MANY, backend=backend, identifiers=[{name: node[name]} for node in nodes])

    assert [order["id"] for order in found["ordersByIdentifier"]] == [node["id"] for node in nodes]
    assert len(nodes) > 15
    assert _readings(graph, backend) <= pages


async def test_many_external_numbers_cost_cloudsuite_one_reading_of_its_list(open_graph: OpenGraph) -> None:
    graph = await open_graph({"cloudsuite": far_end("cloudsuite", orders=150)})
    nodes = [node for node in (await _listed(graph, "cloudsuite")) if node["externalNumber"]]
    graph.forget()

    identifiers = [{"externalNumber": node["externalNumber"]} for node in nodes]
    found = await graph.data(MANY, backend="cloudsuite", identifiers=identifiers)

    assert [order["id"] for order in found["ordersByIdentifier"]] == [node["id"] for node in nodes]
    assert graph.far_ends["cloudsuite"].asked["/api/order/"] == 2


@pytest.mark.parametrize("name", ["vendorId", "number", "externalNumber", "externalKey"])
async def test_one_name_given_a_hundred_times_is_asked_once(graph: Graph, name: str) -> None:
    order = next(node for node in await _listed(graph, "cloudsuite") if node["externalNumber"])
    value = {"vendorId": order["id"].rpartition("/")[2], "externalKey": "nobody's"}.get(name) or order[name]
    graph.forget()
    once = await graph.data(MANY, backend="cloudsuite", identifiers=[{name: value}])
    calls = graph.calls()
    graph.forget()
    found = await graph.data(MANY, backend="cloudsuite", identifiers=[{name: value}] * 100)

    assert found["ordersByIdentifier"] == once["ordersByIdentifier"] * 100
    assert graph.calls() == calls


async def test_each_answer_stands_in_its_place_whatever_it_is_asked_by(graph: Graph) -> None:
    nodes = await _listed(graph, "cloudsuite")
    first, last = nodes[0], next(node for node in nodes if node["externalNumber"])
    identifiers = [
        {"externalNumber": last["externalNumber"]},
        {"vendorId": "999999"},
        {"number": first["number"]},
        {"externalKey": "nobody's"},
        {"number": "nobody's"},
        {"vendorId": last["id"].rpartition("/")[2]},
    ]

    found = (await graph.data(MANY, backend="cloudsuite", identifiers=identifiers))["ordersByIdentifier"]

    assert [order and order["id"] for order in found] == [last["id"], None, first["id"], None, None, last["id"]]


async def test_what_the_vendor_can_not_be_asked_by_fails_in_its_place_alone(graph: Graph) -> None:
    identifiers = [{"number": "1"}, {"vendorId": "2"}, {"externalKey": "1"}]

    answer = await graph.ask(MANY, backend="vdh_solar", identifiers=identifiers)

    assert [order and order["vendorId"] for order in answer.part["ordersByIdentifier"]] == [None, "2", None]
    assert answer.codes == {"ordersByIdentifier.0": "UNSUPPORTED", "ordersByIdentifier.2": "UNSUPPORTED"}


async def _listed(graph: Graph, backend: str) -> list[dict[str, str]]:
    nodes: list[dict[str, str]] = (await graph.data(NUMBERS, backend=backend))["orders"]["nodes"]
    return nodes


def _readings(graph: Graph, backend: str) -> int:
    """Calls of the list; those for an order that was found are not among them."""
    return sum(count for path, count in graph.far_ends[backend].asked.items() if path.endswith("/orders"))
