"""What LogicTrade says, as our types: the document's own order, and what it leaves open."""

import dataclasses
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import orjson
import pytest

from resolvers.errors import BadResponse
from resolvers.vendors.logictrade import parse
from schema.address import Address
from schema.customer import Customer
from schema.invoice import Invoice
from schema.line import OrderLine
from schema.link import Ref, Relation
from schema.order import Order
from schema.product import Product
from schema.raw import RawJson
from schema.shipment import Shipment
from schema.status import OrderStatus, PaymentStatus, Progress
from schema.vendor_fields import LogicTradeOrderFields
from tests.resolvers.vendors.logictrade.readings import (
    BACKEND,
    ORDER,
    READING,
    ZONE,
    customer,
    euros,
    line,
    parsed,
    stated,
)


def staphorst(raw: RawJson) -> Address:
    return Address(
        street="Weth. Buitenhuisstraat",
        house_number="2b",
        postal_code="7951 SM",
        city="Staphorst",
        country_code="NL",
        formatted=["Weth. Buitenhuisstraat 2b", "7951 SM  Staphorst", "NL"],
        raw_source=raw,
    )


def test_the_documented_order_is_read_whole() -> None:
    raw, ordered_at = RawJson(ORDER), datetime(2024, 3, 24, 13, 43, 57, 83000, ZONE)
    home, there = staphorst(raw.at("customer", "address")), staphorst(raw.at("delivery", "address"))

    assert parse.order(ORDER, READING) == Order(
        id="gid://erp/Order/4",
        backend=BACKEND,
        vendor_id="4",
        number="V24000001",
        status=OrderStatus.CONFIRMED,
        vendor_status="Definitief",
        payment_status=PaymentStatus.UNPAID,
        origin="WIN",
        order_date=date(2024, 3, 24),
        ordered_at=ordered_at,
        currency_code="EUR",
        total=stated(369, derived=True),
        paid_amount=euros(0),
        shipping_method="Bezorgen+montage",
        lines=[
            OrderLine(
                id="gid://erp/OrderLine/4/3",
                vendor_id="3",
                position=10,
                product=Product(code="LT00000043"),
                description="Barstoelen",
                quantity=Decimal(3),
                unit_price=stated(123),
                discount_percent=Decimal(0),
                tax_percent=Decimal(21),
                total=stated(369),
            )
        ],
        line_count=1,
        customer_id="gid://erp/Customer/13",
        customer_link=Customer(
            id="gid://erp/Customer/13",
            backend=BACKEND,
            vendor_id="13",
            number="R000000008",
            name="Jan Jansen",
            first_name="Jan",
            last_name="Jansen",
            email="jan@jansen.com",
            mobile_phone="06-12345678",
            address_link=home,
            raw_source=raw.at("customer"),
        ),
        shipping_address_link=there,
        billing_address_link=home,
        shipments_link=[
            Shipment(
                id="gid://erp/Shipment/4/1",
                backend=BACKEND,
                order_link=Ref(Order, "erp", "4"),
                method="Bezorgen+montage",
                address_link=there,
                raw_source=raw.at("delivery"),
            )
        ],
        invoices_link=Relation(Invoice, "erp", "4", number="V24000001", ordered_at=ordered_at),
        payments=[],
        vendor_fields=LogicTradeOrderFields(
            salesperson_name="LogicTrade",
            salesperson_username="logictrade",
            origin_code="WIN",
            origin_description="Winkel",
            delivery_type="Bezorgen+montage",
        ),
        raw_source=raw,
    )


def test_what_the_example_leaves_out_is_read_too() -> None:
    order = parsed(
        reference="Woonkamer",
        externNumber="BS00001",
        stockStatus="complete",
        deliveryStatus="partial",
        invoiceStatus="none",
        modifiedDate="2026-01-05T09:00:00",
        createdDate="2026-01-04T09:00:00",
        comment={"intern": "Korting", "extern": "Eerst bellen"},
        paymentCondition={"id": 1, "code": "PC", "description": "Per contant"},
        quote={"id": 9, "number": "O26000009"},
        webshop={"number": "BS00001", "url": "https://backend.webshop.eu"},
        delivery={"condition": "Compleet leveren"},
    )

    assert (order.reference, order.external_number) == ("Woonkamer", "BS00001")
    assert (order.stock_status, order.delivery_status) == (Progress.COMPLETE, Progress.PARTIAL)
    assert order.invoice_status is Progress.NONE
    assert order.updated_at == datetime(2026, 1, 5, 9, tzinfo=ZONE)
    assert order.created_at == datetime(2026, 1, 4, 9, tzinfo=ZONE)
    assert (order.note, order.internal_note) == ("Eerst bellen", "Korting")
    assert order.payment_terms == "Per contant"
    assert order.vendor_fields == LogicTradeOrderFields(
        webshop_number="BS00001",
        webshop_url="https://backend.webshop.eu",
        quote_vendor_id="9",
        quote_number="O26000009",
        delivery_condition="Compleet leveren",
        payment_condition_code="PC",
        payment_condition_description="Per contant",
    )


