"""How CloudSuite's references are followed: one hop, two, or many at once."""

from typing import Any

import pytest

from resolvers.errors import BadResponse, BadUserInput, Unavailable
from resolvers.vendors.cloudsuite import CloudSuite
from resolvers.vendors.cloudsuite.sandbox import Shop, stand_in
from resolvers.vendors.listing import ListAsk
from resolvers.vendors.stand_in import Faults
from schema.address import Address, OriginKey
from schema.customer import Customer
from schema.link import Ref
from schema.user import User
from tests.conftest import Connect
from tests.resolvers.vendors.cloudsuite.said import asked

pytestmark = pytest.mark.anyio

KEY = "123456789-D"
BY_KEY = f"/api/origin/CLOUDSUITE/address/{KEY}"
INACTIVE = {"inactive": "true"}
ADDRESS = Ref(Address, "shop", "4", "CLOUDSUITE", KEY)
BARE = Ref(Address, "shop", "4")
NOWHERE = Ref(Address, "shop", "999", "CLOUDSUITE", "no-such-key")


def thin(far_end: Shop, noun: str, vendor_id: int) -> None:
    far_end.store.things[noun].by_id[vendor_id].is_thin = True


def addresses(*ids: int) -> list[Ref[Address]]:
    return [Ref(Address, "shop", str(vendor_id)) for vendor_id in ids]


def ids_of(found: list[Any]) -> list[str | None]:
    return [thing and thing.vendor_id for thing in found]


# -------------------------------------------------------------------- one by one


async def test_trap_21_a_reference_costs_one_call_where_the_first_hop_tells_all(connect: Connect):
    far_end = stand_in(orders=1)
    shop = await connect(CloudSuite, far_end)

    address = await shop.address(ADDRESS)

    assert asked(far_end) == [("/api/address/4", INACTIVE)]
    assert address.origin_key == OriginKey(origin="CLOUDSUITE", key=KEY)
    assert address.city


async def test_trap_21_a_thin_answers_key_is_the_way_to_the_rest(connect: Connect):
    far_end = stand_in(orders=1)
    thin(far_end, "address", 4)
    shop = await connect(CloudSuite, far_end)

    address = await shop.address(BARE)

    assert asked(far_end) == [("/api/address/4", INACTIVE), (BY_KEY, INACTIVE)]
    assert address.vendor_id == "4"
    assert address.city


@pytest.mark.parametrize(
    ("noun", "ref", "key"),
    [
        ("customer", Ref(Customer, "shop", "54"), "C123456"),
        ("user", Ref(User, "shop", "14"), None),
    ],
)
async def test_customers_and_users_may_be_thin_too(connect: Connect, noun: str, ref: Ref[Any], key: str | None):
    far_end = stand_in(orders=1)
    thin(far_end, noun, int(ref.vendor_id))
    shop = await connect(CloudSuite, far_end)

    thing = await getattr(shop, noun)(ref)

    key = key or far_end.store.things[noun].by_id[int(ref.vendor_id)].record["key"]
    assert list(far_end.asked) == [f"/api/{noun}/{ref.vendor_id}", f"/api/origin/CLOUDSUITE/{noun}/{key}"]
    assert thing.name


async def test_a_reference_that_is_not_there_by_id_is_tried_by_the_orders_key(connect: Connect):
    far_end = stand_in(orders=1)
    del far_end.store.things["address"].by_id[4]
    shop = await connect(CloudSuite, far_end)

    address = await shop.address(ADDRESS)

    assert asked(far_end) == [("/api/address/4", INACTIVE), (BY_KEY, INACTIVE)]
    assert address.city


async def test_a_reference_that_is_not_there_by_id_and_has_no_key_is_none_after_one_call(connect: Connect):
    far_end = stand_in(orders=1)
    shop = await connect(CloudSuite, far_end)

    assert await shop.user(Ref(User, "shop", "999")) is None
    assert asked(far_end) == [("/api/user/999", INACTIVE)]


