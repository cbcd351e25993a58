"""A list's row is less than an order: when the whole order is fetched, how often, and what if it can't be had."""

import pytest

from resolvers.vendors.stand_in import Faults
from tests.graph.conftest import Graph, OpenGraph, far_end

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]

ROWS_ARE_LESS = {"cloudsuite": "/api/order/", "obapi": "/obapi/v1/orders/"}
FEW = "first: 5, where: {backends: [$backend]}"


def query(fields: str, where: str = FEW, rest: str = "") -> str:
    return f"query Q($backend: ID!) {{ orders({where}) {{ nodes {{ {fields} }} }} }} {rest}"


def details(graph: Graph, backend: str) -> list[str]:
    """The paths of the single orders that were asked for, the lists' left out."""
    start = ROWS_ARE_LESS[backend]
    return [asked.path for asked in graph.requests(backend, start) if asked.path != start]


@pytest.fixture(params=sorted(ROWS_ARE_LESS))
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


async def test_what_a_row_tells_costs_no_call_per_order(graph: Graph, backend: str) -> None:
    data = await graph.data(query("id number status orderedAt"), backend=backend)

    assert len(data["orders"]["nodes"]) == 5
    assert details(graph, backend) == []


async def test_every_field_that_a_row_is_said_to_fill_costs_no_call_per_order(graph: Graph, backend: str) -> None:
    said = await graph.data(
        "query Q($id: ID!) { backend(id: $id) { capabilities { listRowOrderFields } } }", id=backend
    )
    dear = {"backend", "shipments", "invoices", "linkedOrders"}
    with_parts = {"total": "total { isDerived }", "documents": "documents { url }"}
    fields = [with_parts.get(name, name) for name in said["backend"]["capabilities"]["listRowOrderFields"]]

    await graph.data(query(" ".join(set(fields) - dear)), backend=backend)

    assert details(graph, backend) == []


async def test_one_more_field_costs_a_call_an_order_and_each_once(graph: Graph, backend: str) -> None:
    data = await graph.data(query("id status lineCount"), backend=backend)

    assert all(node["lineCount"] for node in data["orders"]["nodes"])
    assert len(details(graph, backend)) == len(set(details(graph, backend))) == 5


async def test_a_field_that_this_vendor_never_fills_costs_nothing(graph: Graph, backend: str) -> None:
    never = {"cloudsuite": "origin shipments { id }", "obapi": "externalNumber customer { name }"}

    await graph.data(query(f"id {never[backend]}"), backend=backend)

    assert details(graph, backend) == []


async def test_an_order_that_is_asked_for_in_two_ways_is_fetched_once(graph: Graph, backend: str) -> None:
    one = (await graph.data(query("id"), backend=backend))["orders"]["nodes"][0]["id"]
    graph.forget()

    orders = f"orders({FEW}) {{ nodes {{ lineCount }} }}"
    both = f"query Q($backend: ID!, $id: ID!) {{ {orders} order(id: $id) {{ lineCount }} }}"
    await graph.data(both, backend=backend, id=one)

    assert len(details(graph, backend)) == 5


# ---------------------------------------------------------------- looked through


@pytest.mark.parametrize(
    ("fields", "rest"),
    [
        ("id ... on Order { lineCount }", ""),
        ("id ... { ... { lineCount } }", ""),
        ("id ...More", "fragment More on Order { ...Most } fragment Most on Order { lineCount }"),
        ("id ...More", "fragment More on Node { ... on Order { lineCount } }"),
        ("lots: lineCount", ""),
        ("id lineCount @skip(if: false)", ""),
        ("id lineCount @include(if: true)", ""),
        ("id ... @include(if: true) { lineCount }", ""),
    ],
)
async def test_a_field_is_seen_through_fragments_aliases_and_directives(graph: Graph, fields: str, rest: str) -> None:
    await graph.data(query(fields, rest=rest), backend="cloudsuite")

    assert len(details(graph, "cloudsuite")) == 5


@pytest.mark.parametrize(
    ("fields", "rest"),
    [
        ("id lineCount @skip(if: true)", ""),
        ("id lineCount @include(if: false)", ""),
        ("id ... @skip(if: true) { lineCount }", ""),
        ("id ...More @include(if: false)", "fragment More on Order { lineCount }"),
        ("lineCount: number", ""),
        ("__typename id", ""),
    ],
)
async def test_a_field_that_is_not_asked_for_costs_nothing(graph: Graph, fields: str, rest: str) -> None:
    await graph.data(query(fields, rest=rest), backend="cloudsuite")

    assert details(graph, "cloudsuite") == []


@pytest.mark.parametrize("wanted", [True, False])
async def test_a_variable_decides(graph: Graph, wanted: bool) -> None:
    orders = 'orders(first: 5, where: {backends: "cloudsuite"}) { nodes { id lineCount @include(if: $wanted) } }'
    asked = f"query Q($wanted: Boolean!) {{ {orders} }}"

    await graph.data(asked, wanted=wanted)

    assert len(details(graph, "cloudsuite")) == (5 if wanted else 0)


@pytest.mark.parametrize(
    "connection",
    [
        "edges { node { lineCount } }",
        "nodes { id } edges { node { lineCount } }",
        "...Page",
        "page: edges { order: node { lineCount } }",
    ],
)
async def test_edges_and_nodes_are_one_page(graph: Graph, connection: str) -> None:
    rest = "fragment Page on OrderConnection { edges { node { lineCount } } }" if "Page" in connection else ""

    await graph.data(f'{{ orders(first: 5, where: {{backends: "cloudsuite"}}) {{ {connection} }} }} {rest}')

    assert len(details(graph, "cloudsuite")) == 5


# ---------------------------------------------------------------- remembered


