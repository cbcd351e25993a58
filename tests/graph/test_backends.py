"""Backends beside each other: two of one vendor, their own words for a status, and what each says of itself."""

import pytest

from resolvers.vendors.cloudsuite.sandbox import Shop
from resolvers.vendors.stand_in import SECRET
from tests.graph.conftest import Graph, OpenGraph, far_end

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]

BOTH = """
{ orders(first: 100) { nodes { id number backend { id name } customer { id name } } }
  backends { id name vendor } }
"""


@pytest.fixture
def shops() -> dict[str, Shop]:
    made: dict[str, Shop] = {name: far_end("cloudsuite", orders=10) for name in ("webshop-nl", "webshop-be")}
    made["webshop-be"].accepts = lambda headers: headers.get("authorization") == "Token belgian"
    for thing in made["webshop-be"].store.things["customer"].by_id.values():
        thing.record["name"] += " (BE)"
    return made


@pytest.fixture
async def graph(open_graph: OpenGraph, shops: dict[str, Shop]) -> Graph:
    configs = {
        "webshop-nl": {"vendor": "cloudsuite", "name": "Webshop NL"},
        "webshop-be": {"vendor": "cloudsuite", "auth": "token", "secret": "belgian"},
    }
    return await open_graph(shops, backends=configs)


async def test_two_backends_of_one_vendor_have_ids_of_their_own(graph: Graph) -> None:
    data = await graph.data(BOTH)

    ids = [node["id"] for node in data["orders"]["nodes"]]
    assert len(ids) == len(set(ids)) == 20
    assert {id.split("/")[2] for id in ids} == {"webshop-nl", "webshop-be"}
    assert data["backends"] == [
        {"id": "webshop-nl", "name": "Webshop NL", "vendor": "CLOUDSUITE"},
        {"id": "webshop-be", "name": "webshop-be", "vendor": "CLOUDSUITE"},
    ]


async def test_neither_is_shown_what_is_remembered_of_the_other(graph: Graph) -> None:
    await graph.data(BOTH)

    nodes = (await graph.data(BOTH))["orders"]["nodes"]

    assert all(node["customer"]["name"].endswith("(BE)") == (node["backend"]["id"] == "webshop-be") for node in nodes)


async def test_each_is_told_its_own_secret_alone(graph: Graph) -> None:
    await graph.data(BOTH)

    told = {id: {asked.headers["authorization"] for asked in shop.requests} for id, shop in graph.far_ends.items()}
    assert told == {"webshop-nl": {f"Bearer {SECRET}"}, "webshop-be": {"Token belgian"}}


async def test_one_that_is_down_leaves_the_other_whole(graph: Graph, shops: dict[str, Shop]) -> None:
    shops["webshop-be"].accepts = lambda headers: False

    data = await graph.data("{ orders(first: 100) { nodes { id } sources { backend { id } status error { code } } } }")

    assert {node["id"].split("/")[2] for node in data["orders"]["nodes"]} == {"webshop-nl"}
    assert {
        source["backend"]["id"]: source["error"] and source["error"]["code"] for source in data["orders"]["sources"]
    } == {
        "webshop-nl": None,
        "webshop-be": "BACKEND_UNAUTHENTICATED",
    }


# ---------------------------------------------------------------- words for a status


async def test_a_configured_word_overrides_the_vendor_s_own(open_graph: OpenGraph) -> None:
    graph = await open_graph(
        {"cloudsuite": far_end("cloudsuite")},
        backends={"cloudsuite": {"status": {"done": "DELIVERED", "odd": "SHIPPED"}}},
    )
    orders = graph.far_ends["cloudsuite"].store.orders  # type: ignore[attr-defined]
    orders[3].record["state"] = "odd"

    data = await graph.data(
        "{ orders(first: 100) { nodes { id status vendorStatus } } "
        "backends { capabilities { statusMapping { vendorStatus status } } } }"
    )

    told = {node["vendorStatus"]: node["status"] for node in data["orders"]["nodes"]}
    mapping = {each["vendorStatus"]: each["status"] for each in data["backends"][0]["capabilities"]["statusMapping"]}
    assert (told["done"], told["odd"], told["confirmed"]) == ("DELIVERED", "SHIPPED", "CONFIRMED")
    assert (mapping["done"], mapping["odd"], mapping["cancel"]) == ("DELIVERED", "SHIPPED", "CANCELLED")


async def test_a_filter_by_status_follows_the_configured_words(open_graph: OpenGraph) -> None:
    graph = await open_graph(
        {"cloudsuite": far_end("cloudsuite")}, backends={"cloudsuite": {"status": {"done": "DELIVERED"}}}
    )

    data = await graph.data("{ orders(first: 100, where: {statuses: [DELIVERED]}) { nodes { vendorStatus } } }")

    assert {node["vendorStatus"] for node in data["orders"]["nodes"]} == {"done"}


# ---------------------------------------------------------------- what each says of itself


async def test_health_is_what_the_last_call_gave(graph: Graph, shops: dict[str, Shop]) -> None:
    query = "{ backends { id health { status lastErrorCode lastSuccessAt } } }"
    before = await graph.data(query)
    shops["webshop-be"].accepts = lambda headers: False
    await graph.data("{ orders { nodes { id } } }")

    after = {each["id"]: each["health"] for each in (await graph.data(query))["backends"]}

    assert {each["health"]["status"] for each in before["backends"]} == {"UNKNOWN"}
    assert after["webshop-nl"]["status"] == "UP"
    assert after["webshop-nl"]["lastSuccessAt"]
    assert after["webshop-be"]["status"] == "DEGRADED"
    assert after["webshop-be"]["lastErrorCode"] == "BACKEND_UNAUTHENTICATED"


async def test_what_a_backend_can_do_costs_no_call(graph: Graph) -> None:
    await graph.data(
        "{ backends { capabilities { operations absentOrderFields filterable sortable statusMapping { status } } } }"
    )

    assert graph.calls() == {}
