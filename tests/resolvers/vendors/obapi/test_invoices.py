"""Which invoices an OBAPI supplier's orders get, and how few calls tell it."""

from collections.abc import MutableMapping
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from resolvers.errors import Unavailable
from resolvers.vendors.auth import credential
from resolvers.vendors.config import BackendConfig
from resolvers.vendors.obapi import Obapi
from resolvers.vendors.obapi.records import FRAMEWORK
from resolvers.vendors.obapi.sandbox import stand_in
from resolvers.vendors.stand_in import SECRET, Faults
from schema.invoice import Invoice, InvoiceStatus
from schema.link import Ref
from schema.order import Order
from tests.conftest import Connect
from tests.resolvers.vendors.obapi.holding import DAY, INVOICES, ORDERS, billed, holding, ids, of, ordered
from tests.resolvers.vendors.obapi.said import asked

pytestmark = pytest.mark.anyio


async def test_an_invoice_is_the_orders_that_alone_has_its_customer_ref(connect: Connect) -> None:
    far_end = holding([ordered("1", "A"), ordered("2", "B")], [billed("7", "A"), billed("8", "A"), billed("9", "C")])
    vendor = await connect(Obapi, far_end)

    told = await vendor.invoices([of(Invoice, ordered("1", "A")), of(Invoice, ordered("2", "B"))], {})

    assert ids(told) == [["7", "8"], []]
    assert told[0][0].order_link == Ref(Order, "shop", "1")


@pytest.mark.parametrize(("days", "is_told"), [(-91, True), (-90, False), (0, False), (10, False)])
async def test_another_order_with_the_ref_makes_it_untellable_from_90_days_before(
    connect: Connect, days: int, is_told: bool
) -> None:
    other = ordered("2", "A", DAY + timedelta(days=days))
    far_end = holding([ordered("1", "A"), other], [billed("7", "A")])
    vendor = await connect(Obapi, far_end)

    (told,) = await vendor.invoices([of(Invoice, ordered("1", "A"))], {})

    assert (told is not None) == is_told


async def test_what_another_order_of_the_wave_reaches_back_to_changes_nothing(connect: Connect) -> None:
    old = ordered("2", "A", DAY - timedelta(days=200))
    far_end = holding([ordered("1", "A"), old], [billed("6", "A", DAY - timedelta(days=150)), billed("7", "A")])
    vendor = await connect(Obapi, far_end)

    told = await vendor.invoices([of(Invoice, ordered("1", "A")), of(Invoice, old)], {})

    assert ids(told) == [["7"], None]


async def test_an_order_without_a_customer_ref_can_not_be_told_its_invoices(connect: Connect) -> None:
    far_end = holding([ordered("1", "")], [billed("7", "")])
    vendor = await connect(Obapi, far_end)

    assert await vendor.invoices([of(Invoice, ordered("1", ""))], {}) == [None]
    assert far_end.calls() == 0


async def test_the_invoices_list_is_not_read_where_no_order_can_be_told_its_own(connect: Connect) -> None:
    far_end = stand_in()
    vendor = await connect(Obapi, far_end)
    framed = [order for order in far_end.store.orders.all() if order["customer_ref"] == FRAMEWORK]

    assert await vendor.invoices([of(Invoice, order) for order in framed], {}) == [None] * len(framed)
    assert far_end.asked == {ORDERS: 1}


async def test_each_list_is_read_once_an_operation(connect: Connect) -> None:
    far_end = holding([ordered("1", "A"), ordered("2", "B")], [])
    vendor = await connect(Obapi, far_end)
    memo: MutableMapping[object, Any] = {}

    for one, ref in (("1", "A"), ("2", "B")):
        assert await vendor.invoices([of(Invoice, ordered(one, ref))], memo) == [[]]

    assert asked(far_end) == [
        (ORDERS, {"page": "1", "per_page": "200", "sort": "ref_asc", "date_start": "2025-12-02"}),
        (INVOICES, {"page": "1", "per_page": "200", "sort": "ref_asc", "date_start": "2026-03-02"}),
    ]


@pytest.mark.parametrize("limit", [2, 3])
async def test_beyond_the_scan_limit_no_invoice_can_be_told(connect: Connect, limit: int) -> None:
    far_end = holding([ordered(str(one), f"R{one}") for one in range(3)], [])
    vendor = await connect(Obapi, far_end, scan_limit=limit)
    memo: MutableMapping[object, Any] = {}

    for _ in range(2):
        (told,) = await vendor.invoices([of(Invoice, ordered("1", "R1"))], memo)
        assert (told is None) == (limit < 3)
    assert far_end.asked[ORDERS] == 1


async def test_an_invoice_says_the_same_alone_and_with_its_order(connect: Connect) -> None:
    far_end = holding([ordered("1", "A")], [billed("7", "A") | {"multicurrency_code": "CHF"}])
    vendor = await connect(Obapi, far_end)

    (told,) = await vendor.invoices([of(Invoice, ordered("1", "A"))], {})
    alone = await vendor.invoice("7")

    assert (told[0].total, told[0].raw_source) == (alone.total, alone.raw_source)
    assert alone.total.stated.currency_code == "CHF"


async def test_an_invoice_is_overdue_by_the_clock_that_the_vendor_was_given() -> None:
    far_end = holding([], [billed("7", "A") | {"status": "validated", "date_due": "2026-03-24"}])
    config = BackendConfig.model_validate(
        {"id": "shop", "vendor": "obapi", "url": "https://vendor.test", "secret": SECRET}
    )
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=far_end), auth=credential(config, Obapi.default_auth)
    ) as http:
        instants = (datetime(2026, 3, 24, 22, 59, tzinfo=UTC), datetime(2026, 3, 24, 23, tzinfo=UTC))
        told = [await Obapi(config, http, now=lambda at=at: at).invoice("7") for at in instants]  # type: ignore[misc]

    assert [invoice and invoice.status for invoice in told] == [InvoiceStatus.SENT, InvoiceStatus.OVERDUE]


async def test_only_what_no_row_tells_costs_a_call_for_each_invoice(connect: Connect) -> None:
    far_end = holding([ordered("1", "A")], [billed("7", "A")])
    vendor = await connect(Obapi, far_end)
    order, memo = of(Invoice, ordered("1", "A")), {}
    in_rows = frozenset({"number", "status", "vendorStatus", "invoiceDate", "dueDate", "documents", "order"})

    ((row,),) = await vendor.invoices([order], memo, in_rows)
    assert far_end.asked == {ORDERS: 1, INVOICES: 1}
    ((whole,),) = await vendor.invoices([order], memo, in_rows | {"total"})

    assert far_end.asked == {ORDERS: 1, INVOICES: 1, f"{INVOICES}/7": 1}
    assert (row.number, row.status, row.due_date) == (whole.number, whole.status, whole.due_date)


async def test_an_invoice_that_fails_fails_its_own_order_alone(connect: Connect) -> None:
    far_end = holding([ordered("1", "A"), ordered("2", "B")], [billed("7", "A"), billed("8", "B")])
    far_end.faults = Faults(status=500, paths=f"{INVOICES}/7")
    vendor = await connect(Obapi, far_end)

    first, second = await vendor.invoices([of(Invoice, ordered("1", "A")), of(Invoice, ordered("2", "B"))], {})

    assert isinstance(first, Unavailable)
    assert ids([second]) == [["8"]]
