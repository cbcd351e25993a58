"""The stand-in for VDH Solar keeps to the document."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from resolvers.vendors import dataset
from resolvers.vendors.stand_in import SECRET
from resolvers.vendors.vdh_solar.sandbox import VdhSolarStandIn, stand_in

pytestmark = pytest.mark.anyio

ANSWERS = Path(__file__).parent / "answers"
HOME = {"address_line_1": "Dorpsstraat", "address_line_2": 12, "postal_code": "7951 SM", "city": "Staphorst"}
WANTED = {
    "user_id": 1,
    "order_placed_by_id": 30001,
    "shipping_address": HOME,
    "invoice_address": HOME,
    "reference": "VDH Test Order",
    "items": [{"product_id": 12345, "quantity": 2}, {"product_id": 12520, "quantity": 1}],
}


@pytest.fixture
def far_end() -> VdhSolarStandIn:
    return stand_in()


@pytest.fixture
async def http(far_end: VdhSolarStandIn) -> AsyncIterator[httpx.AsyncClient]:
    headers = {"Authorization": f"Bearer {SECRET}"}
    transport = httpx.ASGITransport(app=far_end)
    async with httpx.AsyncClient(transport=transport, base_url="https://vendor.test", headers=headers) as client:
        yield client


async def test_order_1_is_the_documents_own(http: httpx.AsyncClient) -> None:
    answer = await http.get("/v1/orders/1")

    assert answer.json() == msgspec.json.decode((ANSWERS / "order.json").read_bytes())


async def test_without_the_credential_nothing_is_told(http: httpx.AsyncClient) -> None:
    answer = await http.get("/v1/orders/1", headers={"Authorization": "Bearer wrong"})

    assert answer.status_code == 401
    assert answer.json().keys() == {"type", "message", "documentation_url"}


async def test_what_is_not_there_is_404_and_what_is_somebody_elses_403(http: httpx.AsyncClient) -> None:
    answers = [await http.get(f"/v1/orders/{number}") for number in (10, 999999)]

    assert [answer.status_code for answer in answers] == [403, 404]


async def test_a_list_is_not_given(http: httpx.AsyncClient) -> None:
    answer = await http.get("/v1/orders")

    assert answer.status_code == 405


async def test_an_order_is_made_with_the_vendors_prices(http: httpx.AsyncClient) -> None:
    made = (await http.post("/v1/orders", json=WANTED)).json()["data"]

    assert made["items"] == [
        _item(12345, 2, (10000, 12100), (20000, 24200), 4200),
        _item(12520, 1, (1395, 1688), (1395, 1688), 293),
    ]
    assert (made["total_price_excl_vat"], made["total_price_incl_vat"]) == (21395, 25888)
    assert (made["status"], made["payment"]["status"]) == ("pending", "pending")
    assert (await http.get(f"/v1/orders/{made['id']}")).json()["data"] == made


@pytest.mark.parametrize(
    "odd",
    [
        {"user_id": None},
        {"shipping_address": []},
        {"invoice_address": {"city": "Staphorst"}},
        {"items": []},
        {"items": [{"product_id": 1, "quantity": 1}]},
        {"items": [{"product_id": 12345, "quantity": 0}]},
        {"items": 5},
        {"order_placed_by_id": 5},
        {"shipment_style": "by_drone"},
    ],
)
async def test_an_order_that_lacks_something_is_refused_in_their_form(
    http: httpx.AsyncClient, far_end: VdhSolarStandIn, odd: dict[str, Any]
) -> None:
    before = len(far_end.store)

    answer = await http.post("/v1/orders", json=WANTED | odd)

    assert (answer.status_code, answer.json()["type"]) == (422, "order_creation_error")
    assert len(far_end.store) == before


@pytest.mark.parametrize("body", ["", "[1]", "{"])
async def test_what_is_no_order_is_400(http: httpx.AsyncClient, body: str) -> None:
    answer = await http.post("/v1/orders", content=body)

    assert answer.status_code == 400


async def test_an_own_pending_order_can_be_deleted_once(http: httpx.AsyncClient) -> None:
    answers = [await http.delete("/v1/orders/8") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 404]
    assert answers[0].json() == {"data": {"success": True}}


async def test_an_order_in_transit_can_not_be_deleted(http: httpx.AsyncClient) -> None:
    answer = await http.delete("/v1/orders/7")

    assert answer.status_code == 409
    assert answer.json() == msgspec.json.decode((ANSWERS / "deletion_error.json").read_bytes())


async def test_a_deleted_orders_id_is_not_given_again(http: httpx.AsyncClient) -> None:
    first = (await http.post("/v1/orders", json=WANTED)).json()["data"]["id"]
    await http.delete(f"/v1/orders/{first}")

    second = (await http.post("/v1/orders", json=WANTED)).json()["data"]["id"]

    assert second == first + 1


def test_the_same_world_is_made_each_time() -> None:
    assert stand_in().store == stand_in().store


def test_some_references_are_known_elsewhere_too(far_end: VdhSolarStandIn) -> None:
    known = {shared.reference for shared in dataset.shared()}

    assert sum(order["reference"] in known for order in far_end.store.values()) == 13


def _item(code: int, quantity: int, unit: tuple[int, int], total: tuple[int, int], vat: int) -> dict[str, int]:
    return {
        "product_id": code,
        "quantity": quantity,
        "unit_price_excl_vat": unit[0],
        "unit_price_incl_vat": unit[1],
        "total_price_excl_vat": total[0],
        "total_price_incl_vat": total[1],
        "vat_amount": vat,
    }
