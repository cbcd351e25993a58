"""A vendor that fails is answered for by what it said last, and each answer says where that is so and how old it is."""

from typing import Any

import pytest

from resolvers.vendors.stand_in import Faults
from tests.standing.world import HOURS, World, world

pytestmark = pytest.mark.anyio

FRESH = {"reference_ttl": 0, "row_ttl": 0}
"""What is asked for is asked of the vendor, each time."""
OF = """query ($b: [ID!]) { orders(first: 1, where: {backends: $b}) { nodes { id number customerId lines { id } } } }"""
UPDATE = """mutation ($id: ID!) { orderUpdate(input: {id: $id, status: CANCELLED}) {
            outcome order { id } } }"""
FAILING = Faults(status=500)


async def known(gateway: World, backend: str) -> dict[str, Any]:
    """Its newest order."""
    nodes: list[dict[str, Any]] = (await gateway.ask(OF, variables={"b": [backend]}))["data"]["orders"]["nodes"]
    return nodes[0]


def places(answer: dict[str, Any]) -> dict[str, str]:
    """The backend of each place that is told to be old, a dot between its steps."""
    told = answer.get("extensions", {}).get("stale", [])
    assert all(entry["asOf"] for entry in told)
    return {".".join(map(str, entry["path"])): entry["backend"] for entry in told}


SINGLE = {
    "order": ("cloudsuite", '{ order(id: "$id") { id total { stated { amount } } lines { quantity } } }', "order"),
    "alias": ("cloudsuite", '{ mine: order(id: "$id") { id number } }', "mine"),
    "node": ("cloudsuite", '{ node(id: "$id") { id ... on Order { number } } }', "node"),
    "nodes": ("wimpel", '{ nodes(ids: ["$id"]) { id ... on Order { number } } }', "nodes.0"),
    "part": ("cloudsuite", '{ node(id: "$line") { id ... on OrderLine { quantity } } }', "node"),
    "number": (
        "logictrade",
        '{ orderByIdentifier(backend: "logictrade", identifier: {number: "$number"}) { id } }',
        "orderByIdentifier",
    ),
    "vendor's id": (
        "wimpel",
        '{ orderByIdentifier(backend: "wimpel", identifier: {vendorId: "$vendor_id"}) { id } }',
        "orderByIdentifier",
    ),
    "numbers": (
        "obapi",
        """{ ordersByIdentifier(backend: "obapi", identifiers: [{number: "no such"}, {number: "$number"}]) { id } }""",
        "ordersByIdentifier.1",
    ),
    "customer": ("wimpel", '{ customer(id: "$customer") { id name } }', "customer"),
    "customer by its key": (
        "cloudsuite",
        """{ customerByIdentifier(backend: "cloudsuite",
             identifier: {originKey: {origin: "CLOUDSUITE", key: "C123456"}}) { name } }""",
        "customerByIdentifier",
    ),
    "reference": ("wimpel", '{ order(id: "$id") { id customer { name } } }', "order,order.customer"),
    "relation": ("obapi", '{ order(id: "$id") { id shipments { number } } }', "order,order.shipments"),
}


def filled(query: str, order: dict[str, Any]) -> str:
    words = {
        "$id": order["id"],
        "$line": order["lines"][0]["id"],
        "$number": order["number"],
        "$vendor_id": order["id"].rsplit("/", 1)[1],
        "$customer": order["customerId"] or "",
    }
    for word, said in sorted(words.items(), reverse=True):
        query = query.replace(word, str(said))
    return query


@pytest.mark.parametrize(("backend", "query", "at"), SINGLE.values(), ids=SINGLE.keys())
async def test_what_was_said_last_is_said_again_and_where_it_stands(backend: str, query: str, at: str) -> None:
    async with world(**FRESH) as gateway:
        asked = filled(query, await known(gateway, backend))
        before = await gateway.ask(asked)
        assert places(before) == {}
        gateway.vendors[backend].faults = FAILING
        after = await gateway.ask(asked)

        assert after["data"] == before["data"]
        assert "no such" in asked or "errors" not in after
        assert places(after) == dict.fromkeys(at.split(","), backend)


async def test_a_name_that_led_nowhere_is_an_error_not_an_earlier_nothing() -> None:
    async with world(**FRESH) as gateway:
        query = '{ orderByIdentifier(backend: "logictrade", identifier: {number: "no such"}) { id } }'
        await gateway.ask(query)
        gateway.vendors["logictrade"].faults = FAILING
        answer = await gateway.ask(query)

        assert answer["errors"][0]["extensions"]["code"] == "BACKEND_UNAVAILABLE"
        assert places(answer) == {}


