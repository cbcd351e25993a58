"""What every vendor in the registry keeps to; a new one earns its place by passing."""

from decimal import Decimal
from functools import partial
from typing import Any

import orjson
import pytest

from resolvers.errors import BackendFault, BadUserInput
from resolvers.vendors.base import Vendor
from schema.address import Address
from schema.backend import StatusMapping
from schema.customer import Customer
from schema.link import Gid, Ref, Relation, parse_gid
from schema.money import TaxedMoney
from schema.node import Node
from schema.scalars import plain
from schema.status import OrderStatus
from schema.user import User
from tests.conftest import Connect
from tests.resolvers.vendors.finding import by_external_number, by_number
from tests.resolvers.vendors.shop import ORDER_FIELDS, Open, Shop, instants, parts, value
from tests.resolvers.vendors.watch import Watched

pytestmark = pytest.mark.anyio

ODD_IDS = ("", " ", "1/2", "..", ".", "1/../2", "%2e%2e", "1?x=1", "1#x", "1\r\nX-Evil: 1", "１", "é", "9" * 200)
ESCAPES = ("..", ".", "../../admin", "%2e%2e", "a/b", "..\\..", "x\r\nX-Evil: 1", "?take=1", "#x", "ext:../x", "é")
NOT_THERE = "999999999"
EXACT_DIGITS = 30
"""More digits than any vendor writes, and fewer than a binary float leaves behind."""


# -------------------------------------------------------------------- orders


async def test_an_order_read_by_id_says_whose_and_which_it_is(shop: Shop) -> None:
    for vendor_id in await shop.ids():
        order = await shop.vendor.order(vendor_id)

        assert order is not None
        assert order.vendor_id == vendor_id
        assert order.backend is shop.vendor.backend
        assert parse_gid(order.id) == Gid(shop.vendor.id, "Order", vendor_id)


async def test_raw_is_the_orders_own_json(shop: Shop) -> None:
    for order in await shop.orders():
        assert order.raw_source is not None
        said = orjson.loads(orjson.dumps(order.raw_source.fragment()))

        assert str(said["id"]) == order.vendor_id


async def test_a_status_is_what_the_mapping_makes_of_the_word_that_was_sent(shop: Shop) -> None:
    words = {word.casefold(): status for word, status in shop.vendor.statuses.items()}

    for order in await shop.orders():
        assert order.raw_source is not None
        assert f'"{order.vendor_status}"'.encode() in order.raw_source.text
        assert order.status is words.get(str(order.vendor_status).casefold(), OrderStatus.UNKNOWN)


async def test_a_configured_word_overrides_the_vendors_mapping(open_shop: Open) -> None:
    order = (await (await open_shop()).orders())[0]
    other = OrderStatus.DRAFT if order.status is not OrderStatus.DRAFT else OrderStatus.COMPLETED

    shop = await open_shop(status={order.vendor_status: other.name})

    again = await shop.vendor.order(order.vendor_id)
    assert again is not None
    assert (again.status, again.vendor_status) == (other, order.vendor_status)
    assert StatusMapping(vendor_status=str(order.vendor_status), status=other) in (
        shop.vendor.backend.capabilities.status_mapping
    )


async def test_what_is_declared_absent_is_null_on_every_order(shop: Shop) -> None:
    absent = type(shop.vendor).absent_order_fields

    filled = {name for order in await _told(shop) for name in absent if value(order, name) is not None}

    assert filled == set()
    assert absent <= ORDER_FIELDS.keys()


async def test_what_is_not_declared_absent_is_filled_on_some_order(open_shop: Open) -> None:
    """Where the configuration says what it can: whether prices hold tax."""
    shop = await open_shop(prices="gross")
    present = ORDER_FIELDS.keys() - type(shop.vendor).absent_order_fields

    filled = {name for order in await _told(shop) for name in present if value(order, name) is not None}

    assert filled == present


async def test_every_decimal_is_exact_and_is_read_back_as_it_was(shop: Shop) -> None:
    for order in await _told(shop):
        for number in (part for part in parts(order) if isinstance(part, Decimal)):
            assert number.is_finite()
            assert Decimal(plain(number)) == number
            assert len(number.as_tuple().digits) < EXACT_DIGITS


async def test_an_amount_that_is_not_derived_has_the_digits_that_were_sent(shop: Shop) -> None:
    """Cents have no point, so points don't count."""
    for order in await shop.orders():
        assert order.raw_source is not None
        sent = order.raw_source.text.replace(b".", b"")
        stated = [part for part in parts(order) if isinstance(part, TaxedMoney) and not part.is_derived]
        for money in stated:
            digits = plain(abs(money.stated.amount)).replace(".", "").lstrip("0") or "0"
            assert digits.encode() in sent, (order.id, money)


