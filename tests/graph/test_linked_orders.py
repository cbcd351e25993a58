"""The same order elsewhere: how many may be taken for the same."""

import pytest

from resolvers.vendors.stand_in import Faults
from tests.graph.conftest import Answer, OpenGraph, far_end

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]

QUERY = """{ orders(where: {backends: ["wimpel"], reference: "PO-2026-001"}) { nodes {
    number linkedOrders { reference } } } }"""


async def answered(open_graph: OpenGraph, likes: int) -> Answer:
    """Of an order whose reference is that of so many of another backend."""
    supplier = far_end("obapi", orders=120)
    for order in supplier.store.orders.all()[:likes]:
        supplier.store.orders.put({**order, "customer_ref": "PO-2026-001"})
    graph = await open_graph({"wimpel": far_end("wimpel"), "obapi": supplier})
    return await graph.ask(QUERY)


async def test_a_hundred_are_told(open_graph: OpenGraph) -> None:
    (order,) = (await answered(open_graph, 100)).data["orders"]["nodes"]

    assert [like["reference"] for like in order["linkedOrders"]] == ["PO-2026-001"] * 100


async def test_a_backend_that_turns_out_to_have_no_list_is_left_out_as_in_lists(open_graph: OpenGraph) -> None:
    supplier, without_list = far_end("obapi"), far_end("obapi")
    supplier.store.orders.put({**supplier.store.orders.all()[0], "customer_ref": "PO-2026-001"})
    without_list.faults = Faults(status=404)
    far_ends = {"wimpel": far_end("wimpel"), "obapi": supplier, "other": without_list}
    graph = await open_graph(far_ends, backends={"other": {"vendor": "obapi"}})
    (order,) = (await graph.ask(QUERY)).data["orders"]["nodes"]

    assert order["linkedOrders"] == [{"reference": "PO-2026-001"}]


async def test_more_are_hardly_the_same_order(open_graph: OpenGraph) -> None:
    answer = await answered(open_graph, 101)

    assert answer.codes == {"orders.nodes.0.linkedOrders": "AMBIGUOUS"}
    assert answer.part["orders"]["nodes"][0]["number"]