async def test_a_reference_that_dangles_on_every_hop_is_none(connect: Connect):
    far_end = stand_in(orders=1)
    shop = await connect(CloudSuite, far_end)

    assert await shop.address(NOWHERE) is None
    assert far_end.calls() == 2


async def test_a_thin_answer_whose_key_leads_nowhere_is_all_there_is(connect: Connect):
    far_end = stand_in(orders=1)
    thin(far_end, "address", 4)
    far_end.store.things["address"].by_key.clear()
    shop = await connect(CloudSuite, far_end)

    address = await shop.address(BARE)

    assert (address.vendor_id, address.origin_key.key, address.city) == ("4", KEY, None)


async def test_a_second_hop_that_fails_is_an_error_and_not_a_thin_address(connect: Connect):
    far_end = stand_in(orders=1)
    thin(far_end, "address", 4)
    far_end.faults = Faults(status=503, paths="/api/origin/")
    shop = await connect(CloudSuite, far_end)

    with pytest.raises(Unavailable):
        await shop.address(BARE)


async def test_an_address_out_of_use_is_found(connect: Connect):
    far_end = stand_in()
    (unused,) = (at for at, thing in far_end.store.things["address"].by_id.items() if not thing.is_active)
    shop = await connect(CloudSuite, far_end)

    assert ids_of([await shop.address(ref) for ref in addresses(unused)]) == [str(unused)]


async def test_a_customer_is_found_by_its_key_elsewhere(connect: Connect):
    far_end = stand_in(orders=1)
    shop = await connect(CloudSuite, far_end)

    customer = await shop.customer_by_origin("CLOUDSUITE", "C123456")

    assert asked(far_end) == [("/api/origin/CLOUDSUITE/customer/C123456", INACTIVE)]
    assert customer.id == "gid://shop/Customer/54"


async def test_a_key_elsewhere_is_one_segment_whatever_it_holds(connect: Connect):
    far_end = stand_in(orders=1)
    shop = await connect(CloudSuite, far_end)

    assert await shop.customer_by_origin("CLOUDSUITE", "../customer/C123456") is None
    with pytest.raises(BadUserInput):
        await shop.customer_by_origin("..", "C123456")
    assert list(far_end.asked) == ["/api/origin/CLOUDSUITE/customer/../customer/C123456"]


# -------------------------------------------------------------------- many at once


async def test_nothing_is_looked_up_in_bulk_unless_the_configuration_says_that_it_works(connect: Connect):
    shop, told = [await connect(CloudSuite, stand_in(orders=1), bulk_lookup=word) for word in ("", "id__in")]

    assert (shop.bulk_size, told.bulk_size) == (0, 50)


async def test_many_are_looked_up_in_one_call_and_come_in_their_references_order(connect: Connect):
    far_end = stand_in(thin=0)
    shop = await connect(CloudSuite, far_end, bulk_lookup="id__in")

    found = await shop.in_bulk(addresses(9, 4, 7))

    assert asked(far_end) == [("/api/address/", {"id__in": "9,4,7", "limit": "3", **INACTIVE})]
    assert ids_of(found) == ["9", "4", "7"]


@pytest.mark.parametrize(("kind", "noun", "vendor_id"), [(Customer, "customer", "54"), (User, "user", "14")])
async def test_each_kind_is_looked_up_in_its_own_list(connect: Connect, kind: type[Any], noun: str, vendor_id: str):
    far_end = stand_in(orders=1)
    shop = await connect(CloudSuite, far_end, bulk_lookup="id__in")

    (found,) = await shop.in_bulk([Ref(kind, "shop", vendor_id)])

    assert list(far_end.asked) == [f"/api/{noun}/"]
    assert isinstance(found, kind)


