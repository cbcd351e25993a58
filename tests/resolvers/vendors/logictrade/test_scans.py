"""What LogicTrade's lists are scanned for: orders and customers by number, invoices by order."""

import asyncio
from typing import Any, Literal

import pytest

from resolvers.errors import BadResponse, Unavailable, Unsupported
from resolvers.vendors.listing import ListAsk
from resolvers.vendors.logictrade import LogicTrade
from resolvers.vendors.logictrade.sandbox import LogicTradeStandIn, stand_in
from resolvers.vendors.stand_in import Faults
from schema.invoice import Invoice
from schema.link import Relation
from tests.conftest import Connect
from tests.resolvers.vendors.finding import by_external_number, by_number
from tests.resolvers.vendors.logictrade.capped import capped, changing
from tests.waiting import NO_HURRY, until

pytestmark = pytest.mark.anyio

INVOICES = "/rest/v1/invoices"
BOTH = pytest.mark.parametrize("envelope", ["bare", "object"])


class OneTurnLater(asyncio.Event):
    """A gate that lets everybody through, one turn of the event loop later."""

    async def wait(self) -> Literal[True]:
        await asyncio.sleep(0)
        return True


class SecondFails(asyncio.Event):
    """A gate that lets the first call through, makes the second one fail, and holds all others."""

    def __init__(self, far_end: LogicTradeStandIn) -> None:
        super().__init__()
        self._far_end = far_end
        self.calls = 0

    async def wait(self) -> Literal[True]:
        self.calls += 1
        if self.calls == 2:
            self._far_end.faults = Faults(status=500)
        return True if self.calls <= 2 else await super().wait()


async def erp(connect: Connect, far_end: LogicTradeStandIn, **config: Any) -> LogicTrade:
    vendor: LogicTrade = await connect(LogicTrade, far_end, **config)
    return vendor


def asked_pages(far_end: LogicTradeStandIn) -> list[str]:
    return [asked.params["page"] for asked in far_end.requests]


def relation(order_id: int | str) -> Relation[Invoice]:
    return Relation(Invoice, "shop", str(order_id))


# ---------------------------------------------------------------- look-ups by number


@BOTH
async def test_an_order_is_found_by_its_number(connect: Connect, envelope: Any) -> None:
    vendor = await erp(connect, stand_in(250, envelope))
    wanted = await vendor.order("240")
    assert wanted is not None

    assert await by_number(vendor, str(wanted.number)) == [wanted]
    assert await by_number(vendor, "V99999999") == []


async def test_a_search_stops_at_the_first_match(connect: Connect) -> None:
    far_end = stand_in(450)
    vendor = await erp(connect, far_end)

    await by_number(vendor, "V24000001")

    assert asked_pages(far_end) == ["1"]


async def test_a_search_goes_on_from_the_last_page_where_the_list_tells_its_length(connect: Connect) -> None:
    far_end, bare = stand_in(450), stand_in(450, "bare")
    number = list(far_end.store.orders.values())[310]["number"]

    for one in (far_end, bare):
        await by_number(await erp(connect, one), number)

    assert asked_pages(far_end) == ["1", "5", "4"]
    assert asked_pages(bare) == ["1", "2", "3", "4"]


async def test_an_order_is_found_by_its_number_elsewhere(connect: Connect) -> None:
    far_end = stand_in()
    sold = next(order for order in far_end.store.orders.values() if order["externNumber"])
    vendor = await erp(connect, far_end)

    found = await by_external_number(vendor, sold["externNumber"])

    assert [order.vendor_id for order in found] == [str(sold["id"])]


async def test_two_with_one_external_number_are_both_found(connect: Connect) -> None:
    far_end = stand_in()
    for order_id in (5, 6):
        far_end.store.orders[order_id]["externNumber"] = "twice"
    vendor = await erp(connect, far_end)

    assert [order.vendor_id for order in await by_external_number(vendor, "twice")] == ["5", "6"]


async def test_a_customer_is_found_by_its_number(connect: Connect) -> None:
    vendor = await erp(connect, stand_in())

    assert [customer.vendor_id for customer in await vendor.customers_by_number("R000000008")] == ["13"]
    assert await vendor.customers_by_number("R999999999") == []


@BOTH
async def test_a_search_that_the_limit_ends_is_unsupported(connect: Connect, envelope: Any) -> None:
    far_end = stand_in(450, envelope)
    vendor = await erp(connect, far_end, scan_limit=200)

    with pytest.raises(Unsupported, match="within 200 rows"):
        await by_number(vendor, "V99999999")

    assert far_end.calls() == 2


async def test_a_list_as_long_as_the_limit_is_searched_whole(connect: Connect) -> None:
    vendor = await erp(connect, stand_in(250), scan_limit=250)

    assert await by_number(vendor, "V99999999") == []


