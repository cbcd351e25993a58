"""What an order points at: when it costs a call, what a dangling reference gives, and whom a failure concerns."""

import asyncio
from typing import Any

import pytest

from resolvers.vendors.cloudsuite.opening import NOBODY
from resolvers.vendors.stand_in import Faults, StandIn
from tests.graph.conftest import Graph, OpenGraph, far_end

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]

SHOP = {"orders": 20, "customers": 4, "users": 3, "addresses": 9, "thin": 0, "dangling": 1}
NOUNS = ("address", "customer", "user")


@pytest.fixture
async def graph(open_graph: OpenGraph) -> Graph:
    return await open_graph({"cloudsuite": far_end("cloudsuite", **SHOP)})


def orders(fields: str) -> str:
    return f"{{ orders(first: 100) {{ nodes {{ id {fields} }} }} }}"


def references(graph: Graph, backend: str = "cloudsuite") -> list[str]:
    """The paths of addresses, customers and users that were asked for."""
    return [asked.path for noun in NOUNS for asked in graph.requests(backend, f"/api/{noun}/")]


def pointing(graph: Graph, noun: str) -> int:
    """The id that the newest orders' field holds most."""
    records = [kept.record for kept in graph.far_ends["cloudsuite"].store.orders]  # type: ignore[attr-defined]
    return int(records[3][noun])


# ---------------------------------------------------------------- identity is free


async def test_who_it_is_costs_no_call(graph: Graph) -> None:
    identity = "{ __typename id vendorId backend { id name vendor } }"

    nodes = (await graph.data(orders(f"customerId customer {identity} user {identity}")))["orders"]["nodes"]

    assert references(graph) == []
    assert all(node["customer"]["id"] == node["customerId"] for node in nodes)
    assert {node["customer"]["__typename"] for node in nodes} == {"Customer"}
    assert {node["user"]["backend"]["name"] for node in nodes} == {"cloudsuite"}


async def test_an_address_s_record_is_named_without_a_call(graph: Graph) -> None:
    nodes = (await graph.data(orders("shippingAddress { vendorId }")))["orders"]["nodes"]

    assert references(graph) == []
    assert all(node["shippingAddress"]["vendorId"] for node in nodes)


@pytest.mark.parametrize(
    "fields",
    ["...Who", "... on Customer { id }", "... on Node { id }", "id name @skip(if: true)", "name: id", "id id vendorId"],
)
async def test_identity_is_seen_through_fragments_and_aliases(graph: Graph, fields: str) -> None:
    rest = "fragment Who on Customer { id vendorId }" if "..." in fields and "Who" in fields else ""

    await graph.data(orders(f"customer {{ {fields} }}") + rest)

    assert references(graph) == []


async def test_one_field_more_costs_a_call_a_customer(graph: Graph) -> None:
    nodes = (await graph.data(orders("customer { id name }")))["orders"]["nodes"]

    assert len(references(graph)) == len(set(references(graph))) == 4
    assert all(node["customer"]["name"] for node in nodes)


# ---------------------------------------------------------------- dangling


async def test_a_reference_that_dangles_still_tells_its_id(graph: Graph) -> None:
    nodes = (await graph.data(orders("user { id vendorId }")))["orders"]["nodes"]

    assert [node["user"]["vendorId"] for node in nodes].count(str(NOBODY)) == 1


async def test_a_reference_that_dangles_is_null_without_an_error(graph: Graph) -> None:
    nodes = (await graph.data(orders("user { name }")))["orders"]["nodes"]

    assert [node["user"] for node in nodes].count(None) == 1


async def test_a_dangling_reference_is_asked_for_again_at_the_next_request(graph: Graph) -> None:
    """Only what is there is remembered: it may have been made meanwhile."""
    await graph.data(orders("user { name }"))
    graph.forget()

    await graph.data(orders("user { name }"))

    assert references(graph) == [f"/api/user/{NOBODY}"]


async def test_a_user_that_no_order_names_is_null(graph: Graph) -> None:
    graph.far_ends["cloudsuite"].store.orders[-1].record["user"] = None  # type: ignore[attr-defined]

    nodes = (await graph.data(orders("user { id }")))["orders"]["nodes"]

    assert [node["user"] for node in nodes].count(None) == 1


# ---------------------------------------------------------------- failures


