"""How CloudSuite's orders are found by what they are called, and what that costs."""

import pytest

from resolvers.errors import Unsupported
from resolvers.vendors.cloudsuite import CloudSuite
from resolvers.vendors.cloudsuite.sandbox import stand_in
from tests.conftest import Connect
from tests.resolvers.vendors.cloudsuite.said import asked, numbered, page
from tests.resolvers.vendors.finding import by_external_number, by_number

pytestmark = pytest.mark.anyio


async def test_an_external_key_stands_behind_ext_as_one_segment(connect: Connect):
    far_end = stand_in(orders=1)
    far_end.store.orders[0].key = "A/1 2:3"
    far_end.store.by_key["A/1 2:3"] = far_end.store.orders[0]
    shop = await connect(CloudSuite, far_end)

    orders = await shop.orders_by_external_key("A/1 2:3")

    assert [order.vendor_id for order in orders] == ["27"]
    assert far_end.asked == {"/api/order/ext:A/1 2:3": 1}


async def test_an_external_key_that_is_nobodys_finds_none(connect: Connect):
    shop = await connect(CloudSuite, stand_in(orders=1))

    assert await shop.orders_by_external_key("../27") == []


async def test_an_empty_external_key_is_nobodys_without_a_call(connect: Connect):
    far_end = stand_in(orders=1)
    shop = await connect(CloudSuite, far_end)

    assert await shop.orders_by_external_key("") == []
    assert far_end.calls() == 0


@pytest.mark.parametrize("key", [".", "..", "a/b"])
async def test_an_external_key_is_one_path_segment_whatever_it_holds(connect: Connect, key: str):
    far_end = stand_in(orders=1)
    shop = await connect(CloudSuite, far_end)

    assert await shop.orders_by_external_key(key) == []
    assert list(far_end.asked) == [f"/api/order/ext:{key}"]


# -------------------------------------------------------------------- orders by their numbers


async def test_an_order_is_found_by_its_number_and_then_read_whole(connect: Connect):
    far_end = stand_in()
    shop = await connect(CloudSuite, far_end)

    orders = await by_number(shop, "CS40")

    assert asked(far_end) == [page(100, 0, reference="CS40"), ("/api/order/41", {})]
    assert [(order.number, order.line_count is None) for order in orders] == [("CS40", False)]


async def test_all_orders_of_one_number_are_found(connect: Connect):
    far_end = stand_in()
    last = numbered(far_end, reference="CS26", webshop=2)
    shop = await connect(CloudSuite, far_end)

    assert [order.vendor_id for order in await by_number(shop, "CS26")] == ["27", *last]


async def test_an_order_is_found_by_its_erp_number_by_reading_the_list(connect: Connect):
    far_end = stand_in()
    shop = await connect(CloudSuite, far_end)

    orders = await by_external_number(shop, "ERP1")

    assert asked(far_end) == [page(100, 0), page(100, 100), ("/api/order/27", {})]
    assert [order.vendor_id for order in orders] == ["27"]


async def test_all_orders_of_one_erp_number_are_found(connect: Connect):
    far_end = stand_in()
    last = numbered(far_end, erp_order_number="ERP1")
    shop = await connect(CloudSuite, far_end)

    assert [order.vendor_id for order in await by_external_number(shop, "ERP1")] == ["27", *last]


async def test_an_order_whose_row_comes_twice_is_found_once(connect: Connect):
    far_end = stand_in()
    far_end.store.orders.append(far_end.store.orders[0])
    shop = await connect(CloudSuite, far_end)

    assert [order.vendor_id for order in await by_external_number(shop, "ERP1")] == ["27"]
    assert far_end.asked["/api/order/27"] == 1


async def test_an_erp_number_that_is_nobodys_finds_none(connect: Connect):
    shop = await connect(CloudSuite, stand_in())

    assert await by_external_number(shop, "ERP2") == []


async def test_beyond_the_scan_limit_the_newest_orders_are_looked_at(connect: Connect):
    far_end = stand_in(orders=500)
    last = numbered(far_end, erp_order_number="ERP2")
    shop = await connect(CloudSuite, far_end, scan_limit=250)

    orders = await by_external_number(shop, "ERP2")

    assert asked(far_end)[:-1] == [page(100, 0), page(100, 350), page(100, 450)]
    assert [order.vendor_id for order in orders] == last


@pytest.mark.parametrize("scan_limit", [1, 50, 100, 119])
async def test_finding_nothing_in_a_part_of_the_list_is_not_told_as_nothing_there(connect: Connect, scan_limit: int):
    shop = await connect(CloudSuite, stand_in(orders=120), scan_limit=scan_limit)

    with pytest.raises(Unsupported, match=f"external number among more than {scan_limit}"):
        await by_external_number(shop, "ERP2")


@pytest.mark.parametrize("number", ["", " ", " CS26"])
async def test_a_number_that_no_order_can_have_costs_no_call(connect: Connect, number: str):
    far_end = stand_in(orders=1)
    shop = await connect(CloudSuite, far_end)

    assert await by_number(shop, number) == await by_external_number(shop, number) == []
    assert far_end.calls() == 0


async def test_many_external_numbers_cost_one_reading_of_the_list_and_one_call_for_each_order(connect: Connect):
    far_end = stand_in(orders=150)
    shop = await connect(CloudSuite, far_end)
    orders = [kept.record for kept in far_end.store.orders if kept.record["erp_order_number"]][::4]

    found = await shop.orders_by_external_numbers([" ", *(order["erp_order_number"] for order in orders), "nobody's"])

    assert [[order.vendor_id for order in matches] for matches in found] == [
        [],
        *([str(order["id"])] for order in orders),
        [],
    ]
    assert far_end.asked == {"/api/order/": 2, **{f"/api/order/{order['id']}": 1 for order in orders}}
