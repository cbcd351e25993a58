"""The stand-in keeps to CloudSuite's document."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from resolvers.vendors import dataset
from resolvers.vendors.cloudsuite.sandbox import Shop, stand_in
from resolvers.vendors.stand_in import SECRET
from tests.resolvers.vendors.cloudsuite.said import answer

pytestmark = pytest.mark.anyio

OFFLINE: dict[str, Any] = {
    "erp_order_number": "V26999999",
    "state": "done",
    "order_date": "2026-01-05",
    "currency": "EUR",
    "order_lines": [
        {
            "product": {"origin": "CLOUDSUITE", "key": "2010"},
            "description": "[2010] Fietsbel ding-dong",
            "type": "line",
            "quantity": 3,
            "erp_line_number": 10,
            "unit_price": "6.95",
        }
    ],
    "shipment_address": 4,
    "invoice_address_key": {"origin": "CLOUDSUITE", "key": "123456789-I"},
    "key": "H-1",
}


@pytest.fixture
def shop() -> Shop:
    return stand_in()


@pytest.fixture
async def http(anyio_backend: str, shop: Shop) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=shop)
    headers = {"Authorization": f"Bearer {SECRET}"}
    async with httpx.AsyncClient(transport=transport, base_url="https://vendor.test", headers=headers) as client:
        yield client


async def got(http: httpx.AsyncClient, path: str) -> Any:
    answer = await http.get(path)
    assert answer.status_code == 200
    return answer.json()


async def listed(http: httpx.AsyncClient, **params: str) -> list[int]:
    return [row["id"] for row in (await http.get("/api/order/", params={"limit": "100", **params})).json()["results"]]


# -------------------------------------------------------------------- what it has


async def test_the_documents_order_is_there_to_the_last_value(http: httpx.AsyncClient):
    assert await got(http, "/api/order/27") == json.loads(answer("order.json"))


async def test_a_row_has_the_documents_eight_fields(http: httpx.AsyncClient):
    (row,) = (await got(http, "/api/order/?limit=1"))["results"]

    assert row.keys() == json.loads(answer("list.json"))["results"][0].keys()


async def test_orders_come_by_their_creation_oldest_first(shop: Shop):
    records = [kept.record for kept in shop.store.orders]

    assert records == sorted(records, key=lambda record: (record["create_date"], record["id"]))
    assert [record["id"] for record in records] == list(range(27, 147))


async def test_nothing_was_made_or_changed_after_now(shop: Shop):
    written = [kept.record[name] for kept in shop.store.orders for name in ("create_date", "modified_date")]

    assert max(written) <= "2026-03-24T13:00:00.000000"


async def test_some_orders_were_placed_a_month_or_more_before_they_were_made(shop: Shop):
    imports = [kept for kept in shop.store.orders if kept.is_offline]

    assert len(imports) > 3
    assert all(kept.record["order_date"][:7] < kept.record["create_date"][:7] for kept in imports)


async def test_every_state_is_there(shop: Shop):
    states = {kept.record["state"] for kept in shop.store.orders}

    assert states == {"draft", "quotation", "confirmed", "processing", "done", "cancel"}


async def test_what_other_systems_know_too_is_there_under_both_numbers(shop: Shop):
    known = {(kept.record["erp_order_number"], kept.record["customer_order_number"]) for kept in shop.store.orders}

    assert {(each.number, each.reference) for each in dataset.shared()[::2]} <= known


async def test_each_start_is_the_same():
    one, other = stand_in(), stand_in()

    assert one.store.orders == other.store.orders
    assert one.store.things == other.store.things


@pytest.mark.parametrize("size", [0, 1, 2, 3, 7, 1000])
async def test_a_shop_of_any_size_points_at_things_it_has(size: int):
    shop = stand_in(orders=size, customers=5, users=3, addresses=4, thin=2, dangling=0)
    pointed = [
        ("address", "shipment_address"),
        ("address", "invoice_address"),
        ("customer", "customer"),
        ("user", "user"),
    ]

    assert len(shop.store.orders) == size
    assert all(
        kept.record[name] in shop.store.things[noun].by_id for kept in shop.store.orders for noun, name in pointed
    )


# -------------------------------------------------------------------- lists


async def test_pages_say_what_comes_before_and_behind_them(http: httpx.AsyncClient):
    pages = [await got(http, f"/api/order/?limit=50&offset={offset}") for offset in (0, 50, 100)]

    base = "https://vendor.test/api/order/?limit=50"
    assert [(page["count"], page["previous"], page["next"]) for page in pages] == [
        (120, None, f"{base}&offset=50"),
        (120, base, f"{base}&offset=100"),
        (120, f"{base}&offset=50", None),
    ]


async def test_a_page_is_never_longer_than_a_hundred(http: httpx.AsyncClient):
    assert len((await got(http, "/api/order/?limit=1000"))["results"]) == 100


async def test_the_list_is_narrowed_by_state_reference_and_offline(http: httpx.AsyncClient, shop: Shop):
    offline = [kept.record["id"] for kept in shop.store.orders if kept.is_offline]
    done = [kept.record["id"] for kept in shop.store.orders if kept.record["state"] == "done"]

    assert await listed(http, state="done") == done
    assert await listed(http, reference="CS26") == [27]
    assert not set(offline) & set(await listed(http, offline="false"))
    assert await listed(http, state="verzonden") == []


async def test_trap_17_the_confirm_date_narrows_and_is_never_told(http: httpx.AsyncClient):
    before = await listed(http, confirm_date__lte="2021-01-01T06:00:00")
    after = await listed(http, confirm_date__gte="2021-01-01T06:00:00", state="draft")

    assert (before, after) == ([27], [])
    assert "confirm_date" not in await got(http, "/api/order/27")


@pytest.mark.parametrize(
    "params",
    ["confirm_date__gte=gisteren", "offline=perhaps", "limit=many", "offset=-1", "create_date__lte=2020-13-01"],
)
async def test_parameters_that_can_not_be_read_are_refused_by_name(http: httpx.AsyncClient, params: str):
    refused = await http.get(f"/api/order/?{params}")

    assert refused.status_code == 400
    assert list(refused.json()) == [params.split("=")[0]]


# -------------------------------------------------------------------- access and single things


@pytest.mark.parametrize(
    ("credential", "status"), [(f"Bearer {SECRET}", 200), (f"Token {SECRET}", 200), ("Bearer x", 401)]
)
async def test_either_scheme_is_taken_and_a_wrong_secret_is_not(http: httpx.AsyncClient, credential: str, status: int):
    assert (await http.get("/api/order/27", headers={"Authorization": credential})).status_code == status


async def test_a_thin_address_tells_its_key_alone_until_asked_by_it(http: httpx.AsyncClient, shop: Shop):
    thin = next(at for at, thing in shop.store.things["address"].by_id.items() if thing.is_thin)

    said = await got(http, f"/api/address/{thin}")

    assert said.keys() == {"id", "origin", "key"}
    assert (await got(http, f"/api/origin/{said['origin']}/address/{said['key']}"))["city"]


async def test_what_is_out_of_use_is_told_only_to_who_asks_for_it(http: httpx.AsyncClient, shop: Shop):
    (unused,) = (at for at, thing in shop.store.things["address"].by_id.items() if not thing.is_active)

    assert (await http.get(f"/api/address/{unused}")).status_code == 404
    assert (await http.get(f"/api/address/{unused}?inactive=true")).status_code == 200


async def test_one_order_names_a_user_who_is_not_there(shop: Shop):
    there = shop.store.things["user"].by_id

    assert len([kept for kept in shop.store.orders if kept.record["user"] not in there]) == 1


async def test_many_are_told_at_once_by_their_ids(http: httpx.AsyncClient):
    assert [row["id"] for row in (await got(http, "/api/customer/?id__in=56,54"))["results"]] == [54, 56]


# -------------------------------------------------------------------- writes


async def test_an_offline_order_is_made_and_found_by_its_key(http: httpx.AsyncClient):
    made = await http.post("/api/order/", json=OFFLINE)

    assert made.status_code == 201
    assert await got(http, "/api/order/ext:H-1") == made.json()
    assert made.json()["id"] == (await listed(http, reference=made.json()["reference"]))[0]
    assert made.json()["invoice_address"] == 5
    assert made.json()["id"] not in await listed(http, offline="false", state="done")


async def test_an_offline_order_that_lacks_something_names_each_field(http: httpx.AsyncClient):
    refused = await http.post("/api/order/", json={"state": "confirmed", "order_lines": [{"type": "discount"}]})

    assert refused.status_code == 400
    assert refused.json().keys() == {
        "erp_order_number",
        "state",
        "order_date",
        "currency",
        "order_lines",
        "shipment_address",
        "invoice_address",
    }


@pytest.mark.parametrize("changed", [{"key": "H-2"}, {"erp_order_number": "V26999998"}])
async def test_trap_48_an_offline_order_can_not_be_made_twice(http: httpx.AsyncClient, changed: dict[str, str]):
    await http.post("/api/order/", json=OFFLINE)

    assert (await http.post("/api/order/", json=OFFLINE | changed)).status_code == 409
    assert (await http.post("/api/order/", json=OFFLINE | {"key": "H-3", "erp_order_number": "X"})).status_code == 201


async def test_trap_46_patch_changes_what_is_given_and_nothing_else(http: httpx.AsyncClient):
    before = await got(http, "/api/order/27")

    after = (await http.patch("/api/order/27", json={"state": "processing", "id": 1, "reference": "CS1"})).json()

    assert after == before | {"state": "processing", "modified_date": after["modified_date"]}
    assert after["modified_date"] > before["modified_date"]


async def test_trap_46_put_replaces_the_whole_order(http: httpx.AsyncClient):
    after = (await http.put("/api/order/27", json=OFFLINE)).json()

    assert (after["id"], after["reference"], after["customer_order_number"]) == (27, "CS26", None)
    assert [line["product"]["key"] for line in after["order_lines"]] == ["2010"]


async def test_trap_46_put_makes_an_order_that_is_not_there(http: httpx.AsyncClient):
    assert (await http.put("/api/order/500", json=OFFLINE)).status_code == 200
    assert (await got(http, "/api/order/500"))["erp_order_number"] == "V26999999"


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"state": "sent"}', b'{"shipment_address": 999}'])
async def test_a_change_that_can_not_be_read_or_said_is_refused(http: httpx.AsyncClient, body: bytes):
    before = await got(http, "/api/order/27")

    assert (await http.patch("/api/order/27", content=body)).status_code == 400
    assert await got(http, "/api/order/27") == before


async def test_an_order_can_not_be_deleted(http: httpx.AsyncClient):
    assert (await http.delete("/api/order/27")).status_code == 405
