"""What LogicTrade is asked, and what comes of it, over its stand-in."""

from typing import Any

import pytest

from resolvers.errors import BadResponse, Unauthenticated
from resolvers.vendors.listing import ListAsk, Narrowed, OrderFilter
from resolvers.vendors.logictrade import LogicTrade
from resolvers.vendors.logictrade.sandbox import LogicTradeStandIn, stand_in
from resolvers.vendors.places import taken
from resolvers.vendors.stand_in import SECRET, Faults
from schema.customer import Customer
from schema.link import Ref
from schema.status import OrderStatus
from tests.conftest import Connect

pytestmark = pytest.mark.anyio

ORDERS, CUSTOMERS = "/rest/v1/orders", "/rest/v1/customers"
BOTH = pytest.mark.parametrize("envelope", ["bare", "object"])


async def erp(connect: Connect, far_end: LogicTradeStandIn, **config: Any) -> LogicTrade:
    vendor: LogicTrade = await connect(LogicTrade, far_end, **config)
    return vendor


# ---------------------------------------------------------------- one order, one customer, one invoice


async def test_an_order_is_asked_for_by_its_path_with_the_api_key(connect: Connect) -> None:
    far_end = stand_in()
    vendor = await erp(connect, far_end)

    order = await vendor.order("4")

    assert order is not None
    assert order.number == "V24000001"
    assert far_end.asked == {f"{ORDERS}/4": 1}
    assert far_end.requests[0].headers["api-key"] == SECRET


async def test_what_is_not_there_is_none(connect: Connect) -> None:
    vendor = await erp(connect, stand_in())

    assert await vendor.order("999999") is None
    assert await vendor.customer(Ref(Customer, "shop", "999999")) is None
    assert await vendor.invoice("999999") is None


@pytest.mark.parametrize("vendor_id", ["V24000001", "", "4/lines", "..", "-4"])
async def test_an_id_of_another_shape_is_none_without_a_call(connect: Connect, vendor_id: str) -> None:
    far_end = stand_in()
    vendor = await erp(connect, far_end)

    assert await vendor.order(vendor_id) is None
    assert await vendor.customer(Ref(Customer, "shop", vendor_id)) is None
    assert await vendor.invoice(vendor_id) is None
    assert far_end.calls() == 0


async def test_a_customer_is_as_its_orders_hold_it(connect: Connect) -> None:
    far_end = stand_in()
    vendor = await erp(connect, far_end)
    order = await vendor.order("20")
    assert order is not None
    assert isinstance(order.customer_link, Customer)

    customer = await vendor.customer(Ref(Customer, "shop", order.customer_link.vendor_id))

    assert customer is not None
    assert (customer.id, customer.name, customer.email) == (
        order.customer_link.id,
        order.customer_link.name,
        order.customer_link.email,
    )
    assert far_end.asked[f"{CUSTOMERS}/{customer.vendor_id}"] == 1


async def test_an_invoice_points_at_its_order(connect: Connect) -> None:
    far_end = stand_in()
    vendor = await erp(connect, far_end)

    invoice = await vendor.invoice("1")

    assert invoice is not None
    assert isinstance(invoice.order_link, Ref)
    assert invoice.order_link.vendor_id == str(far_end.store.invoices[1]["order"]["id"])


async def test_a_wrong_key_is_refused(connect: Connect) -> None:
    vendor = await erp(connect, stand_in(), secret="wrong")

    with pytest.raises(Unauthenticated):
        await vendor.order("4")


async def test_no_key_at_all_is_refused(connect: Connect) -> None:
    vendor = await erp(connect, stand_in(), secret="")

    with pytest.raises(Unauthenticated):
        await vendor.order_page(ListAsk(0, 10))


# ---------------------------------------------------------------- lists


