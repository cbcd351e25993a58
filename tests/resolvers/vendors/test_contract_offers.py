"""What every vendor offers, and what it shows of itself while it is asked."""

from collections.abc import Awaitable, Callable
from functools import partial

import pytest

from resolvers.errors import Unsupported
from resolvers.vendors.base import Vendor
from resolvers.vendors.config import HeaderAuth
from resolvers.vendors.listing import ListAsk
from resolvers.vendors.stand_in import SECRET
from schema.address import Address
from schema.backend import Operation
from schema.customer import Customer
from schema.invoice import Invoice
from schema.link import Gid, Ref, Relation, parse_gid
from schema.order import Order
from schema.shipment import Shipment
from schema.user import User
from tests.resolvers.vendors.finding import by_external_number, by_number
from tests.resolvers.vendors.shop import ORDER_FIELDS, Question, Shop, agree, value

pytestmark = pytest.mark.anyio

NOT_THERE = "999999999"


async def test_every_call_carries_the_credential_in_its_header_and_nowhere_else(shop: Shop) -> None:
    for question in (await shop.questions()).values():
        await question()

    scheme = type(shop.vendor).default_auth
    header = scheme.header.lower() if isinstance(scheme, HeaderAuth) else "authorization"
    for asked in shop.far_end.requests:
        carrying = [name for name, text in asked.headers.items() if SECRET in text]
        assert carrying == [header]
        assert SECRET not in f"{asked.path} {asked.params} {asked.body!r}"
        assert asked.headers["host"] == "vendor.test"


async def test_reading_never_changes_anything(shop: Shop) -> None:
    for question in (await shop.questions()).values():
        await question()

    assert {asked.method for asked in shop.far_end.requests} == {"GET"}


async def test_what_is_offered_is_done_and_what_is_not_is_refused_without_a_call(shop: Shop) -> None:
    order = await shop.telling()

    for operation, ask in _operations(shop.vendor, order).items():
        shop.far_end.forget()
        if shop.can(operation):
            found = await ask()
            assert shop.far_end.calls() > 0 or _is_known_by_id_alone(found), operation
        else:
            with pytest.raises(Unsupported):
                await ask()
            assert shop.far_end.calls() == 0, operation


async def test_an_order_is_found_by_what_it_is_called(shop: Shop) -> None:
    vendor, orders = shop.vendor, await shop.orders()

    for order in orders[:: len(orders) // 8]:
        for operation, name, find in (
            (Operation.ORDER_BY_NUMBER, order.number, partial(by_number, vendor)),
            (Operation.ORDER_BY_EXTERNAL_NUMBER, order.external_number, partial(by_external_number, vendor)),
        ):
            if name and shop.can(operation):
                assert order.id in {found.id for found in await find(name)}, (operation, name)


async def test_an_order_found_by_its_number_is_the_order_itself(shop: Shop) -> None:
    """Whole, as far as its vendor tells, whichever way it was found."""
    if not shop.can(Operation.ORDER_BY_NUMBER):
        pytest.skip("its document knows no number, or no list")
    order = await shop.telling()

    found = [one for one in await by_number(shop.vendor, order.number or "") if one.id == order.id]

    assert len(found) == 1
    assert agree(order, found[0], strictly=False)


async def test_what_hangs_on_an_order_can_be_asked_for(shop: Shop) -> None:
    """A reference or relation that an order holds has a method that follows it."""
    for name in await shop.questions():
        followed = {"orders": "order_page", "customers": "customer_page"}.get(name, name)
        assert getattr(type(shop.vendor), followed) is not getattr(Vendor, followed)


async def test_what_is_followed_is_there_and_says_whose_it_is(shop: Shop) -> None:
    questions = await shop.questions()

    for name in questions.keys() & {"customer", "user"}:
        found = await questions[name]()
        assert found is not None
        assert parse_gid(found.id) == Gid(shop.vendor.id, name.capitalize(), found.vendor_id)


async def test_what_follows_an_order_points_back_to_it(shop: Shop) -> None:
    order, questions = await shop.telling(), await shop.questions()
    held = [link for link in (order.shipments_link, order.invoices_link) if isinstance(link, list)]
    asked = [(await questions[name]())[0] or [] for name in questions.keys() & {"shipments", "invoices"}]

    for thing in (thing for things in held + asked for thing in things):
        assert isinstance(thing, (Shipment, Invoice))
        assert thing.backend is shop.vendor.backend
        assert thing.order_link == Ref(Order, shop.vendor.id, order.vendor_id)


@pytest.mark.parametrize("read", [Shop.orders, Shop.rows])
async def test_just_the_fields_that_are_declared_to_cost_calls_hold_what_costs_them(
    shop: Shop, read: Callable[[Shop], Awaitable[list[Order]]]
) -> None:
    """A list row of less than an order holds some of them; the order read by its id holds all."""
    kind, orders = type(shop.vendor), await read(shop)
    names = ORDER_FIELDS.keys() - {"linkedOrders"}
    referenced = {name for order in orders for name in names if isinstance(value(order, name), Ref)}
    scanned = {name for order in orders for name in names if isinstance(value(order, name), Relation)}

    is_all = read is Shop.orders
    assert referenced == kind.referenced_order_fields if is_all else referenced <= kind.referenced_order_fields
    assert scanned == kind.scanned_order_fields if is_all else scanned <= kind.scanned_order_fields


async def test_many_are_found_by_number_in_their_order_and_as_one_is(shop: Shop) -> None:
    if not shop.can(Operation.ORDER_BY_NUMBER):
        pytest.skip("its document knows no number, or no list")
    orders = await shop.orders()
    numbers = [order.number or "" for order in orders[:: len(orders) // 4]] + ["nobody's"]

    found = await shop.vendor.orders_by_numbers(numbers)

    assert found == [await by_number(shop.vendor, number) for number in numbers]


def _is_known_by_id_alone(found: object) -> bool:
    return isinstance(found, User) and found == User(id=found.id, backend=found.backend, vendor_id=found.vendor_id)


def _operations(vendor: Vendor, order: Order) -> dict[Operation, Question]:
    """What can be read, asked about things that are there where the order names any."""

    async def pdf() -> None:
        async with vendor.order_pdf(order.vendor_id) as download:
            assert download is not None

    return {
        Operation.ORDER: lambda: vendor.order(order.vendor_id),
        Operation.ORDERS: lambda: vendor.order_page(ListAsk(0, 5)),
        Operation.ORDER_BY_NUMBER: lambda: by_number(vendor, order.number or "none"),
        Operation.ORDER_BY_EXTERNAL_NUMBER: lambda: by_external_number(vendor, "none"),
        Operation.ORDER_BY_EXTERNAL_KEY: lambda: vendor.orders_by_external_key("none"),
        Operation.CUSTOMERS: lambda: vendor.customer_page(ListAsk(0, 5)),
        Operation.CUSTOMER: lambda: vendor.customer(Ref(Customer, vendor.id, NOT_THERE)),
        Operation.USER: lambda: vendor.user(Ref(User, vendor.id, NOT_THERE)),
        Operation.ADDRESS: lambda: vendor.address(Ref(Address, vendor.id, NOT_THERE)),
        Operation.ORDER_PDF: pdf,
    }
