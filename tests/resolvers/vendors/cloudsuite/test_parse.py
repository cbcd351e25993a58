"""What CloudSuite's orders become."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from resolvers.errors import BadResponse
from resolvers.vendors.cloudsuite import parse
from resolvers.vendors.listing import Row
from schema.address import Address, OriginKey
from schema.customer import Customer
from schema.line import OrderLine
from schema.link import Ref
from schema.order import Order
from schema.product import Product
from schema.raw import RawJson
from schema.status import OrderStatus, PaymentStatus
from schema.user import User
from schema.vendor_fields import CloudSuiteOrderFields
from tests.resolvers.vendors.cloudsuite.said import BACKEND, READING, ZONE, answer, money, net, read, read_line, text

CREATED = datetime(2020, 10, 26, 14, 38, 48, 755771, tzinfo=ZONE)
MODIFIED = datetime(2020, 10, 26, 14, 57, 14, 772521, tzinfo=ZONE)

DOCUMENTED_LINE = OrderLine(
    id="gid://shop/OrderLine/27/50",
    vendor_id="50",
    position=10,
    product=Product(code="1000", origin_key=OriginKey(origin="CLOUDSUITE", key="1000")),
    description="[1000] Bicycle for Cloudsuite",
    type="line",
    quantity=Decimal(1),
    unit_price=net("19.99"),
    tax_keys=["1000-waste", "21"],
    total=net("19.99", derived=True),
    requested_delivery_date=date(2024, 4, 23),
    created_at=CREATED,
    updated_at=MODIFIED,
)


def row(**fields: Any) -> Row[Order]:
    return parse.row(text(**fields), READING)


def test_the_documents_order_is_read_whole():
    assert parse.order(answer("order.json"), READING) == Order(
        id="gid://shop/Order/27",
        backend=BACKEND,
        vendor_id="27",
        number="CS26",
        reference="def",
        external_number="ERP1",
        status=OrderStatus.CONFIRMED,
        vendor_status="confirmed",
        payment_status=PaymentStatus.UNPAID,
        order_date=date(2020, 9, 24),
        ordered_at=datetime(2020, 9, 24, tzinfo=ZONE),
        requested_delivery_date=date(2020, 10, 26),
        created_at=CREATED,
        updated_at=MODIFIED,
        currency_code="EUR",
        total=net("19.99", derived=True),
        paid_amount=money("0"),
        description="Description",
        lines=[DOCUMENTED_LINE],
        line_count=1,
        customer_id="gid://shop/Customer/54",
        customer_link=Ref(Customer, "shop", "54"),
        user_link=Ref(User, "shop", "14"),
        shipping_address_link=Ref(Address, "shop", "4"),
        billing_address_link=Ref(Address, "shop", "5"),
        vendor_fields=CloudSuiteOrderFields(
            webshop_vendor_id="1",
            shipping_address_key=OriginKey(origin="CLOUDSUITE", key="123456789-D"),
            billing_address_key=OriginKey(origin="CLOUDSUITE", key="123456789-I"),
            customer_key=OriginKey(origin="CLOUDSUITE", key="C123456"),
        ),
        raw_source=RawJson(answer("order.json")),
    )


def test_the_documents_list_is_read_row_by_row():
    page = parse.page(answer("list.json"), READING)

    assert page.count == 26
    assert [parse.row(bytes(row), READING) for row in page.results] == [
        Row(
            Order(
                id=f"gid://shop/Order/{number}",
                backend=BACKEND,
                vendor_id=str(number),
                number=f"CS{number}",
                reference=reference,
                status=OrderStatus.CONFIRMED,
                vendor_status="confirmed",
                order_date=date(2020, 9, 9),
                ordered_at=datetime(2020, 9, 9, tzinfo=ZONE),
                created_at=datetime.fromisoformat(created).replace(tzinfo=ZONE),
                updated_at=datetime.fromisoformat(modified).replace(tzinfo=ZONE),
            ),
            version=modified,
            whole=False,
        )
        for number, reference, created, modified in (
            (6, None, "2020-09-09T13:44:42.733072", "2020-09-09T13:44:43.295899"),
            (7, "Test", "2020-09-09T14:56:16.858569", "2020-09-09T14:56:17.314175"),
        )
    ]


# -------------------------------------------------------------------- time


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("2020-01-26T14:38:48.755771", "2020-01-26T14:38:48.755771+01:00"),
        ("2020-07-26T14:38:48", "2020-07-26T14:38:48+02:00"),
        ("2020-07-26T14:38:48Z", "2020-07-26T14:38:48+00:00"),
    ],
)
def test_trap_13_a_time_without_a_zone_is_read_in_the_backends(written: str, read_as: str):
    assert row(create_date=written).thing.created_at.isoformat() == read_as


def test_trap_16_the_sale_date_and_not_the_creation_is_what_orders_sort_by():
    order = row(order_date="2020-09-24", create_date="2020-10-26T14:38:48.755771").thing

    assert order.order_date == date(2020, 9, 24)
    assert order.ordered_at.isoformat() == "2020-09-24T00:00:00+02:00"
    assert order.created_at == CREATED


# -------------------------------------------------------------------- identity, empties, words


def test_trap_19_ids_and_numbers_are_text_whether_written_so_or_not():
    assert read(id=7, reference=26).vendor_id == read(id="7").vendor_id == "7"
    assert read(reference=26).number == "26"


def test_trap_21_the_orders_own_keys_travel_with_its_references():
    order = parse.order(answer("order.json"), READING)

    links = (order.shipping_address_link, order.billing_address_link, order.customer_link, order.user_link)
    assert [(link.origin, link.key) for link in links] == [
        ("CLOUDSUITE", "123456789-D"),
        ("CLOUDSUITE", "123456789-I"),
        ("CLOUDSUITE", "C123456"),
        (None, None),
    ]


def test_half_a_key_is_no_key():
    order = read(customer=54, customer_key={"origin": "CLOUDSUITE", "key": ""})

    assert (order.customer_link.origin, order.customer_link.key) == (None, None)
    assert order.vendor_fields.customer_key is None


def test_trap_22_the_webshop_is_an_id_and_no_more():
    assert read(webshop=1).vendor_fields.webshop_vendor_id == "1"


def test_trap_26_a_list_row_fills_what_it_says_and_nothing_else():
    order = row(reference="CS1", state="done").thing

    assert (order.lines, order.line_count, order.currency_code, order.customer_link) == (None, None, None, None)
    assert (order.total, order.vendor_fields, order.raw_source) == (None, None, None)


@pytest.mark.parametrize("empty", [None, ""])
def test_trap_33_null_and_the_empty_string_are_both_nothing(empty: str | None):
    order = read(
        customer_order_number=empty,
        erp_order_number=empty,
        state=empty,
        order_date=empty,
        requested_delivery_date=empty,
        description=empty,
        customer=empty,
        shipment_address=empty,
        webshop=empty,
    )

    assert (order.reference, order.external_number, order.vendor_status, order.description) == (None,) * 4
    assert (order.order_date, order.ordered_at, order.requested_delivery_date) == (None,) * 3
    assert (order.customer_id, order.customer_link, order.shipping_address_link) == (None,) * 3
    assert order.vendor_fields == CloudSuiteOrderFields()
    assert order.status is OrderStatus.UNKNOWN


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("draft", OrderStatus.DRAFT),
        ("quotation", OrderStatus.DRAFT),
        ("confirmed", OrderStatus.CONFIRMED),
        ("processing", OrderStatus.PROCESSING),
        ("done", OrderStatus.COMPLETED),
        ("cancel", OrderStatus.CANCELLED),
        ("backorder", OrderStatus.UNKNOWN),
    ],
)
def test_trap_38_each_state_means_one_status_and_its_word_is_kept(word: str, status: OrderStatus):
    order = row(state=word).thing

    assert (order.status, order.vendor_status) == (status, word)


def test_trap_51_neither_a_cart_nor_a_quotation_is_taken_for_a_placed_order():
    assert row(state="draft").thing.status is row(state="quotation").thing.status is OrderStatus.DRAFT


# -------------------------------------------------------------------- lines


def test_lines_without_the_erps_numbers_count_from_one():
    lines = read(order_lines=[{"id": 8, "erp_line_number": None}, {"id": 9}]).lines

    assert [(line.id, line.position) for line in lines] == [
        ("gid://shop/OrderLine/1/8", 1),
        ("gid://shop/OrderLine/1/9", 2),
    ]


def test_a_line_keeps_its_id_when_the_erp_numbers_it():
    before, after = read_line(), read_line(erp_line_number=10)

    assert before.id == after.id
    assert (before.position, after.position) == (1, 10)


def test_a_line_without_product_or_tax_keys_has_none():
    line = read_line(product=None, tax_keys=None)

    assert (line.product, line.tax_keys) == (Product(), [])


# -------------------------------------------------------------------- what is not as documented


def test_a_field_that_can_not_be_read_costs_that_field_alone():
    order = read(reference="CS1", description={"nl": "?"}, order_lines=[{"id": 1, "unit_price": "duur", "quantity": 2}])

    assert (order.number, order.description, order.lines[0].unit_price, order.lines[0].quantity) == (
        "CS1",
        None,
        None,
        Decimal(2),
    )


@pytest.mark.parametrize("said", [b"", b"null", b"[]", b'{"reference": "CS1"}', b"<html>"])
def test_what_is_no_order_is_a_bad_response(said: bytes):
    with pytest.raises(BadResponse):
        parse.order(said, READING)