MODES = {
    "breaks off": Faults(reset=True),
    "is down": Faults(status=503),
    "throttles": Faults(status=429, retry_after=60),
    "garbles": Faults(garble=True),
    "sends a page": Faults(body="<p>", media_type="text/html"),
}


@pytest.mark.parametrize("faults", MODES.values(), ids=MODES.keys())
async def test_however_it_fails(faults: Faults) -> None:
    async with world(**FRESH) as gateway:
        order = f'{{ order(id: "{(await known(gateway, "wimpel"))["id"]}") {{ number }} }}'
        before = await gateway.ask(order)
        gateway.vendors["wimpel"].faults = faults
        after = await gateway.ask(order)

        assert (after["data"], places(after)) == (before["data"], {"order": "wimpel"})


async def test_also_while_it_is_left_alone() -> None:
    async with world(circuit_calls=5, **FRESH) as gateway:
        order = f'{{ order(id: "{(await known(gateway, "wimpel"))["id"]}") {{ number }} }}'
        await gateway.ask(order)
        gateway.vendors["wimpel"].faults = FAILING
        for _ in range(5):
            await gateway.ask(order)
        asked = gateway.vendors["wimpel"].calls()
        answer = await gateway.ask(order)

        assert gateway.vendors["wimpel"].calls() == asked
        assert places(answer) == {"order": "wimpel"}


SAYING_NO = {
    "not there": (404, None),
    "refused": (400, "BACKEND_BAD_RESPONSE"),
    "401": (401, "BACKEND_UNAUTHENTICATED"),
}


@pytest.mark.parametrize(("status", "code"), SAYING_NO.values(), ids=SAYING_NO.keys())
async def test_a_vendor_that_says_no_is_believed(status: int, code: str | None) -> None:
    async with world(**FRESH) as gateway:
        order = f'{{ order(id: "{(await known(gateway, "wimpel"))["id"]}") {{ number }} }}'
        await gateway.ask(order)
        gateway.vendors["wimpel"].faults = Faults(status=status)
        answer = await gateway.ask(order)

        assert answer["data"] == {"order": None}
        assert [error["extensions"]["code"] for error in answer.get("errors", [])] == ([code] if code else [])
        assert places(answer) == {}


async def test_what_is_gone_does_not_come_back() -> None:
    async with world(**FRESH) as gateway:
        order = f'{{ order(id: "{(await known(gateway, "wimpel"))["id"]}") {{ number }} }}'
        await gateway.ask(order)
        gateway.vendors["wimpel"].faults = Faults(status=404)
        await gateway.ask(order)
        gateway.vendors["wimpel"].faults = FAILING

        assert (await gateway.ask(order))["data"] == {"order": None}


async def test_where_nothing_old_is_wanted_nothing_is_remembered() -> None:
    async with world(stale_ttl=0, **FRESH) as gateway:
        order = f'{{ order(id: "{(await known(gateway, "wimpel"))["id"]}") {{ number }} }}'
        await gateway.ask(order)
        gateway.vendors["wimpel"].faults = FAILING

        assert (await gateway.ask(order))["data"] == {"order": None}


# ---------------------------------------------------------------- lists, and what hangs on them


async def test_a_row_keeps_its_own_fields_and_has_the_rest_from_earlier() -> None:
    query = """{ orders(first: 2, where: {backends: ["obapi"]}) {
        rows: nodes { id lines { quantity } } pairs: edges { row: node { id } } sources { status } } }"""
    async with world(**FRESH) as gateway:
        before = await gateway.ask(query)
        gateway.vendors["obapi"].faults = Faults(status=500, paths="/obapi/v1/orders/")
        after = await gateway.ask(query)

        assert after["data"] == before["data"]
        assert list(places(after)) == [
            "orders.pairs.0.row",
            "orders.pairs.1.row",
            "orders.rows.0",
            "orders.rows.1",
        ]
        assert after["data"]["orders"]["sources"] == [{"status": "OK"}]