async def test_no_number_is_a_binary_float(shop: Shop) -> None:
    found = [part for order in await _told(shop) for part in parts(order) if isinstance(part, float)]

    assert found == []


async def test_every_instant_has_an_offset(shop: Shop) -> None:
    without = [at for order in await _told(shop) for at in instants(order) if at.utcoffset() is None]

    assert without == []


async def test_every_part_of_an_order_has_an_id_of_its_own_under_the_same_backend(shop: Shop) -> None:
    for order in await shop.orders():
        ids = [part.id for part in parts([order.lines, order.shipments_link]) if isinstance(part, Node)]
        taken_apart = [parse_gid(given) for given in ids]

        assert len(ids) == len(set(ids))
        assert all(gid is not None and gid.backend == shop.vendor.id for gid in taken_apart)


async def test_an_order_read_twice_says_the_same(shop: Shop) -> None:
    for vendor_id in (await shop.ids())[:10]:
        first, second = await shop.vendor.order(vendor_id), await shop.vendor.order(vendor_id)

        assert first == second


async def test_the_customers_id_is_that_of_the_customer_that_the_order_points_at(shop: Shop) -> None:
    for order in await _told(shop):
        link = order.customer_link
        expected = None if link is None else shop.vendor.reading.gid("Customer", link.vendor_id)

        assert order.customer_id == expected


async def test_line_count_is_the_number_of_lines(shop: Shop) -> None:
    counted = [(order.line_count, len(order.lines)) for order in await shop.orders() if order.lines is not None]

    assert [said for said, _ in counted] == [held for _, held in counted]


async def test_every_reference_stays_at_its_own_backend(shop: Shop) -> None:
    links = [value(order, name) for order in await _told(shop) for name in ORDER_FIELDS]

    assert {link.backend for link in links if isinstance(link, (Ref, Relation))} <= {shop.vendor.id}


# -------------------------------------------------------------------- ids


@pytest.mark.parametrize("odd", ODD_IDS)
async def test_an_id_of_another_shape_is_null_and_costs_no_call(shop: Shop, odd: str) -> None:
    for name, look_up in _by_id(shop.vendor).items():
        assert await look_up(odd) is None, name
    assert shop.far_end.calls() == 0


async def test_an_id_that_is_not_known_is_null(shop: Shop) -> None:
    """But where nothing more than the id is ever known, so that no call is made."""
    for name, look_up in _by_id(shop.vendor).items():
        shop.far_end.forget()
        assert await look_up(NOT_THERE) is None or not shop.far_end.calls(), name


@pytest.mark.parametrize("escape", ESCAPES)
async def test_whatever_a_key_holds_no_call_leaves_the_base_path(
    vendor_name: str, open_shop: Open, connect: Connect, escape: str
) -> None:
    shop = await open_shop()
    watched = Watched(shop.far_end)
    vendor = await connect(type(shop.vendor), watched, url="https://vendor.test/base")
    asked = [*_by_id(vendor).values(), *_by_key(vendor)]

    for look_up in asked:
        try:
            found = await look_up(escape)
        except (BadUserInput, BackendFault):
            found = None
        assert not found

    assert watched.strays("/base/") == []
    assert not any(b"x-evil" in headers for _, headers in watched.seen)


async def _told(shop: Shop) -> list[Any]:
    """Every order, by its id and as a list's row."""
    return [*await shop.orders(), *await shop.rows()]


def _by_id(vendor: Vendor) -> dict[str, Any]:
    """The look-ups by an id that this vendor overrides."""
    looked_up = {
        "order": vendor.order,
        "customer": lambda given: vendor.customer(Ref(Customer, vendor.id, given)),
        "user": lambda given: vendor.user(Ref(User, vendor.id, given)),
        "address": lambda given: vendor.address(Ref(Address, vendor.id, given)),
        "shipment": vendor.shipment,
        "invoice": vendor.invoice,
    }
    return {name: ask for name, ask in looked_up.items() if getattr(type(vendor), name) is not getattr(Vendor, name)}


def _by_key(vendor: Vendor) -> list[Any]:
    return [
        partial(by_number, vendor),
        partial(by_external_number, vendor),
        vendor.orders_by_external_key,
        vendor.customers_by_number,
        lambda key: vendor.customer_by_origin(key, "key"),
        lambda key: vendor.customer_by_origin("origin", key),
    ]
