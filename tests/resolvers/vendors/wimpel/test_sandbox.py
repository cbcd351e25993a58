"""The stand-in keeps to Wimpel's document."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from resolvers.vendors import dataset
from resolvers.vendors.stand_in import SECRET
from resolvers.vendors.wimpel import records, sandbox

pytestmark = pytest.mark.anyio

ANSWERS = Path(__file__).parent / "answers"
DOCUMENTED = "clxboom000000106021"
NEW = {
    "number": "SO-106100",
    "origin": "api",
    "lines": [{"productEan": "9789493113862", "quantity": 30, "price": "29.95"}],
}


@pytest.fixture
def far_end() -> sandbox.WimpelStandIn:
    return sandbox.stand_in()


@pytest.fixture
async def http(far_end: sandbox.WimpelStandIn) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=far_end)
    bearer = {"Authorization": f"Bearer {SECRET}"}
    async with httpx.AsyncClient(transport=transport, base_url="https://wimpel.test/v1", headers=bearer) as client:
        yield client


def documented(name: str) -> Any:
    return json.loads((ANSWERS / name).read_text())


def nameless(value: Any) -> Any:
    """Every id as the document prints it."""
    if isinstance(value, list):
        return [nameless(item) for item in value]
    if isinstance(value, dict):
        return {key: "clx..." if key in ("id", "customerId") else nameless(item) for key, item in value.items()}
    return value


def new_order(far_end: sandbox.WimpelStandIn) -> dict[str, Any]:
    return NEW | {"customerId": next(iter(far_end.store.customers))}


async def test_the_newest_list_row_is_the_documents(http: httpx.AsyncClient):
    answer = await http.get("/orders", params={"take": 1, "include": "lines"})

    assert nameless(answer.json()) == documented("list.json")


async def test_the_order_alone_is_the_documents(http: httpx.AsyncClient):
    answer = await http.get(f"/orders/{DOCUMENTED}")

    assert nameless(answer.json()) == documented("order.json")


async def test_trap_27_an_order_alone_drops_what_its_row_has(http: httpx.AsyncClient):
    row = (await http.get("/orders", params={"take": 2, "include": "lines"})).json()[1]
    alone = (await http.get(f"/orders/{row['id']}")).json()

    assert row.keys() - alone.keys() == {"customerId", "origin", "orderDate", "reference", "_count"}
    assert all("id" not in line for line in alone["lines"])


async def test_a_row_has_the_relations_that_include_names_and_no_others(http: httpx.AsyncClient):
    relations = {"lines", "customer", "shipments", "invoices"}

    bare = (await http.get("/orders")).json()[0]
    related = (await http.get("/orders", params={"include": "customer,invoices,secrets"})).json()[0]

    assert relations & bare.keys() == set()
    assert relations & related.keys() == {"customer", "invoices"}


@pytest.mark.parametrize(("params", "rows"), [({}, 10), ({"take": 500}, 100), ({"take": 7, "skip": 115}, 5)])
async def test_take_is_ten_by_default_and_a_hundred_at_most(http: httpx.AsyncClient, params: dict[str, int], rows: int):
    assert len((await http.get("/orders", params=params)).json()) == rows


async def test_a_created_order_is_the_documents_and_the_newest(http: httpx.AsyncClient, far_end: sandbox.WimpelStandIn):
    answer = await http.post("/orders", json=new_order(far_end))

    created = answer.json()
    assert nameless(created) | {"orderDate": ""} == documented("created.json") | {"orderDate": ""}
    assert far_end.store.page(0, 1)[0]["id"] == created["id"]


@pytest.mark.parametrize("missing", ["number", "customerId", "origin"])
async def test_an_order_lacking_what_it_needs_is_refused(
    http: httpx.AsyncClient, far_end: sandbox.WimpelStandIn, missing: str
):
    given = {key: value for key, value in new_order(far_end).items() if key != missing}

    assert (await http.post("/orders", json=given)).status_code == 400


async def test_a_number_is_given_once(http: httpx.AsyncClient, far_end: sandbox.WimpelStandIn):
    await http.post("/orders", json=new_order(far_end))

    assert (await http.post("/orders", json=new_order(far_end))).status_code == 409


async def test_an_update_changes_what_is_given_and_answers_four_fields(http: httpx.AsyncClient):
    answer = await http.put(f"/orders/{DOCUMENTED}", json={"notes": "Bellen", "number": "SO-1"})

    row = (await http.get("/orders", params={"take": 1})).json()[0]
    assert answer.json().keys() == documented("updated.json").keys()
    assert (row["notes"], row["number"], row["status"]) == ("Bellen", "SO-106021", "confirmed")


async def test_a_deleted_order_is_gone(http: httpx.AsyncClient):
    await http.delete(f"/orders/{DOCUMENTED}")

    assert (await http.get(f"/orders/{DOCUMENTED}")).status_code == 404
    assert (await http.delete(f"/orders/{DOCUMENTED}")).status_code == 404
    assert (await http.get("/orders", params={"take": 1})).json()[0]["number"] == "SO-106020"


async def test_invoices_point_back_at_their_orders(http: httpx.AsyncClient, far_end: sandbox.WimpelStandIn):
    bare = (await http.get("/invoices", params={"take": 3})).json()
    related = (await http.get("/invoices", params={"take": 3, "include": "lines,salesOrder"})).json()

    assert all("lines" not in invoice for invoice in bare)
    assert all(invoice["salesOrder"]["id"] == invoice["salesOrderId"] for invoice in related)
    assert all(invoice["salesOrderId"] in far_end.store.by_id for invoice in bare)


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer another"}])
async def test_who_has_no_credential_is_refused(far_end: sandbox.WimpelStandIn, header: dict[str, str]):
    transport = httpx.ASGITransport(app=far_end)
    async with httpx.AsyncClient(transport=transport, base_url="https://wimpel.test/v1") as stranger:
        answer = await stranger.get("/orders", headers=header)

    assert (answer.status_code, answer.json()) == (401, {"message": "Unauthorized"})


def test_every_ean_is_a_valid_isbn():
    weights = (1, 3) * 7

    assert all(
        sum(int(digit) * weight for digit, weight in zip(book.ean, weights, strict=False)) % 10 == 0
        for book in records.BOOKS
    )
    assert records.BOOKS[0].ean == "9789493113862"


def test_the_portals_shared_orders_are_among_them():
    kept = records.store()

    references = {order["reference"] for order in kept.orders}
    assert references >= {shared.reference for shared in dataset.shared()[1::2]}


@pytest.mark.parametrize("orders", [0, 1, 5, 21, 120, 1000])
def test_there_are_as_many_orders_as_asked_each_with_ids_of_its_own(orders: int):
    kept = records.store(orders)

    assert len(kept.orders) == len(kept.by_id) == len(kept.numbers) == orders
    lines = [line["id"] for order in kept.orders for line in order["lines"]]
    assert len(set(lines)) == len(lines)


def test_two_starts_are_the_same():
    assert records.store() == records.store()
