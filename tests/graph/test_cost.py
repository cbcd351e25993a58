"""What each kind of question may cost, and what the vendors are then really asked, with nothing remembered."""

from typing import Any

import pytest

from app.graphql import schema
from resolvers.costs.bounds import LIKES, LOOKS, SEEKING
from resolvers.readers.source import HELD
from tests.graph.conftest import Graph, OpenGraph, far_end
from tests.graph.test_reference_query import QUERY, SHOP
from tests.resolvers.costs import every_field

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]

PAGES = {"cloudsuite": 30, "logictrade": 30, "obapi": 32, "wimpel": 30}
"""Of a list that is read as far as a scan limit of 2000: 24 pages of 100 rows, 13 of 200 and those read anew; and 6."""
CS, LT, OB, VDH, WI = (f"gid://{name}" for name in ("cloudsuite", "logictrade", "obapi", "vdh_solar", "wimpel"))


async def cost(graph: Graph, query: str, **variables: Any) -> tuple[int, int, int]:
    """What was told, what it was, and how many calls were made for it."""
    answer = await graph.ask(query, **variables)
    told = answer.body["extensions"]["cost"]
    return told["requestedQueryCost"], told["actualQueryCost"], sum(graph.calls().values())


@pytest.fixture
async def graph(open_graph: OpenGraph) -> Graph:
    return await open_graph()


ALONE = {
    "an order": (f'{{ order(id: "{WI}/Order/clxboom000000106021") {{ number }} }}', 1),
    "a reference that is followed by two hops": (f'{{ order(id: "{CS}/Order/30") {{ customer {{ name }} }} }}', 3),
    "a reference of which nothing is asked": (f'{{ order(id: "{CS}/Order/30") {{ customer {{ id }} }} }}', 1),
    "what an order holds itself": (f'{{ order(id: "{LT}/Order/8") {{ customer {{ name }} lines {{ id }} }} }}', 1),
    "what a vendor never tells": (f'{{ order(id: "{OB}/Order/370") {{ customer {{ name }} }} }}', 1),
    "the way back": (f'{{ order(id: "{LT}/Order/8") {{ shipments {{ order {{ lines {{ id }} }} }} }} }}', 1),
    "the way back from a part of it": (
        f'{{ node(id: "{LT}/Shipment/8/1") {{ ... on Shipment {{ order {{ number }} }} }} }}',
        1,
    ),
    "a customer and its addresses": (f'{{ customer(id: "{CS}/Customer/54") {{ address {{ city }} }} }}', 4),
    "a user that is known by its id": (f'{{ node(id: "{VDH}/User/1") {{ id }} }}', 0),
    "a part of an order": (f'{{ node(id: "{LT}/OrderLine/8/1") {{ id }} }}', 1),
    "several, some of them nobody's": (
        f'{{ nodes(ids: ["{WI}/Order/x", "{WI}/Order/y", "gid://elsewhere/Order/1", "obapi"]) {{ id }} }}',
        2,
    ),
    "an order by its vendor's id": (
        '{ orderByIdentifier(backend: "obapi", identifier: {vendorId: "370"}) { number } }',
        1,
    ),
    "an order by a number that a list is read for": (
        '{ orderByIdentifier(backend: "logictrade", identifier: {number: "V26000012"}) { id } }',
        21,
    ),
    "two by numbers, for which the list is read once": (
        """{ ordersByIdentifier(backend: "logictrade", identifiers: [{number: "V1"}, {number: "no"}]) { id } }""",
        21,
    ),
    "two by their vendor's ids, each with a reference": (
        """{ ordersByIdentifier(backend: "cloudsuite", identifiers: [{vendorId: "30"}, {vendorId: "31"}]) {
             customer { name } } }""",
        6,
    ),
    "a customer by its key elsewhere": (
        '{ customerByIdentifier(backend: "cloudsuite", identifier: {originKey: {origin: "A", key: "b"}}) { id } }',
        1,
    ),
    "the gateway's own": ('{ backends { id } backend(id: "obapi") { name } __schema { queryType { name } } }', 0),
    "what can't be asked": ('{ order(id: "nonsense") { id } customers(first: 101) { nodes { id } } }', 0),
}


@pytest.mark.parametrize("what", ALONE)
async def test_what_is_asked_for_by_itself_costs_the_calls_it_leads_to(graph: Graph, what: str) -> None:
    query, calls = ALONE[what]

    requested, actual, made = await cost(graph, query)

    assert requested - max(1, calls) in (0, 1)
    assert made <= calls
    assert max(1, made) <= actual <= requested


EXACT = ("an order", "the way back", "a reference of which nothing is asked", "what an order holds itself")


