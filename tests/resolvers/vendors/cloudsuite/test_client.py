"""What CloudSuite is asked for orders, and what comes back, over its stand-in."""

import pytest

from resolvers.errors import BadResponse, Unauthenticated, Unavailable
from resolvers.vendors.cloudsuite import CloudSuite
from resolvers.vendors.cloudsuite.sandbox import stand_in
from resolvers.vendors.listing import ListAsk, OrderFilter
from resolvers.vendors.stand_in import SECRET, Faults
from schema.address import Address
from schema.customer import Customer
from schema.link import Ref
from schema.order import Order
from schema.status import OrderStatus
from schema.user import User
from tests.conftest import Connect
from tests.resolvers.vendors.cloudsuite.said import asked, numbered, page
from tests.resolvers.vendors.finding import by_external_number

pytestmark = pytest.mark.anyio

LIST = "/api/order/"


# -------------------------------------------------------------------- one order


async def test_an_order_costs_one_call_without_a_slash_at_the_end(connect: Connect):
    far_end = stand_in(orders=1)
    shop = await connect(CloudSuite, far_end)

    order = await shop.order("27")

    assert asked(far_end) == [("/api/order/27", {})]
    assert (order.number, order.external_number) == ("CS26", "ERP1")


async def test_an_order_that_is_not_there_is_none(connect: Connect):
    far_end = stand_in(orders=1)
    shop = await connect(CloudSuite, far_end)

    assert await shop.order("28") is None
    assert far_end.calls() == 1


@pytest.mark.parametrize("vendor_id", ["", "..", "CS26", "2 7", "27/", "-1", "²", "9" * 19])
async def test_an_id_of_another_shape_is_none_without_a_call(connect: Connect, vendor_id: str):
    far_end = stand_in(orders=1)
    shop = await connect(CloudSuite, far_end)

    assert await shop.order(vendor_id) is None
    assert await shop.customer(Ref(Customer, "shop", vendor_id)) is None
    assert await shop.user(Ref(User, "shop", vendor_id)) is None
    assert await shop.address(Ref(Address, "shop", vendor_id, "CLOUDSUITE", "123456789-D")) is None
    assert far_end.calls() == 0


# -------------------------------------------------------------------- the list


async def test_trap_50_the_list_is_asked_with_a_slash_at_the_end_by_limit_and_offset(connect: Connect):
    far_end = stand_in()
    shop = await connect(CloudSuite, far_end)

    read = await shop.order_page(ListAsk(20, 10, {"state": "done"}))

    assert asked(far_end) == [page(10, 20, state="done")]
    assert {row.thing.status for row in read.rows} == {OrderStatus.COMPLETED}


async def test_a_page_is_never_asked_to_be_longer_than_they_give(connect: Connect):
    far_end = stand_in()
    shop = await connect(CloudSuite, far_end)

    read = await shop.order_page(ListAsk(0, 500))

    assert asked(far_end) == [page(100, 0)]
    assert (len(read.rows), read.total, read.is_last) == (100, 120, False)


@pytest.mark.parametrize("orders", [0, 1, 99, 100, 101, 200])
async def test_the_list_is_read_to_its_end_and_no_further(connect: Connect, orders: int):
    far_end = stand_in(orders=200)
    for kept in far_end.store.orders[orders:]:
        far_end.store.remove(kept.record["id"])
    shop = await connect(CloudSuite, far_end)

    offset, is_last, ids = 0, False, []
    while not is_last:
        read = await shop.order_page(ListAsk(offset, 100))
        ids += [row.thing.vendor_id for row in read.rows]
        offset, is_last = offset + len(read.rows), read.is_last

    assert ids == [str(kept.record["id"]) for kept in far_end.store.orders]
    assert far_end.calls() == max(1, -(-orders // 100))


async def test_a_row_is_part_of_an_order_in_the_version_of_its_last_change(connect: Connect):
    shop = await connect(CloudSuite, stand_in(orders=1))

    (row,) = (await shop.order_page(ListAsk(0, 1))).rows

    assert (row.whole, row.version) == (False, "2020-10-26T14:57:14.772521")


async def test_trap_51_offline_orders_are_in_the_list(connect: Connect):
    far_end = stand_in()
    shop = await connect(CloudSuite, far_end)

    read = await shop.order_page(ListAsk(0, 100))

    assert read.total == 120
    assert all("offline" not in params for _, params in asked(far_end))


async def test_the_asks_of_a_filter_bring_each_order_that_matches_once(connect: Connect):
    far_end = stand_in()
    shop = await connect(CloudSuite, far_end)
    told = shop.narrow(OrderFilter(statuses=frozenset({OrderStatus.DRAFT, OrderStatus.CONFIRMED})))

    ids = [row.thing.vendor_id for ask in told.asks for row in (await shop.order_page(ListAsk(0, 100, ask))).rows]

    wanted = ("draft", "quotation", "confirmed")
    assert sorted(ids) == sorted(
        str(kept.record["id"]) for kept in far_end.store.orders if kept.record["state"] in wanted
    )


async def test_configured_status_words_are_read_and_asked_for(connect: Connect):
    far_end = stand_in(orders=3)
    numbered(far_end, state="Verzonden")
    shop = await connect(CloudSuite, far_end, status={"Verzonden": "SHIPPED"})

    (ask,) = shop.narrow(OrderFilter(statuses=frozenset({OrderStatus.SHIPPED}))).asks
    (row,) = (await shop.order_page(ListAsk(0, 100, ask))).rows

    assert (row.thing.status, row.thing.vendor_status) == (OrderStatus.SHIPPED, "Verzonden")


# -------------------------------------------------------------------- access and failures


async def test_the_token_scheme_is_taken_where_configured(connect: Connect):
    far_end = stand_in(orders=1)
    shop = await connect(CloudSuite, far_end, auth="token")

    assert await shop.order("27")
    assert far_end.requests[0].headers["authorization"] == f"Token {SECRET}"


async def test_a_missing_secret_is_unauthenticated(connect: Connect):
    shop = await connect(CloudSuite, stand_in(orders=1), secret="")

    with pytest.raises(Unauthenticated):
        await shop.order("27")


async def test_a_list_that_is_not_there_is_a_bad_response_and_not_an_empty_one(connect: Connect):
    far_end = stand_in(orders=1)
    far_end.faults = Faults(status=404)
    shop = await connect(CloudSuite, far_end)

    with pytest.raises(BadResponse):
        await shop.order_page(ListAsk(0, 10))


async def test_a_failing_page_fails_the_scan_and_is_not_left_out(connect: Connect):
    far_end = stand_in()
    shop = await connect(CloudSuite, far_end)
    far_end.faults = Faults(status=500, paths=LIST, times=1)

    with pytest.raises(Unavailable):
        await by_external_number(shop, "ERP1")


def test_what_is_absent_and_what_a_row_fills_have_nothing_in_common():
    assert not CloudSuite.absent_order_fields & (CloudSuite.row_order_fields or frozenset())


async def test_no_order_fills_a_field_that_is_said_to_be_absent(connect: Connect):
    far_end = stand_in()
    shop = await connect(CloudSuite, far_end)
    orders: list[Order] = [await shop.order(str(kept.record["id"])) for kept in far_end.store.orders]

    absent = ("stock_status", "delivery_status", "invoice_status", "origin", "outstanding_amount", "note", "payments")
    assert {getattr(order, name) for order in orders for name in absent} == {None}