def test_an_order_that_says_nothing_but_its_id_is_read() -> None:
    order = parsed()

    assert (order.status, order.vendor_status) == (OrderStatus.UNKNOWN, None)
    assert (order.lines, order.line_count, order.total) == ([], 0, None)
    assert (order.payments, order.paid_amount, order.payment_status) == (None, None, None)
    assert (order.shipments_link, order.customer_link, order.customer_id) == (None, None, None)


def test_an_order_without_an_id_can_not_be_read() -> None:
    with pytest.raises(BadResponse):
        parse.order(b'{"number": "V1"}', READING)


# ---------------------------------------------------------------- status


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("concept", OrderStatus.DRAFT),
        ("Definitief", OrderStatus.CONFIRMED),
        ("GEANNULEERD", OrderStatus.CANCELLED),
        ("Vervallen", OrderStatus.CANCELLED),
        ("Afgehandeld", OrderStatus.COMPLETED),
        ("In productie", OrderStatus.UNKNOWN),
    ],
)
def test_trap_37_a_status_is_the_same_however_it_is_capitalised(word: str, status: OrderStatus) -> None:
    order = parsed(status=word)

    assert (order.status, order.vendor_status) == (status, word)


# ---------------------------------------------------------------- empty, missing, odd


def test_trap_33_an_empty_string_is_nothing_said() -> None:
    order = parsed(
        reference="",
        externNumber="",
        status="",
        webshop={"number": "", "url": ""},
        comment={"intern": "", "extern": " "},
        origin={"code": "", "description": ""},
        customer={"id": 13, "companyName": "", "infix": "", "email": ""},
    )

    assert (order.reference, order.external_number, order.vendor_status) == (None, None, None)
    assert (order.note, order.internal_note, order.origin) == (None, None, None)
    assert order.vendor_fields == LogicTradeOrderFields()
    assert customer(companyName="", infix="", email="").name is None


def test_trap_35_what_is_required_and_not_there_is_null() -> None:
    order = parsed(delivery={"type": "Bezorgen"}, origin={"code": "WIN"}, lines=[{"id": 3}])
    (only,) = order.lines or ()

    assert isinstance(order.vendor_fields, LogicTradeOrderFields)
    assert order.vendor_fields.delivery_condition is None
    assert (order.shipping_address_link, only.tax_percent, only.total) == (None, None, None)
    assert isinstance(only.quantity, BadResponse)


@pytest.mark.parametrize("said", [{"lines": None}, {"lines": "none"}, {"lines": [1]}])
def test_lines_that_are_not_said_are_an_error_there_and_not_none_at_all(said: dict[str, Any]) -> None:
    order = parsed(number="V1", totalAmount=0, **said)

    assert isinstance(order.lines, BadResponse)
    assert isinstance(order.line_count, BadResponse)
    assert (order.number, order.total) == ("V1", None)


@pytest.mark.parametrize(
    "name", ["customer", "delivery", "origin", "webshop", "quote", "payments", "comment", "paymentCondition"]
)
def test_an_object_that_is_null_is_one_that_is_not_there(name: str) -> None:
    order = parsed(**{name: None})

    assert dataclasses.replace(order, raw_source=None) == dataclasses.replace(parsed(), raw_source=None)


def test_lines_keep_the_vendors_numbering_else_they_are_counted() -> None:
    order = parsed(lines=[{"id": 31, "lineNumber": 20}, {"id": 32}, {}])

    assert [(one.position, one.id) for one in order.lines or ()] == [
        (20, "gid://erp/OrderLine/7/31"),
        (2, "gid://erp/OrderLine/7/32"),
        (3, "gid://erp/OrderLine/7/3"),
    ]


def test_a_configuration_comes_as_it_is_to_the_digit() -> None:
    text = b'{"id": 7, "lines": [{"id": 1, "configuration": null}, {"id": 2, "configuration": {"hoogte": 12.50}}]}'
    first, second = parse.order(text, READING).lines or ()

    assert first.configuration_source is None
    assert second.configuration_source is not None
    assert orjson.dumps(second.configuration_source.fragment()) == b'{"hoogte": 12.50}'


def test_a_lines_notes_and_progress_are_read() -> None:
    only = line(comment={"intern": "Poten los", "extern": "Poten vast"}, stockStatus="none", deliveryStatus="complete")

    assert (only.note, only.internal_note) == ("Poten vast", "Poten los")
    assert (only.stock_status, only.delivery_status, only.invoice_status) == (Progress.NONE, Progress.COMPLETE, None)