PAGE = query("id number lineCount lines { id }", where="first: 5, where: {backends: [$backend]}")


async def test_a_second_page_like_the_first_costs_one_call(graph: Graph) -> None:
    first = await graph.data(PAGE, backend="cloudsuite")
    graph.forget()

    assert await graph.data(PAGE, backend="cloudsuite") == first
    assert graph.calls() == {"cloudsuite": 1}


async def test_an_order_that_changed_meanwhile_is_fetched_again_and_no_other(graph: Graph) -> None:
    nodes = (await graph.data(PAGE, backend="cloudsuite"))["orders"]["nodes"]
    changed = nodes[2]["id"].rsplit("/", 1)[1]
    record = graph.far_ends["cloudsuite"].store.by_id[int(changed)].record  # type: ignore[attr-defined]
    record.update(modified_date="2026-03-24T12:30:00.000001", order_lines=record["order_lines"][:1])
    graph.forget()

    again = (await graph.data(PAGE, backend="cloudsuite"))["orders"]["nodes"]

    assert details(graph, "cloudsuite") == [f"/api/order/{changed}"]
    assert [node["lineCount"] for node in again if node["id"] == nodes[2]["id"]] == [1]


async def test_a_vendor_whose_rows_name_no_version_is_read_afresh(graph: Graph) -> None:
    await graph.data(PAGE, backend="obapi")
    graph.forget()

    await graph.data(PAGE, backend="obapi")

    assert len(details(graph, "obapi")) == 5


# ---------------------------------------------------------------- a detail that fails


async def failing(graph: Graph, backend: str, faults: dict[str, object]) -> tuple[str, int]:
    """The id of an order of the page that can't be had any more, and its place."""
    nodes = (await graph.data(query("id number"), backend=backend))["orders"]["nodes"]
    path = ROWS_ARE_LESS[backend] + nodes[3]["id"].rsplit("/", 1)[1]
    graph.far_ends[backend].faults = Faults(paths=path, **faults)  # type: ignore[arg-type]
    return nodes[3]["id"], 3


async def test_a_detail_that_fails_costs_its_own_fields_and_the_row_s_stay(graph: Graph, backend: str) -> None:
    id, at = await failing(graph, backend, {"status": 500})

    answer = await graph.ask(query("id number status lineCount lines { id } raw"), backend=backend)
    nodes = answer.part["orders"]["nodes"]

    fields = ("lineCount", "lines", "raw")
    assert answer.codes == {f"orders.nodes.{at}.{name}": "BACKEND_UNAVAILABLE" for name in fields}
    assert nodes[at]["number"]
    assert nodes[at]["status"]
    assert {name: nodes[at][name] for name in ("id", *fields)} == {"id": id, **dict.fromkeys(fields)}
    assert all(node["lines"] for place, node in enumerate(nodes) if place != at)


async def test_an_order_that_is_gone_since_it_was_listed_is_not_found(graph: Graph, backend: str) -> None:
    _, at = await failing(graph, backend, {"status": 404})

    answer = await graph.ask(query("id lineCount"), backend=backend)

    assert answer.codes == {f"orders.nodes.{at}.lineCount": "NOT_FOUND"}


async def test_a_link_that_stands_in_the_detail_fails_with_it(graph: Graph) -> None:
    _, at = await failing(graph, "cloudsuite", {"status": 503})

    answer = await graph.ask(query("id customerId customer { id } shippingAddress { city }"), backend="cloudsuite")

    names = ("customerId", "customer", "shippingAddress")
    assert answer.codes == {f"orders.nodes.{at}.{name}": "BACKEND_UNAVAILABLE" for name in names}


async def test_a_detail_that_failed_is_tried_again_at_the_next_request(graph: Graph, backend: str) -> None:
    await failing(graph, backend, {"status": 500})
    await graph.ask(query("id lineCount"), backend=backend)
    graph.far_ends[backend].faults = Faults()

    assert (await graph.ask(query("id lineCount"), backend=backend)).errors == []


async def test_failing_details_are_not_remembered_as_the_order(graph: Graph) -> None:
    id, _ = await failing(graph, "cloudsuite", {"status": 500})
    await graph.ask(query("id lineCount"), backend="cloudsuite")
    graph.far_ends["cloudsuite"].faults = Faults()

    data = await graph.data("query Q($id: ID!) { order(id: $id) { lineCount } }", id=id)

    assert data["order"]["lineCount"]


# ---------------------------------------------------------------- wimpel's include


@pytest.mark.parametrize(
    ("fields", "include"),
    [
        ("id number status orderedAt reference note", None),
        ("customer { id }", None),
        ("customer { name }", None),
        ("lineCount", None),
        ("lines { id }", "lines"),
        ("total { isDerived }", "lines"),
        ("shipments { id }", "shipments"),
        ("invoices { id } lines { id }", "lines,invoices"),
        ("raw", "lines,customer,shipments,invoices"),
        ("number lines @skip(if: true) { id }", None),
        ("... on Node { ... on Order { shipments { id } } }", "shipments"),
    ],
)
async def test_wimpel_is_asked_to_include_exactly_what_is_selected(
    graph: Graph, fields: str, include: str | None
) -> None:
    await graph.data(query(fields), backend="wimpel")

    lists = graph.requests("wimpel", "/v1/orders")
    assert [asked.params.get("include") for asked in lists] == [include]


async def test_a_vendor_that_can_list_but_whose_rows_are_whole_costs_one_call(open_graph: OpenGraph) -> None:
    graph = await open_graph({"logictrade": far_end("logictrade")})

    await graph.data(query("id lines { id } customer { name } total { isDerived } raw"), backend="logictrade")

    assert graph.calls() == {"logictrade": 1}