@BOTH
async def test_a_page_is_asked_for_by_its_number_and_size(connect: Connect, envelope: Any) -> None:
    far_end = stand_in(envelope=envelope)
    vendor = await erp(connect, far_end)

    page = await vendor.order_page(ListAsk(offset=40, limit=20))

    assert dict(far_end.requests[0].params) == {"page": "3", "pageSize": "20"}
    assert [row.thing.vendor_id for row in page.rows] == [str(order_id) for order_id in range(44, 64)]


@BOTH
@pytest.mark.parametrize(("orders", "last"), [(119, [False, True]), (120, [False, False]), (121, [False, False])])
async def test_the_last_page_is_known_by_the_total_else_by_being_short(
    connect: Connect, envelope: Any, orders: int, last: list[bool]
) -> None:
    vendor = await erp(connect, stand_in(orders, envelope))

    pages = [await vendor.order_page(ListAsk(offset, 60)) for offset in (0, 60)]

    by_total = [False, orders <= 120]
    assert [page.is_last for page in pages] == (by_total if envelope == "object" else last)


async def test_a_list_that_counts_tells_its_total_and_one_that_does_not_none(connect: Connect) -> None:
    counting, bare = await erp(connect, stand_in()), await erp(connect, stand_in(envelope="bare"))

    assert (await counting.order_page(ListAsk(0, 10))).total == 120
    assert (await bare.order_page(ListAsk(0, 10))).total is None


async def test_a_row_is_a_whole_order(connect: Connect) -> None:
    vendor = await erp(connect, stand_in())

    row = (await vendor.order_page(ListAsk(0, 1))).rows[0]

    assert row.whole
    assert row.thing == await vendor.order(row.thing.vendor_id)


async def test_customers_are_listed_by_pages(connect: Connect) -> None:
    far_end = stand_in()
    vendor = await erp(connect, far_end)

    page = await vendor.customer_page(ListAsk(10, 10))

    assert len(page.rows) == 10
    assert page.total == len(far_end.store.customers)
    assert (far_end.requests[0].path, far_end.requests[0].params["page"]) == (CUSTOMERS, "2")


async def test_a_list_that_is_none_is_a_bad_response(connect: Connect) -> None:
    far_end = stand_in()
    far_end.faults = Faults(body='{"message": "maintenance"}')
    vendor = await erp(connect, far_end)

    with pytest.raises(BadResponse):
        await vendor.order_page(ListAsk(0, 10))

    assert vendor.upstream.traffic.unreadable == 1


async def test_only_a_status_that_no_word_stands_for_is_surely_empty(connect: Connect) -> None:
    vendor = await erp(connect, stand_in())

    assert vendor.narrow(OrderFilter(statuses=frozenset({OrderStatus.SHIPPED}))) == Narrowed(asks=())
    assert vendor.narrow(OrderFilter(statuses=frozenset({OrderStatus.DRAFT}))) == Narrowed()
    assert vendor.narrow(OrderFilter(statuses=frozenset({OrderStatus.UNKNOWN}))) == Narrowed()
    assert vendor.narrow(OrderFilter(number="V24000001")) == Narrowed()


async def test_a_configured_word_makes_its_status_possible(connect: Connect) -> None:
    vendor = await erp(connect, stand_in(), status={"In productie": "PROCESSING"})

    assert vendor.narrow(OrderFilter(statuses=frozenset({OrderStatus.PROCESSING}))) == Narrowed()


async def test_many_numbers_of_either_kind_cost_one_reading_of_the_list(connect: Connect) -> None:
    far_end = stand_in(orders=250)
    vendor = await erp(connect, far_end)
    orders = [order for order in far_end.store.orders.values() if order["externNumber"]][::20]

    for find, name in ((vendor.orders_by_numbers, "number"), (vendor.orders_by_external_numbers, "externNumber")):
        far_end.forget()
        found = await find([order[name] for order in orders])

        matches = [[order.vendor_id for order in taken(each)] for each in found]
        assert matches == [[str(order["id"])] for order in orders]
        assert far_end.asked == {ORDERS: 3}
