"""The stand-in keeps to LogicTrade's document."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import msgspec
import pytest

from resolvers.vendors import dataset
from resolvers.vendors.logictrade import records
from resolvers.vendors.logictrade.sandbox import LogicTradeStandIn, stand_in
from resolvers.vendors.stand_in import SECRET
from tests.resolvers.vendors.logictrade.readings import CREATE_ORDER, ORDER

pytestmark = pytest.mark.anyio

ORDERS = "/rest/v1/orders"


@pytest.fixture
def far_end() -> LogicTradeStandIn:
    return stand_in()


@pytest.fixture
async def http(far_end: LogicTradeStandIn, anyio_backend: str) -> AsyncIterator[httpx.AsyncClient]:
    transport, key = httpx.ASGITransport(app=far_end), {"api-key": SECRET}
    async with httpx.AsyncClient(transport=transport, base_url="https://erp.test", headers=key) as client:
        yield client


def an_order(**changes: Any) -> dict[str, Any]:
    """The document's request with these members changed; ... takes one out."""
    body = msgspec.json.decode(CREATE_ORDER) | changes
    return {name: said for name, said in body.items() if said is not ...}


async def test_the_documents_own_order_is_among_them(http: httpx.AsyncClient) -> None:
    assert (await http.get(f"{ORDERS}/4")).json() == msgspec.json.decode(ORDER)


async def test_a_wrong_key_is_403(http: httpx.AsyncClient) -> None:
    assert (await http.get(ORDERS, headers={"api-key": "wrong"})).status_code == 403


@pytest.mark.parametrize("params", [{"page": "0"}, {"page": "x"}, {"pageSize": "0"}, {"pageSize": "101"}])
async def test_a_page_that_is_none_is_400(http: httpx.AsyncClient, params: dict[str, str]) -> None:
    assert (await http.get(ORDERS, params=params)).status_code == 400


def test_the_data_are_the_same_at_every_start() -> None:
    one, other = records.store(120), records.store(120)

    assert (one.orders, one.customers, one.invoices) == (other.orders, other.customers, other.invoices)


def test_orders_lie_in_the_order_of_their_creation(far_end: LogicTradeStandIn) -> None:
    made = [order["createdDate"] for order in far_end.store.orders.values() if "createdDate" in order]

    assert len(made) == 119
    assert made == sorted(made)


def test_nothing_is_ordered_after_it_was_made_and_some_long_before(far_end: LogicTradeStandIn) -> None:
    made = [order for order in far_end.store.orders.values() if "createdDate" in order]

    assert all(order["date"] <= order["createdDate"] for order in made)
    assert any(order["date"] < order["createdDate"] for order in made)


def test_the_even_shared_orders_are_here(far_end: LogicTradeStandIn) -> None:
    here = {(order["number"], order["reference"]) for order in far_end.store.orders.values()}

    assert {(shared.number, shared.reference) for shared in dataset.shared()[::2]} <= here
    assert not {(shared.number, shared.reference) for shared in dataset.shared()[1::2]} & here


def test_numbers_are_unique(far_end: LogicTradeStandIn) -> None:
    numbers = [order["number"] for order in far_end.store.orders.values()]

    assert len(set(numbers)) == len(numbers)


def test_the_oddities_of_the_document_are_met(far_end: LogicTradeStandIn) -> None:
    orders = [*far_end.store.orders.values()]
    lines = [line for order in orders for line in order["lines"]]

    assert any(order["totalAmount"] == 0 for order in orders[1:])
    assert any(order["delivery"]["expectedDate"] is None for order in orders)
    assert any(order["externNumber"] == "" for order in orders)
    assert any("deliveryStatus" not in order for order in orders)
    assert {type(line["vat"]) is dict for line in lines} == {True, False}
    assert all(order["status"] == order["status"].capitalize() for order in orders)


@pytest.mark.parametrize("size", [0, 1, 7, 300])
def test_there_are_as_many_orders_as_asked_for(size: int) -> None:
    assert len(stand_in(size).store.orders) == size


# ---------------------------------------------------------------- writes


async def test_the_documents_request_makes_an_order_and_answers_200(
    http: httpx.AsyncClient, far_end: LogicTradeStandIn
) -> None:
    answer = await http.post(ORDERS, content=CREATE_ORDER)
    made = answer.json()

    assert answer.status_code == 200
    assert (made["id"], made["number"]) == (124, "V26100124")
    assert made["status"] == "Definitief"
    assert (made["salesMan"], made["externNumber"]) == ("LogicTrade", "BS00001")
    assert (await http.get(f"{ORDERS}/124")).json() == made
    assert far_end.store.customers[made["customer"]["id"]]["lastName"] == "Jansen3343"