@pytest.mark.parametrize("what", EXACT)
async def test_where_nothing_is_left_to_chance_it_costs_what_was_told(graph: Graph, what: str) -> None:
    query, calls = ALONE[what]

    assert await cost(graph, query) == (calls + 1, calls + 1, calls)


@pytest.mark.parametrize("backend", PAGES)
async def test_a_list_costs_the_pages_that_the_scan_limit_allows(graph: Graph, backend: str) -> None:
    requested, actual, made = await cost(
        graph, f'{{ orders(first: 20, where: {{backends: ["{backend}"]}}) {{ nodes {{ id }} }} }}'
    )

    assert requested == PAGES[backend] + 1
    assert (made, actual) == (made, made + 1)
    assert made <= 2


async def test_a_list_that_can_be_asked_of_nobody_costs_nothing(graph: Graph) -> None:
    nobody = '{ orders(where: {backends: ["vdh_solar"]}) { nodes { id } } }'
    nothing = "{ orders(where: {statuses: []}) { nodes { id } totalCount } }"

    assert await cost(graph, nobody) == await cost(graph, nothing) == (1, 1, 0)


async def test_the_lists_of_all_backends_add_up_and_their_rows_do_not(graph: Graph) -> None:
    """Twenty details in all, for the dearest way to share the rows is that all are CloudSuite's, or OBAPI's."""
    rows = await cost(graph, "{ orders(first: 20) { nodes { id } } }")
    graph.forget()
    details = await cost(graph, "{ orders(first: 20) { nodes { lines { id } } } }")

    assert rows[0] == sum(PAGES.values()) + 1
    assert details[0] == sum(PAGES.values()) + 20 + 1
    assert (rows[2] <= rows[1] <= rows[0], details[2] <= details[1] <= details[0]) == (True, True)


async def test_no_row_is_completed_to_be_counted_whatever_the_list_is_sorted_by(graph: Graph) -> None:
    query = '{ orders(first: 0, where: {backends: ["obapi"]}, orderBy: {field: CREATED_AT}) { totalCount } }'

    assert await cost(graph, query) == (1, 1, 1)


async def test_rows_that_have_to_be_completed_to_be_filtered_cost_a_call_each_up_to_what_one_operation_may_ask(
    graph: Graph,
) -> None:
    """CloudSuite's rows do not tell the customer."""
    where = '{backends: ["cloudsuite"], customerIds: ["gid://cloudsuite/Customer/54"]}'

    requested, actual, made = await cost(graph, f"{{ orders(first: 5, where: {where}) {{ nodes {{ id }} }} }}")

    assert requested == 1000 + 1
    assert made <= actual <= 30 + 3 + 1


async def test_no_row_costs_no_page_and_a_count_costs_one_call_a_list(graph: Graph) -> None:
    none = await cost(graph, "{ orders(first: 0) { nodes { lines { id } } } }")
    counted = await cost(graph, "{ orders(first: 0) { totalCount } }")

    assert none == (1, 1, 0)
    assert counted == (3, 3, 3)


async def test_several_words_for_a_status_are_several_lists(graph: Graph) -> None:
    where = 'where: {backends: ["cloudsuite"], statuses: [CONFIRMED, PROCESSING]}'

    requested, _, _ = await cost(graph, f"{{ orders(first: 5, {where}) {{ nodes {{ id }} }} }}")

    assert requested == 2 * PAGES["cloudsuite"] + 1


async def test_a_page_behind_a_cursor_costs_no_more_than_the_first_where_the_cursor_says_its_place(
    graph: Graph,
) -> None:
    query = "query ($after: String) { orders(first: 3, after: $after) { nodes { id } pageInfo { endCursor } } }"
    end = (await graph.data(query))["orders"]["pageInfo"]["endCursor"]
    graph.forget()

    requested, actual, made = await cost(graph, query, after=end)

    assert requested < sum(PAGES.values()) + SEEKING
    assert made <= actual <= requested


async def test_what_is_told_once_for_all_orders_is_charged_once(graph: Graph) -> None:
    """LogicTrade's invoices are a list of at most 21 pages, read once for all; its orders hold their shipments."""
    where = 'where: {backends: ["logictrade"]}'

    for first in (1, 50):
        graph.forget()
        requested, actual, made = await cost(
            graph,
            f"{{ orders(first: {first}, {where}) {{ nodes {{ invoices {{ number }} shipments {{ number }} }} }} }}",
        )
        assert requested == PAGES["logictrade"] + 21 + 1
        assert made <= actual <= requested


