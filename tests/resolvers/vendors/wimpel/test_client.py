"""What Wimpel is asked, and what comes back, over its stand-in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.errors import BadResponse, Unauthenticated, Unsupported
from resolvers.vendors.listing import ListAsk
from resolvers.vendors.stand_in import Faults
from resolvers.vendors.wimpel import Wimpel, sandbox
from resolvers.vendors.wimpel.client import NEARBY, PAGE, windows
from schema.customer import Customer
from schema.link import Ref
from schema.order import Order
from schema.status import OrderStatus
from tests.conftest import Connect
from tests.resolvers.vendors.finding import by_number
from tests.resolvers.vendors.wimpel.said import asked

pytestmark = pytest.mark.anyio

DOCUMENTED = "clxboom000000106021"


async def test_an_order_costs_one_call_and_has_all_relations(connect: Connect):
    far_end = sandbox.stand_in()
    wimpel = await connect(Wimpel, far_end)

    order = await wimpel.order(DOCUMENTED)

    assert asked(far_end) == [(f"/v1/orders/{DOCUMENTED}", {})]
    assert (order.number, order.shipments_link, order.invoices_link) == ("SO-106021", [], [])


async def test_an_order_that_is_not_there_is_none(connect: Connect):
    far_end = sandbox.stand_in(orders=1)
    wimpel = await connect(Wimpel, far_end)

    assert await wimpel.order("clxnothere") is None
    assert far_end.calls() == 1


@pytest.mark.parametrize("vendor_id", ["", ".", "..", "clx/1", "a b", "é", "x" * 65])
async def test_an_id_of_another_shape_is_none_without_a_call(connect: Connect, vendor_id: str):
    far_end = sandbox.stand_in(orders=1)
    wimpel = await connect(Wimpel, far_end)

    assert await wimpel.order(vendor_id) is None
    assert await wimpel.customer(Ref(Customer, "shop", vendor_id)) is None
    assert far_end.calls() == 0


async def test_an_empty_answer_is_a_bad_response_not_an_order(connect: Connect):
    far_end = sandbox.stand_in(orders=1)
    far_end.faults = Faults(body="")
    wimpel = await connect(Wimpel, far_end)

    with pytest.raises(BadResponse):
        await wimpel.order(DOCUMENTED)


async def test_a_wrong_secret_is_the_gateways_fault(connect: Connect):
    wimpel = await connect(Wimpel, sandbox.stand_in(orders=1), secret="another")

    with pytest.raises(Unauthenticated):
        await wimpel.order(DOCUMENTED)


@pytest.mark.parametrize("secret", ["", "another"])
async def test_a_list_needs_the_secret_too(connect: Connect, secret: str):
    wimpel = await connect(Wimpel, sandbox.stand_in(orders=1), secret=secret)

    with pytest.raises(Unauthenticated):
        await wimpel.order_page(ListAsk(0, 10))


async def test_an_order_is_changed_and_gone_when_it_is_so_upstream(connect: Connect):
    far_end = sandbox.stand_in()
    wimpel = await connect(Wimpel, far_end)

    far_end.store.by_id[DOCUMENTED]["status"] = "delivered"
    changed = await wimpel.order(DOCUMENTED)
    far_end.store.delete(DOCUMENTED)

    assert isinstance(changed, Order)
    assert changed.status is OrderStatus.DELIVERED
    assert await wimpel.order(DOCUMENTED) is None


async def test_the_customer_is_found_by_the_orders_reference(connect: Connect):
    far_end = sandbox.stand_in()
    wimpel = await connect(Wimpel, far_end)
    order = await wimpel.order(DOCUMENTED)

    customer = await wimpel.customer(order.customer_link)

    assert (customer.name, customer.number) == ("Lyceum De Basis", "K10001")
    assert customer.id == order.customer_id
    assert far_end.asked[f"/v1/customers/{customer.vendor_id}"] == 1


async def test_a_customer_that_is_not_there_is_none(connect: Connect):
    wimpel = await connect(Wimpel, sandbox.stand_in(orders=1))

    assert await wimpel.customer(Ref(Customer, "shop", "clxnothere")) is None


async def test_customers_are_listed_by_take_and_skip(connect: Connect):
    far_end = sandbox.stand_in(customers=25)
    wimpel = await connect(Wimpel, far_end)

    page = await wimpel.customer_page(ListAsk(20, 10))

    assert [row.thing.number for row in page.rows] == [f"K{number}" for number in range(10021, 10026)]
    assert (page.total, page.is_last) == (None, True)
    assert asked(far_end) == [("/v1/customers", {"take": "10", "skip": "20"})]


async def test_all_customers_of_a_number_are_found(connect: Connect):
    far_end = sandbox.stand_in(customers=130)
    first, *_, last = far_end.store.customers.values()
    last["number"] = first["number"]
    wimpel = await connect(Wimpel, far_end)

    customers = await wimpel.customers_by_number(first["number"])

    assert [customer.vendor_id for customer in customers] == [first["id"], last["id"]]
    assert far_end.calls() == 2


async def test_a_customer_found_within_the_scan_limit_is_answered(connect: Connect):
    wimpel = await connect(Wimpel, sandbox.stand_in(customers=130), scan_limit=50)

    assert len(await wimpel.customers_by_number("K10001")) == 1
    with pytest.raises(Unsupported):
        await wimpel.customers_by_number("K10099")


async def test_many_orders_of_one_page_cost_its_reading_and_one_more_with_relations(connect: Connect):
    far_end = sandbox.stand_in(orders=90)
    wimpel = await connect(Wimpel, far_end)
    numbers = [order["number"] for order in far_end.store.page(0, 90)][::7]
    far_end.forget()

    found = await wimpel.orders_by_numbers([*numbers, numbers[0]])

    assert [[order.number for order in orders] for orders in found] == [[number] for number in (*numbers, numbers[0])]
    assert all(order.lines and order.order_date for orders in found for order in orders)
    assert asked(far_end) == [
        ("/v1/orders", {"take": "100", "skip": "0"}),
        ("/v1/orders", {"take": "90", "skip": "0", "include": "lines,customer,shipments,invoices"}),
    ]


async def test_an_order_alone_lacks_what_only_a_list_tells(connect: Connect):
    """Trap 27."""
    far_end = sandbox.stand_in()
    wimpel = await connect(Wimpel, far_end)

    alone, (found,) = await wimpel.order(DOCUMENTED), await by_number(wimpel, "SO-106021")

    assert (alone.order_date, alone.ordered_at, alone.reference, alone.origin) == (None, None, None, None)
    assert None not in (found.order_date, found.ordered_at, found.reference, found.origin)


@given(st.sets(st.integers(0, 2000), max_size=60))
def test_the_windows_hold_every_place_and_what_is_behind_it_within_a_page(places: set[int]):
    read = list(windows(places))

    assert all(any(skip <= place and place + NEARBY < skip + take for skip, take in read) for place in places)
    assert all(take <= PAGE for _, take in read)
    assert len(read) <= len(places)