async def test_trap_25_what_is_written_as_a_code_is_read_as_a_label(http: httpx.AsyncClient) -> None:
    made = (await http.post(ORDERS, content=CREATE_ORDER)).json()

    assert made["delivery"]["type"] == "Bezorgen+montage"
    assert made["origin"] == {"id": 1, "code": "WIN", "description": "Winkel"}
    assert made["paymentCondition"]["description"] == "Per contant"
    again = await http.post(ORDERS, json=an_order(delivery=made["delivery"]))
    assert again.status_code == 400


async def test_trap_10_a_discount_makes_the_price_anew_from_the_base_price(http: httpx.AsyncClient) -> None:
    made = (await http.post(ORDERS, content=CREATE_ORDER)).json()
    (line,) = made["lines"]

    assert (line["partPrice"], line["linePrice"], made["totalAmount"]) == (158.31, 949.86, 949.86)


async def test_trap_13_a_time_that_is_written_with_a_zone_is_read_without(http: httpx.AsyncClient) -> None:
    made = (await http.post(ORDERS, content=CREATE_ORDER)).json()

    assert made["date"] == "2024-04-08T05:13:55.720"
    assert made["delivery"]["expectedDate"] == "2024-04-08T06:08:30.542"


@pytest.mark.parametrize(
    "changes",
    [
        {"salesManUserName": ...},
        {"salesManUserName": "nobody"},
        {"customer": ...},
        {"customer": {"id": 999999}},
        {"delivery": ...},
        {"delivery": {"type": "BM"}},
        {"lines": ...},
        {"lines": [{"quantity": 1}]},
        {"lines": [{"code": "LT00000047", "quantity": "six"}]},
        {"origin": {"code": "XYZ"}},
        {"date": "soon"},
    ],
)
async def test_what_lacks_something_or_is_odd_is_400_and_makes_nothing(
    http: httpx.AsyncClient, far_end: LogicTradeStandIn, changes: dict[str, Any]
) -> None:
    answer = await http.post(ORDERS, json=an_order(**changes))

    assert answer.status_code == 400
    assert len(far_end.store.orders) == 120


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b"null"])
async def test_what_is_no_json_object_is_400(http: httpx.AsyncClient, text: bytes) -> None:
    assert (await http.post(ORDERS, content=text)).status_code == 400


@pytest.mark.parametrize(
    ("query", "customer"), [("?allowUnknownCustomer=true", ...), ("", {"isUnknown": True})], ids=["query", "body"]
)
async def test_an_order_may_go_to_the_unknown_customer(http: httpx.AsyncClient, query: str, customer: Any) -> None:
    body = an_order(customer=customer, delivery={"type": "A", "condition": "D"})

    made = (await http.post(ORDERS + query, json=body)).json()

    assert made["customer"]["id"] == records.UNKNOWN_CUSTOMER


async def test_an_order_goes_to_the_customer_whose_id_is_given(http: httpx.AsyncClient) -> None:
    made = (await http.post(ORDERS, json=an_order(customer={"id": 13}))).json()

    assert made["customer"]["number"] == "R000000008"


async def test_one_external_number_may_be_given_twice(http: httpx.AsyncClient) -> None:
    answers = [await http.post(ORDERS, content=CREATE_ORDER) for _ in range(2)]

    assert [answer.json()["externNumber"] for answer in answers] == ["BS00001", "BS00001"]
    assert len({answer.json()["id"] for answer in answers}) == 2


async def test_a_put_changes_what_it_gives_and_leaves_the_rest(http: httpx.AsyncClient) -> None:
    before = (await http.get(f"{ORDERS}/4")).json()
    change = {"reference": "Keuken", "status": "afgehandeld", "comment": {"extern": "Bel aan"}}

    after = (await http.put(f"{ORDERS}/4", json=change)).json()

    assert (after["reference"], after["status"]) == ("Keuken", "Afgehandeld")
    assert after["comment"] == {"intern": "", "extern": "Bel aan"}
    assert (after["lines"], after["number"]) == (before["lines"], before["number"])
    assert after["modifiedDate"] > "2026-03-24"


async def test_a_put_that_is_refused_changes_nothing(http: httpx.AsyncClient) -> None:
    before = (await http.get(f"{ORDERS}/4")).json()

    answer = await http.put(f"{ORDERS}/4", json={"reference": "Keuken", "delivery": {"expectedDate": "soon"}})

    assert answer.status_code == 400
    assert (await http.get(f"{ORDERS}/4")).json() == before


async def test_trap_44_an_order_can_not_be_deleted(http: httpx.AsyncClient) -> None:
    assert (await http.delete(f"{ORDERS}/4")).status_code == 405


async def test_a_put_to_nothing_is_404(http: httpx.AsyncClient) -> None:
    assert (await http.put(f"{ORDERS}/999999", json={})).status_code == 404