async def test_each_reference_s_failure_costs_the_fields_that_show_it_and_no_other(graph: Graph) -> None:
    broken = pointing(graph, "customer")
    graph.far_ends["cloudsuite"].faults = Faults(status=500, paths=f"/api/customer/{broken}")

    answer = await graph.ask(orders("number customerId customer { name } user { name }"))
    nodes = answer.part["orders"]["nodes"]

    mine = [at for at, node in enumerate(nodes) if node["customerId"].endswith(f"/{broken}")]
    assert len(mine) == 5
    assert answer.codes == {f"orders.nodes.{at}.customer": "BACKEND_UNAVAILABLE" for at in mine}
    assert [at for at, node in enumerate(nodes) if node["customer"] is None] == mine
    assert all(node["number"] for node in nodes)


async def test_a_failure_is_asked_for_once_however_many_show_it(graph: Graph) -> None:
    broken = pointing(graph, "customer")
    graph.far_ends["cloudsuite"].faults = Faults(status=500, paths=f"/api/customer/{broken}")

    await graph.ask(orders("customer { name }"))

    assert references(graph).count(f"/api/customer/{broken}") == 1


async def test_a_failure_is_not_remembered(graph: Graph) -> None:
    graph.far_ends["cloudsuite"].faults = Faults(status=500, paths="/api/customer/")
    await graph.ask(orders("customer { name }"))
    graph.far_ends["cloudsuite"].faults = Faults()

    assert (await graph.ask(orders("customer { name }"))).errors == []


async def test_a_vendor_that_times_out_says_so_at_each_field(graph: Graph) -> None:
    graph.far_ends["cloudsuite"].faults = Faults(body="{", paths="/api/user/")

    answer = await graph.ask(orders("user { name }"))

    assert set(answer.codes.values()) == {"BACKEND_BAD_RESPONSE"}
    assert len(answer.codes) == 20


# ---------------------------------------------------------------- remembered


async def test_what_was_asked_for_a_moment_ago_is_not_asked_for_again(graph: Graph) -> None:
    await graph.data(orders("customer { name } shippingAddress { city }"))
    graph.forget()

    await graph.data(orders("customer { name } billingAddress { city }"))

    assert len(references(graph)) == 4
    assert {path.split("/")[2] for path in references(graph)} == {"address"}


async def test_nothing_is_remembered_where_the_configuration_says_so(open_graph: OpenGraph) -> None:
    shop = far_end("cloudsuite", **SHOP)
    graph = await open_graph({"cloudsuite": shop}, backends={"cloudsuite": {"reference_ttl": 0}})
    await graph.data(orders("customer { name }"))
    graph.forget()

    await graph.data(orders("customer { name }"))

    assert len(references(graph)) == 4


async def test_a_reference_asked_for_by_id_is_the_same_as_the_one_pointed_at(graph: Graph) -> None:
    nodes = (await graph.data(orders("customer { id name }")))["orders"]["nodes"]
    graph.forget()

    found = await graph.data("query Q($id: ID!) { customer(id: $id) { name } }", id=nodes[0]["customer"]["id"])

    assert found["customer"]["name"] == nodes[0]["customer"]["name"]
    assert references(graph) == []


async def test_requests_at_the_same_time_share_their_calls(graph: Graph) -> None:
    shop = graph.far_ends["cloudsuite"]
    shop.gate = asyncio.Event()
    query = 'query Q { customer(id: "gid://cloudsuite/Customer/54") { name } }'

    asking = [asyncio.create_task(graph.ask(query)) for _ in range(100)]
    await passed(shop)
    answers = [(await task).data for task in asking]

    assert graph.calls() == {"cloudsuite": 1}
    assert all(answer == answers[0] and answer["customer"]["name"] for answer in answers)


async def passed(shop: StandIn) -> None:
    """Once all that can be asked is asked, all is let through."""
    gate, before = shop.gate, -1
    assert gate is not None
    while before != shop.in_flight or before == 0:
        before = shop.in_flight
        for _ in range(200):
            await asyncio.sleep(0)
    gate.set()


# ---------------------------------------------------------------- in bulk


def bulky(**more: Any) -> dict[str, dict[str, Any]]:
    return {"cloudsuite": {"bulk_lookup": "id__in", **more}}


@pytest.fixture
async def bulk(open_graph: OpenGraph) -> Graph:
    """A hundred orders, each with an address of its own to send to."""
    size = {"orders": 100, "customers": 100, "users": 1, "addresses": 100, "thin": 0, "dangling": 0}
    return await open_graph({"cloudsuite": far_end("cloudsuite", **size)}, backends=bulky())


