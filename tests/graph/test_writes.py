"""The three changes, asked for over HTTP and carried out at the vendors' stand-ins."""

from collections.abc import Mapping
from typing import Any

import orjson
import pytest
import structlog

from resolvers.vendors.stand_in import SECRET, Faults
from tests.graph.conftest import Answer, Graph, OpenGraph, far_end

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]

CREATE = """
mutation($input: OrderCreateInput!) {
  orderCreate(input: $input) {
    outcome isReplay idempotencyKey
    order { %s }
    userErrors { code message field isRetryable vendorCode documentationUrl }
  }
}
"""
UPDATE = """
mutation($input: OrderUpdateInput!) { orderUpdate(input: $input) { outcome order { %s } userErrors { code field } } }
"""
DELETE = "mutation($input: OrderDeleteInput!) { orderDelete(input: $input) { outcome deletedId userErrors { code } } }"
ALL = "id vendorId number status note customer { id } lines { quantity }"
NAMED = "id vendorId"
TOKEN = "/token"
AUTH = {"token_url": f"https://vdh_solar.test{TOKEN}", "client_id": "gateway", "client_secret": "s"}
AT_HOME = {"address": {"street": "Dorpsstraat", "houseNumber": "12", "postalCode": "1234 AB", "city": "Ons Dorp"}}
VDH_ORDER = {
    "backend": "vdh_solar",
    "idempotencyKey": "key-1",
    "vendorFields": {"vdhSolar": {"userVendorId": "1", "orderPlacedByVendorId": "30001"}},
    "shippingAddress": AT_HOME,
    "billingAddress": AT_HOME,
    "lines": [{"product": {"code": "12345"}, "quantity": "1"}],
}


def wimpel_order(key: str = "key-1", number: str = "ORD-NEW", **more: Any) -> dict[str, Any]:
    line = {"product": {"ean": "9789001234560"}, "quantity": "2", "unitPrice": "19.90"}
    return {
        "backend": "wimpel",
        "idempotencyKey": key,
        "number": number,
        "origin": "web",
        "customer": {"vendorId": "1"},
        "lines": [line],
        **more,
    }


async def customer_id(graph: Graph) -> str:
    page = await graph.data('{ customers(first: 1, where: {backends: ["wimpel"]}) { nodes { vendorId } } }')
    vendor_id: str = page["customers"]["nodes"][0]["vendorId"]
    return vendor_id


async def given(graph: Graph, **more: Any) -> dict[str, Any]:
    return wimpel_order(customer={"vendorId": await customer_id(graph)}, **more)


async def create(graph: Graph, input: Mapping[str, Any], fields: str = ALL) -> Answer:
    return await graph.ask(CREATE % fields, input=input)


def posts(graph: Graph) -> int:
    return sum(asked.method == "POST" for asked in graph.requests("wimpel"))


async def test_an_order_is_made_and_made_once(graph: Graph) -> None:
    input = await given(graph, note="Bel aan.")
    first = (await create(graph, input)).data["orderCreate"]
    second = (await create(graph, input)).data["orderCreate"]

    assert (first["outcome"], first["isReplay"], first["userErrors"]) == ("DONE", False, [])
    assert (first["order"]["number"], first["order"]["note"]) == ("ORD-NEW", "Bel aan.")
    assert second == {**first, "isReplay": True}
    assert posts(graph) == 1


async def test_what_the_answer_says_itself_is_not_read_again(graph: Graph) -> None:
    input = await given(graph)
    graph.forget()
    await create(graph, input, "id number status vendorStatus")

    assert [asked.method for asked in graph.requests("wimpel")] == ["POST"]


async def test_a_replay_reads_the_order_only_for_more_than_its_name(graph: Graph) -> None:
    input = await given(graph)
    await create(graph, input)
    graph.forget()
    named = (await create(graph, input, NAMED)).data["orderCreate"]

    assert named["isReplay"] is True
    assert graph.calls() == {}


async def test_where_the_reading_fails_the_write_stands(graph: Graph) -> None:
    input = await given(graph)
    made = (await create(graph, input)).data["orderCreate"]["order"]
    graph.far_ends["wimpel"].faults = Faults(status=500)
    answer = await create(graph, input, "id number note")

    assert answer.part["orderCreate"]["outcome"] == "DONE"
    assert answer.part["orderCreate"]["order"] == {"id": made["id"], "number": None, "note": None}
    assert answer.codes == {
        "orderCreate.order.number": "BACKEND_UNAVAILABLE",
        "orderCreate.order.note": "BACKEND_UNAVAILABLE",
    }