async def test_a_thin_row_takes_the_second_hop(connect: Connect):
    far_end = stand_in(thin=0)
    thin(far_end, "address", 4)
    shop = await connect(CloudSuite, far_end, bulk_lookup="id__in")

    found = await shop.in_bulk(addresses(4, 5))

    assert list(far_end.asked) == ["/api/address/", BY_KEY]
    assert all(address.city for address in found)


async def test_what_dangles_is_none_in_its_own_place(connect: Connect):
    far_end = stand_in(thin=0)
    shop = await connect(CloudSuite, far_end, bulk_lookup="id__in")

    assert ids_of(await shop.in_bulk([*addresses(4, 999), Ref(Address, "shop", ".."), *addresses(5)])) == [
        "4",
        None,
        None,
        "5",
    ]
    assert far_end.calls() == 1


async def test_what_is_missing_from_a_full_answer_is_tried_by_the_orders_key(connect: Connect):
    far_end = stand_in(thin=0)
    del far_end.store.things["address"].by_id[4]
    shop = await connect(CloudSuite, far_end, bulk_lookup="id__in")

    found = await shop.in_bulk([ADDRESS, *addresses(5)])

    assert list(far_end.asked) == ["/api/address/", BY_KEY]
    assert ids_of(found) == ["4", "5"]


async def test_what_a_cut_short_answer_leaves_out_is_looked_up_singly(connect: Connect):
    far_end = stand_in(thin=0)
    far_end.faults = Faults(body='{"count": 2, "next": "more", "results": [{"id": 4, "city": "Ede"}]}', times=1)
    shop = await connect(CloudSuite, far_end, bulk_lookup="id__in")

    found = await shop.in_bulk(addresses(4, 5))

    assert list(far_end.asked) == ["/api/address/", "/api/address/5"]
    assert ids_of(found) == ["4", "5"]


async def test_references_without_a_shape_cost_no_call(connect: Connect):
    far_end = stand_in(orders=1)
    shop = await connect(CloudSuite, far_end, bulk_lookup="id__in")

    assert await shop.in_bulk([Ref(Address, "shop", "..")]) == [None]
    assert far_end.calls() == 0


async def test_a_second_hop_that_fails_fails_its_own_place_alone(connect: Connect):
    far_end = stand_in(orders=1)
    thin(far_end, "address", 4)
    far_end.faults = Faults(status=500, paths="/api/origin/")
    shop = await connect(CloudSuite, far_end, bulk_lookup="id__in")

    failed, found = await shop.in_bulk(addresses(4, 5))

    assert isinstance(failed, Unavailable)
    assert found.vendor_id == "5"


# -------------------------------------------------------------------- the reference query


async def test_fifty_orders_with_all_they_point_at_cost_one_hundred_and_fifty_one_calls(connect: Connect):
    far_end = stand_in(orders=50, customers=20, users=20, addresses=60, thin=0, dangling=0)
    shop = await connect(CloudSuite, far_end)

    rows = (await shop.order_page(ListAsk(0, 50))).rows
    orders = [await shop.order(row.thing.vendor_id) for row in rows]
    refs = {
        ref
        for order in orders
        for ref in (
            order.customer_link,
            order.user_link,
            order.shipping_address_link,
            order.billing_address_link,
        )
    }
    follow = {Address: shop.address, Customer: shop.customer, User: shop.user}
    found = [await follow[ref.kind](ref) for ref in refs]

    assert len(orders) == 50
    assert len(refs) == 100
    assert None not in found
    assert far_end.calls() == 151


@pytest.mark.parametrize("key", [".", ".."])
async def test_a_key_of_theirs_that_can_not_be_asked_for_is_their_fault_and_not_the_clients(connect: Connect, key: str):
    far_end = stand_in(orders=1)
    far_end.faults = Faults(body=f'{{"id": 4, "origin": "CLOUDSUITE", "key": "{key}"}}')
    shop = await connect(CloudSuite, far_end)

    with pytest.raises(BadResponse):
        await shop.address(BARE)
    assert list(far_end.asked) == ["/api/address/4"]