async def test_the_way_back_costs_a_call_where_the_list_does_not_tell_what_is_wanted_there(graph: Graph) -> None:
    """Wimpel's list has its orders' lines where they are selected of them."""
    query = '{ orders(first: 5, where: {backends: ["wimpel"]}) { nodes { %s shipments { order { %s } } } } }'

    told = await cost(graph, query % ("lines { id }", "number lines { id }"))
    graph.forget()
    untold = await cost(graph, query % ("number", "number lines { id }"))

    assert told[0] == PAGES["wimpel"] + 1
    assert untold[0] == PAGES["wimpel"] + 5 + 1
    assert (told[2] <= told[1] <= told[0], untold[2] <= untold[1] <= untold[0]) == (True, True)


async def test_the_way_back_to_an_order_that_is_completed_anyway_costs_no_more(graph: Graph) -> None:
    query = '{ orders(first: 5, where: {backends: ["obapi"]}) { nodes { lines { id } shipments { order { %s } } } } }'

    little, much = [(await cost(graph, query % fields))[0] for fields in ("number", "number lines { id }")]

    assert little == much


async def test_what_hangs_on_what_a_vendor_never_tells_costs_nothing(graph: Graph) -> None:
    """CloudSuite's orders have no shipments."""
    query = '{ orders(first: 5, where: {backends: ["cloudsuite"]}) { nodes { shipments { order { lines { id } } } } } }'

    assert (await cost(graph, query))[0] == PAGES["cloudsuite"] + 1


async def test_likes_cost_a_look_at_each_other_backend_and_their_details(graph: Graph) -> None:
    """A wimpel order's may be in three others: of CloudSuite and OBAPI what a row lacks is a call for each."""
    order = f'order(id: "{WI}/Order/clxboom000000106021")'
    others = sum(PAGES[name] for name in ("cloudsuite", "logictrade", "obapi")) - (PAGES["obapi"] - 19)

    rows = await cost(graph, f"{{ {order} {{ linkedOrders {{ number }} }} }}")
    graph.forget()
    whole = await cost(graph, f"{{ {order} {{ linkedOrders {{ lines {{ id }} }} }} }}")

    assert rows[0] == 1 + others + 3 * LIKES // 100 + 1
    assert whole[0] == rows[0] + 2 * LIKES
    assert (rows[2] <= rows[1], whole[2] <= whole[1] <= whole[0]) == (True, True)


async def test_a_customers_orders_are_a_list_for_each_customer(graph: Graph) -> None:
    customers = 'customers(first: 3, where: {backends: ["logictrade"]})'

    requested, actual, made = await cost(
        graph, f"{{ {customers} {{ nodes {{ orders(first: 2) {{ nodes {{ id }} }} }} }} }}"
    )

    assert requested == PAGES["logictrade"] + 3 * PAGES["logictrade"] + 1
    assert made <= actual <= requested


async def test_no_backend_is_priced_for_more_calls_than_it_may_get(graph: Graph) -> None:
    """A hundred customers of each of two backends have three thousand pages of orders."""
    requested, _, _ = await cost(graph, "{ customers(first: 100) { nodes { orders(first: 1) { nodes { id } } } } }")

    assert requested == 2 * 1000 + 2


@pytest.mark.parametrize(("backend", "more"), [("logictrade", HELD), ("wimpel", SEEKING)])
async def test_a_cursor_of_each_customer_costs_the_most_that_one_may_lead_to(
    graph: Graph, backend: str, more: int
) -> None:
    """Rows that were passed over, or single rows to find its place: which is told where its customer is known."""
    customers = f'customers(first: 1, where: {{backends: ["{backend}"]}})'
    orders = "orders(first: 1{}) {{ nodes {{ id }} }}"
    first, next = (f"{{ {customers} {{ nodes {{ {orders.format(after)} }} }} }}" for after in ("", ', after: "x"'))

    assert (await cost(graph, next))[0] == (await cost(graph, first))[0] + more


MANY = [f"{WI}/Order/x{number}" for number in range(101)]
NUMBERS = [{"vendorId": f"x{number}"} for number in range(101)]
NODES = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }"
CALLED = """query ($identifiers: [OrderIdentifierInput!]!) {
    ordersByIdentifier(backend: "wimpel", identifiers: $identifiers) { id } }"""


async def test_as_many_at_once_as_may_be_asked_for_cost_a_call_each_and_more_are_not_asked_for(graph: Graph) -> None:
    assert await cost(graph, NODES, ids=MANY[:100]) == (101, 100, 100)
    graph.forget()
    assert await cost(graph, NODES, ids=MANY) == (1, 1, 0)
    assert await cost(graph, CALLED, identifiers=NUMBERS[:100]) == (101, 100, 100)
    graph.forget()
    assert await cost(graph, CALLED, identifiers=NUMBERS) == (1, 1, 0)