async def test_where_the_reading_fails_nobody_can_say_which_orders_elsewhere_are_the_same(graph: Graph) -> None:
    input = await given(graph)
    await create(graph, input, NAMED)
    graph.far_ends["wimpel"].faults = Faults(status=500)
    answer = await create(graph, input, "id linkedOrders { id }")

    assert answer.part["orderCreate"]["order"]["linkedOrders"] is None
    assert answer.codes == {"orderCreate.order.linkedOrders": "BACKEND_UNAVAILABLE"}


async def test_all_faults_of_an_input_are_told_before_any_call(graph: Graph) -> None:
    input = {**wimpel_order(), "number": None, "internalNote": "no", "currencyCode": "USD"}
    payload = (await create(graph, input)).data["orderCreate"]

    assert payload["outcome"] == "REFUSED"
    assert {tuple(error["field"]) for error in payload["userErrors"]} >= {
        ("input", "number"),
        ("input", "internalNote"),
        ("input", "currencyCode"),
    }
    assert graph.calls() == {}


@pytest.mark.parametrize("key", ["", "k" * 256, "tab\there", "line\n"])
async def test_a_key_has_up_to_255_printable_characters(graph: Graph, key: str) -> None:
    payload = (await create(graph, wimpel_order(key))).data["orderCreate"]

    assert payload["outcome"] == "REFUSED"
    assert [error["code"] for error in payload["userErrors"]] == ["BAD_USER_INPUT"]
    assert payload["userErrors"][0]["field"] == ["input", "idempotencyKey"]
    assert payload["idempotencyKey"] == key[:255]
    assert graph.calls() == {}


async def test_a_backend_that_is_not_there_is_bad_input(graph: Graph) -> None:
    payload = (await create(graph, {**wimpel_order(), "backend": "nowhere"})).data["orderCreate"]

    assert payload["userErrors"][0]["field"] == ["input", "backend"]


async def test_a_vendor_that_takes_no_orders_says_so(graph: Graph) -> None:
    payload = (await create(graph, {"backend": "obapi", "idempotencyKey": "k"})).data["orderCreate"]

    assert payload["outcome"] == "REFUSED"
    assert {error["code"] for error in payload["userErrors"]} == {"UNSUPPORTED"}
    assert graph.calls() == {}


async def test_an_order_whose_answer_was_cut_is_found_again(graph: Graph) -> None:
    input = await given(graph)
    graph.far_ends["wimpel"].faults = Faults(cut=True, times=1, paths="/v1/orders")
    lost = (await create(graph, input)).data["orderCreate"]
    found = (await create(graph, input)).data["orderCreate"]

    assert (lost["outcome"], [error["code"] for error in lost["userErrors"]]) == ("UNKNOWN", ["OUTCOME_UNKNOWN"])
    assert (found["outcome"], found["order"]["number"]) == ("DONE", "ORD-NEW")
    assert posts(graph) == 1


async def test_an_order_that_the_vendor_dropped_is_sent_once_more(graph: Graph) -> None:
    input = await given(graph)
    graph.far_ends["wimpel"].faults = Faults(status=503, times=1, paths="/v1/orders")
    lost = (await create(graph, input)).data["orderCreate"]
    made = (await create(graph, input)).data["orderCreate"]

    assert (lost["outcome"], made["outcome"], posts(graph)) == ("UNKNOWN", "DONE", 2)


@pytest.mark.parametrize("issuer", [Faults(latency=10_000, paths=TOKEN), Faults(status=503, paths=TOKEN)])
async def test_an_order_whose_token_is_lost_is_not_made_and_its_key_is_free_at_once(
    open_graph: OpenGraph, issuer: Faults
) -> None:
    """Though nothing is found by it: an order whose own answer is lost there is for a person to settle."""
    graph = await open_graph({"vdh_solar": far_end("vdh_solar")}, backends={"vdh_solar": {"auth": AUTH}})
    shop = graph.far_ends["vdh_solar"]
    shop.faults = issuer
    refused = (await create(graph, VDH_ORDER, NAMED)).data["orderCreate"]
    calls = [asked.path for asked in shop.requests]
    shop.faults = Faults(body=orjson.dumps({"access_token": SECRET}).decode(), paths=TOKEN)
    made = (await create(graph, VDH_ORDER, NAMED)).data["orderCreate"]

    assert (refused["outcome"], refused["userErrors"][0]["code"]) == ("REFUSED", "BACKEND_UNAVAILABLE")
    assert refused["userErrors"][0]["isRetryable"]
    assert calls == [TOKEN]
    assert (made["outcome"], made["isReplay"]) == ("DONE", False)