async def test_what_the_row_says_now_is_not_undone_by_an_earlier_detail() -> None:
    """The order was processed meanwhile: that the list tells, and what was ordered is known from before."""
    query = """{ orders(first: 1, where: {backends: ["cloudsuite"]}) {
        nodes { id status lineCount } sources { status } } }"""
    async with world(**FRESH) as gateway:
        before = (await gateway.ask(query))["data"]["orders"]["nodes"][0]
        shop = gateway.vendors["cloudsuite"]
        kept = next(each for each in shop.store.orders if str(each.record["id"]) == before["id"].rsplit("/", 1)[1])  # type: ignore[attr-defined]
        kept.record |= {"state": "processing", "modified_date": "2026-12-01T00:00:00.000000"}
        shop.faults = Faults(status=500, paths=f"/api/order/{kept.record['id']}")
        after = await gateway.ask(query)

        assert before["status"] == "CANCELLED"
        assert after["data"]["orders"]["nodes"] == [{**before, "status": "PROCESSING"}]
        assert places(after) == {"orders.nodes.0": "cloudsuite"}


async def test_a_list_whose_rows_are_chosen_by_earlier_details_says_so() -> None:
    """Its rows do not tell what is asked about, so each is looked up whole."""
    query = """{ orders(first: 2, where: {backends: ["obapi"], createdAt: {gte: "2000-01-01T00:00:00Z"}}) {
        nodes { id } sources { status asOf } } }"""
    async with world(**FRESH) as gateway:
        before = await gateway.ask(query)
        gateway.vendors["obapi"].faults = Faults(status=500, paths="/obapi/v1/orders/")
        after = await gateway.ask(query)

        assert after["data"]["orders"]["nodes"] == before["data"]["orders"]["nodes"]
        assert [report["status"] for report in after["data"]["orders"]["sources"]] == ["STALE"]


async def test_a_credential_that_is_refused_is_told_of_a_list_too() -> None:
    query = """{ orders(first: 2, where: {backends: ["wimpel", "obapi"]}) {
        nodes { id } sources { status error { code } } } }"""
    async with world(**FRESH) as gateway:
        await gateway.ask(query)
        gateway.vendors["wimpel"].faults = Faults(status=401)
        report = (await gateway.ask(query))["data"]["orders"]["sources"][1]

        assert (report["status"], report["error"]["code"]) == ("FAILED", "BACKEND_UNAUTHENTICATED")


async def test_a_list_says_in_its_report_that_it_is_old() -> None:
    query = '{ orders(first: 2, where: {backends: ["wimpel"]}) { nodes { id } sources { status asOf } } }'
    async with world(**FRESH) as gateway:
        await gateway.ask(query)
        gateway.vendors["wimpel"].faults = FAILING
        answer = await gateway.ask(query)

        assert [report["status"] for report in answer["data"]["orders"]["sources"]] == ["STALE"]
        assert places(answer) == {}


@pytest.mark.parametrize("noun", ["orders", "customers"])
async def test_a_list_whose_reports_are_not_read_says_it_beside_the_answer(noun: str) -> None:
    query = f'{{ all: {noun}(first: 2, where: {{backends: ["wimpel"]}}) {{ nodes {{ id }} }} }}'
    async with world(**FRESH) as gateway:
        before = await gateway.ask(query)
        gateway.vendors["wimpel"].faults = FAILING
        after = await gateway.ask(query)

        assert after["data"] == before["data"]
        assert places(after) == {"all": "wimpel"}


async def test_a_count_that_is_old_makes_the_report_old() -> None:
    query = """{ orders(first: 1, where: {backends: ["obapi"], statuses: [CONFIRMED, PROCESSING]}) {
                 totalCount sources { status } } }"""
    async with world(**FRESH) as gateway:
        before = await gateway.ask(query)
        gateway.vendors["obapi"].faults = FAILING
        after = await gateway.ask(query)

        assert after["data"]["orders"]["totalCount"] == before["data"]["orders"]["totalCount"]
        assert after["data"]["orders"]["sources"] == [{"status": "STALE"}]


async def test_orders_elsewhere_that_are_old_are_said_to_be() -> None:
    async with world(**FRESH) as gateway:
        query = f'{{ order(id: "{(await known(gateway, "wimpel"))["id"]}") {{ id linkedOrders {{ id }} }} }}'
        before = await gateway.ask(query)
        gateway.vendors["obapi"].faults = FAILING
        after = await gateway.ask(query)

        assert after["data"] == before["data"]
        assert places(after) == {"order.linkedOrders": "obapi"}


async def test_an_old_list_is_not_remembered_as_a_new_one() -> None:
    query = """{ orders(first: 2, where: {backends: ["cloudsuite"]}, orderBy: {field: UPDATED_AT}) {
                 nodes { id } sources { status } } }"""
    async with world(reference_ttl=0, row_ttl=HOURS) as gateway:
        await gateway.ask(query)
        gateway.app.state.gateway.memory.scans.clear()
        gateway.vendors["cloudsuite"].faults = FAILING
        statuses = [(await gateway.ask(query))["data"]["orders"]["sources"] for _ in range(2)]

        assert statuses == [[{"status": "STALE"}]] * 2


