"""That the stand-in keeps to the standard's document."""

import json
from typing import Any

import httpx
import pytest

from resolvers.vendors import dataset
from resolvers.vendors.obapi.sandbox import ObapiStandIn, stand_in
from resolvers.vendors.stand_in import SECRET
from tests.resolvers.vendors.obapi.said import answer

pytestmark = pytest.mark.anyio

BASE = "https://vendor.test/obapi/v1"
CREDENTIAL = {"Authorization": f"Bearer {SECRET}"}


async def ask(far_end: ObapiStandIn, path: str, method: str = "GET", headers: Any = CREDENTIAL) -> httpx.Response:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=far_end)) as http:
        return await http.request(method, BASE + path, headers=headers)


async def ids(far_end: ObapiStandIn, query: str = "") -> list[str]:
    return [row["id"] for row in (await ask(far_end, f"/orders?per_page=200{query}")).json()["items"]]


async def test_the_documents_order_is_answered_as_documented() -> None:
    assert (await ask(stand_in(), "/orders/350")).json() == json.loads(answer("order.json"))


async def test_the_documents_row_is_answered_as_documented() -> None:
    listed = (await ask(stand_in(), "/orders?date_start=2024-05-15&date_end=2024-05-15")).json()

    assert listed["items"] == json.loads(answer("order_list.json"))["items"]
    assert listed["pagination"] == {"page": 1, "per_page": 50, "total_items": 1, "total_pages": 1}


async def test_every_start_has_the_same_data() -> None:
    assert stand_in().store.orders.all() == stand_in().store.orders.all()


async def test_refs_and_ids_are_unique() -> None:
    orders = stand_in(orders=2000, per_day=40).store.orders.all()

    assert len({order["ref"] for order in orders}) == len({order["id"] for order in orders}) == 2000


@pytest.mark.parametrize("how_many", [0, 1, 5, 120])
async def test_there_are_as_many_orders_as_were_wanted(how_many: int) -> None:
    assert len(await ids(stand_in(orders=how_many))) == how_many


async def test_the_odd_ones_of_the_shared_orders_are_here_under_the_buyers_reference() -> None:
    orders = {order["customer_ref"]: order["date_order"] for order in stand_in().store.orders.all()}

    for twin in dataset.shared()[1::2]:
        assert orders[twin.reference] == twin.day.isoformat()


async def test_orders_of_one_day_come_differently_at_each_call() -> None:
    far_end = stand_in(orders=60, per_day=40)

    first, second = await ids(far_end), await ids(far_end)

    assert first != second
    assert set(first) == set(second)


async def test_orders_of_one_day_keep_their_places_where_that_is_wanted() -> None:
    far_end = stand_in(orders=60, per_day=40, shuffle=False)

    assert await ids(far_end) == await ids(far_end)


@pytest.mark.parametrize(("sort", "field"), [("date", "date_order"), ("ref", "ref")])
async def test_lists_come_sorted_as_asked(sort: str, field: str) -> None:
    far_end = stand_in()

    for direction in ("asc", "desc"):
        rows = (await ask(far_end, f"/orders?per_page=200&sort={sort}_{direction}")).json()["items"]
        values = [row[field] for row in rows]
        assert values == sorted(values, reverse=direction == "desc")


async def test_the_newest_day_comes_first_where_nothing_is_said() -> None:
    rows = (await ask(stand_in(), "/orders")).json()["items"]

    assert len(rows) == 50
    assert rows[0]["date_order"] == dataset.TODAY.isoformat()


async def test_trap_30_more_than_200_a_page_are_not_given() -> None:
    listed = (await ask(stand_in(orders=300), "/orders?per_page=500")).json()

    assert len(listed["items"]) == 200
    assert listed["pagination"] == {"page": 1, "per_page": 200, "total_items": 300, "total_pages": 2}


@pytest.mark.parametrize(
    "query",
    [
        "date_start=24-03-2026",
        "date_end=2026-02-30",
        "date_start=",
        "status=shipped",
        "sort=newest",
        "page=0",
        "per_page=many",
    ],
)
async def test_a_parameter_that_can_not_be_used_is_refused_in_the_standards_form(query: str) -> None:
    refused = await ask(stand_in(), f"/orders?{query}")

    assert refused.status_code == 400
    assert set(refused.json()["error"]) == {"type", "code", "message"}
    assert refused.json()["error"]["type"] == "invalid_request"


@pytest.mark.parametrize(
    ("method", "path", "status", "kind"),
    [
        ("GET", "/orders/999999", 404, "not_found"),
        ("GET", "/proposals", 404, "not_found"),
        ("GET", "/download/999999?type=order", 404, "not_found"),
        ("GET", "/download/350", 400, "invalid_request"),
        ("POST", "/orders", 405, "method_not_allowed"),
        ("PUT", "/orders/350", 405, "method_not_allowed"),
        ("PATCH", "/orders/350", 405, "method_not_allowed"),
        ("DELETE", "/orders/350", 405, "method_not_allowed"),
    ],
)
async def test_errors_come_in_the_standards_form(method: str, path: str, status: int, kind: str) -> None:
    refused = await ask(stand_in(), path, method)

    assert (refused.status_code, refused.json()["error"]["type"]) == (status, kind)


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}])
async def test_without_the_key_nothing_is_told(headers: dict[str, str]) -> None:
    refused = await ask(stand_in(), "/orders", headers=headers)

    assert (refused.status_code, refused.json()["error"]["type"]) == (401, "authentication_error")


@pytest.mark.parametrize("path", ["", "/discovery"])
async def test_what_the_server_can_do_is_told_to_anyone(path: str) -> None:
    assert (await ask(stand_in(), path, headers={})).json()["pagination"]["max_per_page"] == 200


async def test_sums_add_up() -> None:
    for order in stand_in().store.orders.all():
        for name in ("total_excl_tax", "total_vat", "total_incl_tax"):
            cents = [round(float(line[name]) * 100) for line in order["lines"]]
            assert sum(cents) == round(float(order[name]) * 100)


async def test_the_pdf_is_one_whose_parts_are_where_it_says() -> None:
    paper = await ask(stand_in(), "/download/350?type=order")

    assert paper.headers["content-type"] == "application/pdf"
    assert paper.headers["content-disposition"] == 'attachment; filename="CO2405-0018.pdf"'
    start = int(paper.content.split(b"startxref\n")[1].split(b"\n")[0])
    assert paper.content[start:].startswith(b"xref\n0 6\n")
    begins = [int(line[:10]) for line in paper.content[start:].splitlines()[3:8]]
    assert [paper.content[at:].split(b" ", 1)[0] for at in begins] == [b"1", b"2", b"3", b"4", b"5"]


async def test_what_is_put_in_and_taken_out_is_seen() -> None:
    far_end = stand_in(orders=3)

    far_end.store.orders.put({**far_end.store.orders.all()[0], "id": "9000"})
    far_end.store.orders.drop("350")

    assert "9000" in await ids(far_end)
    assert "350" not in await ids(far_end)