async def test_fields_of_one_operation_come_after_one_another(graph: Graph) -> None:
    input = await given(graph)
    query = f"""mutation($input: OrderCreateInput!) {{
      a: orderCreate(input: $input) {{ isReplay order {{ {NAMED} }} }}
      b: orderCreate(input: $input) {{ isReplay order {{ {NAMED} }} }}
    }}"""
    data = await graph.data(query, input=input)

    assert (data["a"]["isReplay"], data["b"]["isReplay"]) == (False, True)
    assert data["a"]["order"] == data["b"]["order"]


# ------------------------------------------------------------------ changes


async def test_an_order_is_changed_and_read_whole(graph: Graph) -> None:
    order = (await create(graph, await given(graph))).data["orderCreate"]["order"]
    changed = await graph.data(UPDATE % ALL, input={"id": order["id"], "note": "Achterom."})

    assert changed["orderUpdate"] == {
        "outcome": "DONE",
        "order": {**order, "note": "Achterom."},
        "userErrors": [],
    }


async def test_two_changes_of_one_operation_each_show_what_they_did(graph: Graph) -> None:
    id = (await create(graph, await given(graph))).data["orderCreate"]["order"]["id"]
    query = f"""mutation {{
      a: orderUpdate(input: {{id: "{id}", note: "één"}}) {{ order {{ note lines {{ quantity }} }} }}
      b: orderUpdate(input: {{id: "{id}", note: "twee"}}) {{ order {{ note lines {{ quantity }} }} }}
    }}"""
    data = await graph.data(query)

    assert [data[name]["order"]["note"] for name in "ab"] == ["één", "twee"]


async def test_a_change_whose_answer_is_lost_is_not_sent_again(graph: Graph) -> None:
    id = (await create(graph, await given(graph))).data["orderCreate"]["order"]["id"]
    graph.forget()
    graph.far_ends["wimpel"].faults = Faults(status=500)
    payload = (await graph.data(UPDATE % NAMED, input={"id": id, "note": "x"}))["orderUpdate"]

    assert payload == {"outcome": "UNKNOWN", "order": None, "userErrors": [{"code": "OUTCOME_UNKNOWN", "field": None}]}
    assert graph.calls() == {"wimpel": 1}


async def test_an_order_that_is_not_there_can_t_be_changed(graph: Graph) -> None:
    for id in ("gid://wimpel/Order/nothing", "gid://elsewhere/Order/1"):
        payload = (await graph.data(UPDATE % NAMED, input={"id": id, "note": "x"}))["orderUpdate"]

        assert payload["userErrors"] == [{"code": "NOT_FOUND", "field": ["input", "id"]}]


@pytest.mark.parametrize("id", ["7", "gid://wimpel/Customer/1", "gid://wimpel/Order/1/2", "wimpel"])
async def test_what_is_no_order_s_id_is_bad_input(graph: Graph, id: str) -> None:
    changed = (await graph.data(UPDATE % NAMED, input={"id": id, "note": "x"}))["orderUpdate"]
    deleted = (await graph.data(DELETE, input={"id": id}))["orderDelete"]

    assert changed["userErrors"] == [{"code": "BAD_USER_INPUT", "field": ["input", "id"]}]
    assert deleted["userErrors"] == [{"code": "BAD_USER_INPUT"}]


async def test_an_order_is_deleted_for_good(graph: Graph) -> None:
    id = (await create(graph, await given(graph))).data["orderCreate"]["order"]["id"]
    deleted = (await graph.data(DELETE, input={"id": id}))["orderDelete"]
    again = (await graph.data(DELETE, input={"id": id}))["orderDelete"]

    assert deleted == {"outcome": "DONE", "deletedId": id, "userErrors": []}
    assert again == {"outcome": "REFUSED", "deletedId": None, "userErrors": [{"code": "NOT_FOUND"}]}


async def test_a_vendor_that_deletes_nothing_says_so(graph: Graph) -> None:
    payload = (await graph.data(DELETE, input={"id": "gid://cloudsuite/Order/1"}))["orderDelete"]

    assert payload["userErrors"] == [{"code": "UNSUPPORTED"}]


async def test_each_write_leaves_a_line_without_what_was_written(graph: Graph) -> None:
    input = await given(graph, note="Aan mevrouw Jansen")
    with structlog.testing.capture_logs() as lines:
        await create(graph, input)
    (line,) = [line for line in lines if line["event"] == "write"]

    assert line["duration_ms"] >= 0
    assert {name: line[name] for name in ("operation", "backend", "key", "natural_key", "outcome")} == {
        "operation": "create",
        "backend": "wimpel",
        "key": "key-1",
        "natural_key": "number=ORD-NEW",
        "outcome": "DONE",
    }
    assert "Jansen" not in str(lines)