# ---------------------------------------------------------------- invoices


@BOTH
async def test_each_order_gets_its_own_invoices(connect: Connect, envelope: Any) -> None:
    far_end = stand_in(300, envelope)
    vendor = await erp(connect, far_end)
    wanted: dict[int, list[str]] = {order_id: [] for order_id in far_end.store.orders}
    for invoice in far_end.store.invoices.values():
        wanted[invoice["order"]["id"]].append(str(invoice["id"]))

    found = await vendor.invoices([relation(order_id) for order_id in wanted], {})

    assert [[invoice.vendor_id for invoice in invoices or ()] for invoices in found] == list(wanted.values())
    assert {len(invoices or ()) for invoices in found} == {0, 1, 2}


async def test_the_invoices_are_read_once_an_operation(connect: Connect) -> None:
    far_end, memo = stand_in(), dict[object, Any]()
    vendor = await erp(connect, far_end)

    await asyncio.gather(vendor.invoices([relation(4)], memo), vendor.invoices([relation(5)], memo))
    await vendor.invoices([relation(6)], memo)

    assert far_end.asked == {INVOICES: 1}


async def test_another_operation_reads_them_anew(connect: Connect) -> None:
    far_end = stand_in()
    vendor = await erp(connect, far_end)

    for _ in range(2):
        await vendor.invoices([relation(4)], {})

    assert far_end.asked == {INVOICES: 2}


async def test_an_invoice_without_an_order_is_nobodys(connect: Connect) -> None:
    far_end = stand_in()
    for invoice in far_end.store.invoices.values():
        invoice["order"] = None
    vendor = await erp(connect, far_end)

    assert await vendor.invoices([relation(4), relation("None")], {}) == [[], []]


@BOTH
async def test_invoices_beyond_the_limit_can_not_be_told(connect: Connect, envelope: Any) -> None:
    far_end = stand_in(450, envelope)
    vendor = await erp(connect, far_end, scan_limit=100)

    assert await vendor.invoices([relation(4), relation(5)], {}) == [None, None]
    assert far_end.asked == {INVOICES: 1}


async def test_pages_of_invoices_are_read_side_by_side_where_their_number_is_known(connect: Connect) -> None:
    far_end = stand_in(900)
    far_end.gate = OneTurnLater()
    vendor = await erp(connect, far_end)

    await vendor.invoices([relation(4)], {})

    number = -(-len(far_end.store.invoices) // 100)
    assert sorted(asked_pages(far_end)) == [str(page) for page in range(1, number + 1)]
    assert far_end.most_in_flight == number - 1 > 1


async def test_a_page_that_fails_ends_the_calls_for_the_others(connect: Connect) -> None:
    far_end = stand_in(2000)
    far_end.gate = SecondFails(far_end)
    vendor = await erp(connect, far_end, **NO_HURRY)

    with pytest.raises(Unavailable):
        await vendor.invoices([relation(5)], {})

    assert far_end.gate.calls > 3
    await until(lambda: not far_end.in_flight)


# ---------------------------------------------------------------- pages that don't agree


async def test_a_list_that_tells_its_length_on_its_first_page_alone_is_searched_whole(connect: Connect) -> None:
    counting, bare = stand_in(450), stand_in(450, "bare")
    vendor = await connect(LogicTrade, changing(counting, bare, calls=1))
    wanted = bare.store.orders[310]

    assert [order.vendor_id for order in await by_number(vendor, wanted["number"])] == ["310"]


async def test_an_order_made_while_the_list_is_searched_is_no_missing_row(connect: Connect) -> None:
    vendor = await connect(LogicTrade, changing(stand_in(250), stand_in(251), calls=2))

    assert await by_number(vendor, "V99999999") == []


# ---------------------------------------------------------------- pages that are shorter than asked for


async def test_a_short_page_is_not_the_last_where_the_total_says_more(connect: Connect) -> None:
    vendor = await connect(LogicTrade, capped(120))

    first, second = [await vendor.order_page(ListAsk(offset, 100)) for offset in (0, 100)]

    assert (len(first.rows), first.total, first.is_last) == (50, 120, False)
    assert second.is_last


async def test_a_number_among_rows_that_were_not_sent_is_a_bad_response(connect: Connect) -> None:
    far_end = capped(120)
    *_, last = far_end.erp.store.orders.values()
    vendor = await connect(LogicTrade, far_end)

    with pytest.raises(BadResponse, match="sent 100 of the 120 rows"):
        await by_number(vendor, last["number"])

    assert await by_number(vendor, "V24000001")


async def test_invoices_among_rows_that_were_not_sent_can_not_be_told(connect: Connect) -> None:
    far_end = capped(300)
    vendor = await connect(LogicTrade, far_end)

    assert len(far_end.erp.store.invoices) > 100
    assert await vendor.invoices([relation(5)], {}) == [None]
