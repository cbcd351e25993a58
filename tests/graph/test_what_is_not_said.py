"""What a vendor does not say where the contract wants it said: an error at its path, and all else stays."""

import pytest

from resolvers.vendors.stand_in import Faults
from tests.graph.conftest import Answer, Graph, OpenGraph, far_end

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]

ORDER = (
    "query ($id: ID!) { order(id: $id) { number reference lineCount lines { position quantity } total { isDerived } } }"
)
SAID = {
    "cloudsuite": ("/api/order/27", '{"id": 27, "order_lines": %s, "customer_order_number": "PO"}'),
    "logictrade": ("/rest/v1/orders/4", '{"id": 4, "lines": %s, "reference": "PO"}'),
    "obapi": ("/obapi/v1/orders/350", '{"order": {"id": "350", "lines": %s, "customer_ref": "PO"}}'),
    "vdh_solar": ("/v1/orders/1", '{"data": {"id": 1, "items": %s, "reference": "PO"}}'),
    "wimpel": ("/v1/orders/clx1", '{"id": "clx1", "lines": %s, "reference": "PO"}'),
}


@pytest.mark.parametrize("backend", SAID)
async def test_lines_that_are_not_said_are_null_with_an_error_at_their_path(graph: Graph, backend: str) -> None:
    answer = await _told(graph, backend, '"none"')

    assert answer.part["order"] == {"number": None, "reference": "PO", "lineCount": None, "lines": None, "total": None}
    assert answer.codes == {"order.lines": "BACKEND_BAD_RESPONSE", "order.lineCount": "BACKEND_BAD_RESPONSE"}


@pytest.mark.parametrize("backend", SAID)
async def test_a_quantity_that_is_not_said_is_an_error_at_its_path_and_never_0(graph: Graph, backend: str) -> None:
    answer = await _told(graph, backend, "[{}]")

    assert answer.part["order"]["lines"] is None
    assert (answer.part["order"]["reference"], answer.part["order"]["lineCount"]) == ("PO", 1)
    assert answer.codes == {"order.lines.0.quantity": "BACKEND_BAD_RESPONSE"}


async def test_a_line_of_an_order_whose_lines_are_not_said_is_an_error_and_not_just_absent(graph: Graph) -> None:
    path, body = SAID["cloudsuite"]
    graph.far_ends["cloudsuite"].faults = Faults(paths=path, body=body % '"none"')
    answer = await graph.ask('{ node(id: "gid://cloudsuite/OrderLine/27/1") { id } }')

    assert answer.part == {"node": None}
    assert answer.codes == {"node": "BACKEND_BAD_RESPONSE"}


async def test_the_user_of_an_order_is_found_by_the_id_that_the_order_gives(graph: Graph) -> None:
    order = (await graph.data('{ order(id: "gid://vdh_solar/Order/2") { user { id vendorId } } }'))["order"]

    found = await graph.data(
        "query ($id: ID!) { node(id: $id) { id ... on User { vendorId } } }", id=order["user"]["id"]
    )

    assert found["node"] == order["user"]


SHIPMENTS = """
{ orders(first: 50, where: {backends: ["obapi"]}) { nodes { id shipments { %s } } } }
"""


async def test_shipments_cost_what_is_selected_of_them(open_graph: OpenGraph) -> None:
    graph = await open_graph({"obapi": far_end("obapi")})

    rows = await graph.data(SHIPMENTS % "id number status shippedDate order { id }")
    by_row = graph.calls()
    graph.forget()
    await graph.data(SHIPMENTS % "id trackingUrl")

    shown = [shipment for node in rows["orders"]["nodes"] for shipment in node["shipments"]]
    assert by_row == {"obapi": 2}
    assert len(graph.requests("obapi", "/obapi/v1/shipments/")) == len(shown) > 0


async def test_a_shipment_that_fails_leaves_the_other_orders_theirs(open_graph: OpenGraph) -> None:
    graph = await open_graph({"obapi": far_end("obapi")})
    rows = (await graph.data(SHIPMENTS % "vendorId"))["orders"]["nodes"]
    place, failing = next((place, node["shipments"][0]) for place, node in enumerate(rows) if node["shipments"])
    graph.far_ends["obapi"].faults = Faults(status=500, paths=f"/obapi/v1/shipments/{failing['vendorId']}")

    answer = await graph.ask(SHIPMENTS % "vendorId trackingUrl")

    assert answer.codes == {f"orders.nodes.{place}.shipments": "BACKEND_UNAVAILABLE"}
    told = [node["shipments"] for node in answer.part["orders"]["nodes"]]
    assert [own is None for own in told] == [at == place for at in range(len(told))]


async def _told(graph: Graph, backend: str, lines: str) -> Answer:
    path, body = SAID[backend]
    graph.far_ends[backend].faults = Faults(body=body % lines, paths=path)
    return await graph.ask(ORDER, id=f"gid://{backend}/Order/{path.rpartition('/')[2]}")
