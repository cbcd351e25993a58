"""What an OBAPI supplier is asked for orders, and what comes of it."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import httpx
import pytest

from resolvers.errors import BadResponse, Unauthenticated, Unavailable, Unsupported
from resolvers.vendors.config import BackendConfig
from resolvers.vendors.listing import ListAsk, OrderFilter, Span
from resolvers.vendors.obapi import Obapi
from resolvers.vendors.obapi.sandbox import stand_in
from resolvers.vendors.stand_in import SECRET, Faults
from schema.sort import OrderSortField, SortDirection
from schema.status import OrderStatus
from tests.conftest import Connect
from tests.resolvers.vendors.finding import by_number
from tests.resolvers.vendors.obapi.said import ZONE, asked

pytestmark = pytest.mark.anyio

ORDERS = "/obapi/v1/orders"
PDF = "/obapi/v1/download/350"
NEWEST_FIRST = (OrderSortField.ORDERED_AT, SortDirection.DESC)


def over(transport: httpx.AsyncBaseTransport) -> Obapi:
    config = BackendConfig.model_validate({"id": "shop", "vendor": "obapi", "url": "https://vendor.test"})
    return Obapi(config, httpx.AsyncClient(transport=transport))


class Dripping(httpx.AsyncByteStream):
    """A body of three pieces that counts how many were taken."""

    taken = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in (b"%PDF", b"-1.4", b"%%EOF"):
            self.taken += 1
            yield piece


async def test_an_order_is_one_call_with_the_key_in_its_header(connect: Connect) -> None:
    far_end = stand_in()
    vendor = await connect(Obapi, far_end)

    order = await vendor.order("350")

    assert order.number == "CO2405-0018"
    assert asked(far_end) == [(f"{ORDERS}/350", {})]
    assert far_end.requests[0].headers["authorization"] == f"Bearer {SECRET}"


async def test_trap_49_a_single_order_that_is_not_there_is_null(connect: Connect) -> None:
    vendor = await connect(Obapi, stand_in())

    assert await vendor.order("999999") is None


async def test_trap_49_a_list_that_is_not_there_is_one_that_the_server_does_not_keep(connect: Connect) -> None:
    far_end = stand_in()
    vendor = await connect(Obapi, far_end)
    far_end.faults = Faults(status=404)

    with pytest.raises(Unsupported) as caught:
        await vendor.order_page(ListAsk(0, 20))

    assert caught.value.http_status == 404


async def test_an_id_of_another_shape_is_null_without_a_call(connect: Connect) -> None:
    far_end = stand_in()
    vendor = await connect(Obapi, far_end)

    assert [await vendor.order(odd) for odd in ("CO2405-0018", "", "../350", "350/")] == [None] * 4
    assert far_end.calls() == 0


async def test_no_secret_is_refused_as_the_gateways_credential(connect: Connect) -> None:
    vendor = await connect(Obapi, stand_in(), secret="")

    with pytest.raises(Unauthenticated):
        await vendor.order("350")


@pytest.mark.parametrize(
    ("sort", "word"),
    [
        ((OrderSortField.ORDERED_AT, SortDirection.ASC), "date_asc"),
        ((OrderSortField.ORDERED_AT, SortDirection.DESC), "date_desc"),
        ((OrderSortField.NUMBER, SortDirection.ASC), "ref_asc"),
        ((OrderSortField.NUMBER, SortDirection.DESC), "ref_desc"),
    ],
)
async def test_a_page_is_asked_for_by_its_number_and_the_vendors_word_for_the_sort(
    connect: Connect, sort: Any, word: str
) -> None:
    far_end = stand_in()
    vendor = await connect(Obapi, far_end)

    await vendor.order_page(ListAsk(40, 20, {"status": "draft"}, sort))

    assert asked(far_end) == [(ORDERS, {"page": "3", "per_page": "20", "sort": word, "status": "draft"})]


async def test_the_vendors_own_order_is_asked_for_by_no_word(connect: Connect) -> None:
    far_end = stand_in()
    vendor = await connect(Obapi, far_end)

    await vendor.order_page(ListAsk(0, 200))

    assert asked(far_end) == [(ORDERS, {"page": "1", "per_page": "200"})]


async def test_a_page_says_how_many_there_are_and_whether_it_is_the_last(connect: Connect) -> None:
    vendor = await connect(Obapi, stand_in(orders=45))

    pages = [await vendor.order_page(ListAsk(offset, 20, sort=NEWEST_FIRST)) for offset in (0, 20, 40)]

    assert [(len(page.rows), page.total, page.is_last) for page in pages] == [
        (20, 45, False),
        (20, 45, False),
        (5, 45, True),
    ]


async def test_an_empty_list_is_its_own_last_page(connect: Connect) -> None:
    vendor = await connect(Obapi, stand_in(orders=0))

    page = await vendor.order_page(ListAsk(0, 20))

    assert (page.rows, page.total, page.is_last) == ([], 0, True)


@pytest.mark.parametrize(
    ("pagination", "is_last"),
    [
        ('{"total_items": 2, "total_pages": 2}', False),
        ('{"total_items": 2}', False),
        ('{"total_items": 1}', True),
        ("null", False),
    ],
)
async def test_without_a_count_of_pages_the_rows_tell_which_is_the_last(
    connect: Connect, pagination: str, is_last: bool
) -> None:
    far_end = stand_in()
    vendor = await connect(Obapi, far_end)
    far_end.faults = Faults(body=f'{{"items": [{{"id": "1"}}], "pagination": {pagination}}}')

    page = await vendor.order_page(ListAsk(0, 1))

    assert page.is_last == is_last


async def test_trap_26_a_row_is_not_the_whole_order(connect: Connect) -> None:
    vendor = await connect(Obapi, stand_in())

    page = await vendor.order_page(ListAsk(0, 20))

    assert {(row.whole, row.version) for row in page.rows} == {(False, None)}


async def test_a_narrowed_list_holds_exactly_the_orders_of_those_days_and_that_status(connect: Connect) -> None:
    far_end = stand_in()
    vendor = await connect(Obapi, far_end)
    start, end = datetime(2025, 12, 1, tzinfo=ZONE), datetime(2026, 2, 1, tzinfo=ZONE)

    narrowed = vendor.narrow(OrderFilter(statuses=frozenset({OrderStatus.DELIVERED}), ordered_at=Span(start, end)))
    pages = [await vendor.order_page(ListAsk(0, 200, ask)) for ask in narrowed.asks]

    wanted = {
        order["id"]
        for order in far_end.store.orders.all()
        if order["status"] == "delivered" and "2025-12-01" <= order["date_order"] <= "2026-02-01"
    }
    assert {row.thing.vendor_id for page in pages for row in page.rows} == wanted != set()
    assert far_end.calls() == 1


async def test_a_configured_word_is_asked_for_and_a_documented_one_in_its_own_spelling(connect: Connect) -> None:
    vendor = await connect(Obapi, stand_in(), status={"On_Hold": "PENDING", "Validated": "PENDING"})

    narrowed = vendor.narrow(OrderFilter(statuses=frozenset({OrderStatus.PENDING})))

    assert narrowed.asks == ({"status": "validated"}, {"status": "On_Hold"})


async def test_an_order_is_found_by_its_ref_and_looked_for_no_further(connect: Connect) -> None:
    far_end = stand_in(orders=900)
    vendor = await connect(Obapi, far_end)
    highest = far_end.store.orders.sorted_by("ref_desc")[0]

    (order,) = await by_number(vendor, highest["ref"])

    assert (order.vendor_id, order.line_count) == (highest["id"], len(highest["lines"]))
    assert asked(far_end) == [
        (ORDERS, {"page": "1", "per_page": "200", "sort": "ref_desc"}),
        (f"{ORDERS}/{highest['id']}", {}),
    ]


async def test_a_ref_that_is_not_there_is_known_once_the_whole_list_is_read(connect: Connect) -> None:
    far_end = stand_in(orders=450)
    vendor = await connect(Obapi, far_end)

    assert await by_number(vendor, "CO9901-0001") == []
    assert far_end.asked == {ORDERS: 3}


async def test_a_ref_beyond_the_scan_limit_is_not_said_to_be_missing(connect: Connect) -> None:
    far_end = stand_in(orders=120)
    vendor = await connect(Obapi, far_end, scan_limit=50)

    with pytest.raises(Unsupported):
        await by_number(vendor, "CO9901-0001")

    assert asked(far_end) == [(ORDERS, {"page": "1", "per_page": "50", "sort": "ref_desc"})]


async def test_the_pdf_comes_with_its_name_and_type(connect: Connect) -> None:
    far_end = stand_in()
    vendor = await connect(Obapi, far_end)

    async with vendor.order_pdf("350") as pdf:
        body = b"".join([chunk async for chunk in pdf.chunks])

    assert (pdf.name, pdf.mime_type, pdf.length) == ("CO2405-0018.pdf", "application/pdf", len(body))
    assert body.startswith(b"%PDF-")
    assert asked(far_end) == [(PDF, {"type": "order"})]


async def test_the_pdf_is_read_piece_by_piece_as_it_is_wanted() -> None:
    body = Dripping()
    headers = {"content-type": "application/pdf; charset=binary"}
    vendor = over(httpx.MockTransport(lambda request: httpx.Response(200, headers=headers, stream=body)))

    async with vendor.order_pdf("350") as pdf:
        assert pdf is not None
        before = body.taken
        first = await anext(pdf.chunks)
        after = body.taken

    assert (pdf.name, pdf.length) == ("350.pdf", None)
    assert (before, first, after) == (0, b"%PDF", 1)


async def test_a_pdf_that_is_not_there_is_null(connect: Connect) -> None:
    far_end = stand_in()
    vendor = await connect(Obapi, far_end)

    async with vendor.order_pdf("999999") as unknown, vendor.order_pdf("../350") as odd:
        assert (unknown, odd) == (None, None)
    assert far_end.calls() == 1


async def test_a_page_in_the_pdfs_place_is_a_bad_response(connect: Connect) -> None:
    far_end = stand_in()
    vendor = await connect(Obapi, far_end)
    far_end.faults = Faults(body="{}")

    with pytest.raises(BadResponse):
        await vendor.order_pdf("350").__aenter__()


async def test_a_pdf_that_breaks_off_is_the_backends_fault() -> None:
    class Broken(httpx.AsyncByteStream):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            yield b"%PDF"
            raise httpx.ReadError("gone")

    headers = {"content-type": "application/pdf"}
    vendor = over(httpx.MockTransport(lambda request: httpx.Response(200, headers=headers, stream=Broken())))

    async def whole() -> list[bytes]:
        async with vendor.order_pdf("350") as pdf:
            assert pdf is not None
            return [chunk async for chunk in pdf.chunks]

    with pytest.raises(Unavailable):
        await whole()


async def test_many_numbers_cost_one_reading_of_the_list_and_one_call_for_each_order(connect: Connect) -> None:
    far_end = stand_in(orders=150)
    vendor = await connect(Obapi, far_end)
    orders = far_end.store.orders.all()[::10]

    found = await vendor.orders_by_numbers([order["ref"] for order in orders])

    assert [[order.vendor_id for order in matches] for matches in found] == [[order["id"]] for order in orders]
    assert far_end.asked == {ORDERS: 1, **{f"{ORDERS}/{order['id']}": 1 for order in orders}}