async def test_a_hundred_addresses_are_two_calls(bulk: Graph) -> None:
    nodes = (await bulk.data(orders("shippingAddress { city }")))["orders"]["nodes"]

    asked = bulk.requests("cloudsuite", "/api/address/")
    assert sorted(len(request.params["id__in"].split(",")) for request in asked) == [50, 50]
    assert len({place for request in asked for place in request.params["id__in"].split(",")}) == 100
    assert all(node["shippingAddress"]["city"] for node in nodes)


TWENTY = " ".join(f'"gid://cloudsuite/Order/{number}"' for number in range(30, 50))
REFERENCES = "customer { name } user { name } shippingAddress { city } billingAddress { city }"
WAYS = {
    "rows": f"{{ orders(first: 20) {{ nodes {{ {REFERENCES} }} }} }}",
    "rows under their edges, by a fragment": f"""{{ orders(first: 20) {{ edges {{ node {{ ...All }} }} }} }}
        fragment All on Order {{ {REFERENCES} }}""",
    "orders by their ids": f"{{ nodes(ids: [{TWENTY}]) {{ ... on Order {{ {REFERENCES} }} }} }}",
    "one order": f'{{ order(id: "gid://cloudsuite/Order/30") {{ {REFERENCES} }} }}',
    "two lists": f"""{{ a: orders(first: 10) {{ nodes {{ {REFERENCES} }} }}
        b: orders(first: 20) {{ nodes {{ {REFERENCES} }} }} }}""",
}


@pytest.mark.parametrize("way", WAYS)
async def test_however_orders_are_come_by_their_references_of_a_kind_are_one_call(bulk: Graph, way: str) -> None:
    await bulk.data(WAYS[way])

    kinds = [f"/api/{kind}/" for kind in ("address", "customer", "user")]
    assert [len(bulk.requests("cloudsuite", kind)) for kind in kinds] == [1, 1, 1]


async def test_what_is_remembered_is_left_out_of_a_bulk(bulk: Graph) -> None:
    first = await bulk.data("{ orders(first: 30) { nodes { shippingAddress { vendorId city } } } }")
    known = {node["shippingAddress"]["vendorId"] for node in first["orders"]["nodes"]}
    bulk.forget()

    await bulk.data(orders("shippingAddress { city }"))

    asked = [
        place for each in bulk.requests("cloudsuite", "/api/address/") for place in each.params["id__in"].split(",")
    ]
    assert len(asked) == 70
    assert known.isdisjoint(asked)


async def test_a_bulk_shows_the_same_as_single_calls(open_graph: OpenGraph) -> None:
    """Thin ones, dangling ones and ones out of use among them."""
    size = {**SHOP, "thin": 4}
    query = orders(
        "customer { name address { city } } user { name } shippingAddress { city street } billingAddress { city }"
    )
    singly = await open_graph({"cloudsuite": far_end("cloudsuite", **size)})
    together = await open_graph({"cloudsuite": far_end("cloudsuite", **size)}, backends=bulky())

    assert await singly.data(query) == await together.data(query)


async def test_a_bulk_that_fails_costs_those_in_it(bulk: Graph) -> None:
    bulk.far_ends["cloudsuite"].faults = Faults(status=500, paths="/api/address/", times=1)

    answer = await bulk.ask(orders("shippingAddress { city }"))

    assert len(answer.errors) == 50
    assert set(answer.codes.values()) == {"BACKEND_UNAVAILABLE"}


async def test_one_that_can_t_be_had_in_a_bulk_fails_alone(open_graph: OpenGraph) -> None:
    """A thin one, whose second hop is broken."""
    shop = far_end("cloudsuite", **{**SHOP, "thin": 6})
    graph = await open_graph({"cloudsuite": shop}, backends=bulky())
    addresses, named = (
        shop.store.things["address"].by_id,
        {kept.record["shipment_address"] for kept in shop.store.orders},
    )
    thin = next(id for id, thing in addresses.items() if thing.is_thin and id in named)
    key = addresses[thin].record["key"]
    shop.faults = Faults(status=500, paths=f"/api/origin/CLOUDSUITE/address/{key}")

    answer = await graph.ask(orders("a: shippingAddress { vendorId } shippingAddress { city }"))
    nodes = answer.part["orders"]["nodes"]

    broken = [at for at, node in enumerate(nodes) if node["a"]["vendorId"] == str(thin)]
    assert broken
    assert answer.codes == {f"orders.nodes.{at}.shippingAddress": "BACKEND_UNAVAILABLE" for at in broken}
    assert all(node["shippingAddress"] for at, node in enumerate(nodes) if at not in broken)