@pytest.mark.parametrize(("aliases", "times"), [("a: orders", 1), ("a: orders", 2)])
async def test_what_is_written_in_two_fragments_is_one_question(graph: Graph, aliases: str, times: int) -> None:
    spread = "...F " * times
    one = 'orders(first: 5, where: {backends: ["wimpel"]}) { nodes { customer { name } } }'

    requested, _, _ = await cost(graph, f"{{ {one} {spread} }} fragment F on Query {{ {one} }}")

    assert requested == PAGES["wimpel"] + 5 + 1


async def test_what_a_list_shows_under_two_names_is_paid_for_under_both(graph: Graph) -> None:
    """Five details, and two hops for each customer and each user."""
    shown = "one: nodes { customer { name } } edges { two: node { user { name } } }"

    requested, actual, made = await cost(
        graph, f'{{ orders(first: 5, where: {{backends: ["cloudsuite"]}}) {{ {shown} }} }}'
    )

    assert requested == PAGES["cloudsuite"] + 5 + 5 * 2 * 2 + 1
    assert made <= actual <= requested


async def test_what_is_skipped_costs_nothing(graph: Graph) -> None:
    query = """query ($skips: Boolean!) { orders(first: 5, where: {backends: ["cloudsuite"]}) {
        nodes { id lines @skip(if: $skips) { id } customer @include(if: false) { name } } } }"""

    assert (await cost(graph, query, skips=True))[0] == PAGES["cloudsuite"] + 1
    assert (await cost(graph, query, skips=False))[0] == PAGES["cloudsuite"] + 5 + 1


WRITES = {
    "wimpel": 1 + LOOKS * (2 + 23),
    "logictrade": 1 + LOOKS * 21,
    "cloudsuite": 1 + LOOKS,
    "vdh_solar": 1,
    "obapi": 0,
}
"""Sent once; looked for three times, which is a page of Wimpel's list, and two calls more, or all of LogicTrade's."""


@pytest.mark.parametrize("backend", WRITES)
async def test_a_create_costs_its_call_and_looking_for_what_an_earlier_one_may_have_made(
    graph: Graph, backend: str
) -> None:
    create = f'orderCreate(input: {{backend: "{backend}", idempotencyKey: "a"}})'

    assert await cost(graph, f"mutation {{ {create} {{ outcome }} }}") == (WRITES[backend] + 1, 1, 0)
    assert (await cost(graph, f"mutation {{ {create} {{ order {{ id }} }} }}"))[0] == WRITES[backend] + 1
    assert (await cost(graph, f"mutation {{ {create} {{ order {{ lines {{ id }} }} }} }}"))[0] == WRITES[backend] + 2


async def test_a_change_costs_its_call_and_reading_the_order_again(graph: Graph) -> None:
    order = f"{WI}/Order/clxboom000000106021"
    update = f'mutation {{ orderUpdate(input: {{id: "{order}", note: "x"}}) {{ order {{ lines {{ id }} }} }} }}'
    delete = f'mutation {{ orderDelete(input: {{id: "{order}"}}) {{ deletedId }} }}'

    assert await cost(graph, update) == (3, 3, 2)
    graph.forget()
    assert await cost(graph, delete) == (3, 2, 1)


async def test_each_change_of_several_reads_anew(graph: Graph) -> None:
    """The change, reading the order again, and LogicTrade's list of invoices."""
    update = f'orderUpdate(input: {{id: "{LT}/Order/8", note: "x"}}) {{ order {{ invoices {{ id }} }} }}'

    one = (await cost(graph, f"mutation {{ {update} }}"))[0]
    two = (await cost(graph, f"mutation {{ a: {update} b: {update} }}"))[0]

    assert one == 1 + 1 + 21 + 1
    assert two == 2 * one - 1


async def test_the_reference_query(open_graph: OpenGraph) -> None:
    """Fifty details, and two hops for each of four references; really nothing is asked twice, or in two hops."""
    graph = await open_graph({"cloudsuite": far_end("cloudsuite", orders=50, **SHOP)})

    assert await cost(graph, QUERY) == (PAGES["cloudsuite"] + 50 * (1 + 4 * 2) + 1, 152, 151)


async def test_a_hundred_orders_with_every_field_once_pass(graph: Graph) -> None:
    query = f"{{ orders(first: 100) {{ nodes {every_field.of(schema()._schema, 'Order')} }} }}"

    requested, actual, made = await cost(graph, query)

    assert made <= actual <= requested <= 5000
    assert requested == 4321