# ---------------------------------------------------------------- writes


async def test_nothing_from_before_a_write_is_told_after_it() -> None:
    async with world(**FRESH) as gateway:
        id = (await known(gateway, "wimpel"))["id"]
        order = f'{{ order(id: "{id}") {{ id status }} }}'
        await gateway.ask(order)
        written = await gateway.ask(UPDATE, variables={"id": id})
        assert written["data"]["orderUpdate"]["outcome"] == "DONE"
        gateway.vendors["wimpel"].faults = FAILING
        answers = [await gateway.ask(order), await gateway.ask("{ orders(first: 1) { nodes { id } } }")]

        assert answers[0]["data"] == {"order": None}
        assert "wimpel" not in {*places(answers[0]).values(), *places(answers[1]).values()}


async def test_what_was_read_after_a_write_will_do() -> None:
    query = UPDATE.replace("order { id }", "order { id origin }")
    async with world(**FRESH) as gateway:
        id = (await known(gateway, "wimpel"))["id"]
        order = f'{{ order(id: "{id}") {{ id status }} }}'
        await gateway.ask(query, variables={"id": id})
        gateway.vendors["wimpel"].faults = FAILING

        assert (await gateway.ask(order))["data"] == {"order": {"id": id, "status": "CANCELLED"}}


async def test_nor_after_a_write_of_another_process() -> None:
    async with world(**FRESH) as gateway:
        order = f'{{ order(id: "{(await known(gateway, "wimpel"))["id"]}") {{ id status }} }}'
        await gateway.ask(order)
        await gateway.app.state.gateway.writing.store.wrote_to("wimpel")
        gateway.vendors["wimpel"].faults = FAILING

        assert (await gateway.ask(order))["data"] == {"order": None}


async def test_after_a_write_to_one_backend_another_s_answers_still_do() -> None:
    async with world(**FRESH) as gateway:
        order = f'{{ order(id: "{(await known(gateway, "logictrade"))["id"]}") {{ id }} }}'
        await gateway.ask(order)
        await gateway.ask(UPDATE, variables={"id": (await known(gateway, "wimpel"))["id"]})
        gateway.vendors["logictrade"].faults = FAILING

        assert places(await gateway.ask(order)) == {"order": "logictrade"}


async def test_an_operation_that_writes_is_told_nothing_old() -> None:
    async with world(**FRESH) as gateway:
        id = (await known(gateway, "wimpel"))["id"]
        before = await gateway.ask(f'{{ order(id: "{id}") {{ linkedOrders {{ id }} }} }}')
        gateway.vendors["obapi"].faults = FAILING
        query = UPDATE.replace("order { id }", "order { linkedOrders { id } }")
        answer = await gateway.ask(query, variables={"id": id})

        assert before["data"]["order"]["linkedOrders"] is not None
        assert answer["data"]["orderUpdate"] == {"outcome": "DONE", "order": {"linkedOrders": None}}
        assert [error["extensions"]["code"] for error in answer["errors"]] == ["BACKEND_UNAVAILABLE"]
        assert places(answer) == {}


CREATE = """mutation ($customer: ID!) { orderCreate(input: {backend: "wimpel", idempotencyKey: "k", number: "W-1",
    customer: {id: $customer}, origin: "EDI"}) { outcome userErrors { code message } } }"""


async def test_what_a_create_may_have_made_is_not_looked_for_in_old_answers() -> None:
    """The list that was read before does not have it; whoever believed that would make a second one."""
    newest = '{ orders(first: 99, where: {backends: ["wimpel"]}) { nodes { id } } }'
    async with world(**FRESH) as gateway:
        variables = {"customer": (await known(gateway, "wimpel"))["customerId"]}
        await gateway.ask(newest)
        gateway.vendors["wimpel"].faults = Faults(reset=True, times=1)
        lost = await gateway.ask(CREATE, variables=variables)
        gateway.vendors["wimpel"].faults = FAILING
        again = await gateway.ask(CREATE, variables=variables)
        gateway.vendors["wimpel"].faults = Faults()
        found = await gateway.ask(CREATE, variables=variables)

        outcomes = [answer["data"]["orderCreate"]["outcome"] for answer in (lost, again, found)]
        assert outcomes == ["UNKNOWN", "UNKNOWN", "DONE"], found
        posts = [asked for asked in gateway.vendors["wimpel"].requests if asked.method == "POST"]
        assert len(posts) == 1
