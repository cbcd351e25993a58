"""What Wimpel's orders become."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.errors import BadResponse
from resolvers.vendors import decode
from resolvers.vendors.wimpel import parse
from schema.customer import Customer
from schema.line import OrderLine
from schema.link import Ref
from schema.order import Order
from schema.product import Product
from schema.raw import RawJson
from schema.status import OrderStatus, Progress
from schema.vendor_fields import WimpelOrderFields
from tests.resolvers.vendors.wimpel.said import BACKEND, READING, answer, euros, read

FULL = {
    "id": "clx1",
    "number": "SO-1",
    "reference": "PO-1",
    "customerId": "clx2",
    "origin": "eduv",
    "status": "shipped",
    "orderDate": "2026-03-24T23:30:00.000Z",
    "deliveryDate": "2026-03-31T22:00:00.000Z",
    "notes": "Bij de conciërge",
    "inserted": "2026-03-24T23:30:01.000Z",
    "updated": "2026-03-25T08:00:00.000Z",
    "customer": {"id": "clx2", "name": "Lyceum De Basis"},
    "lines": [{"id": "clx3", "productEan": "9789493113862", "quantity": 2, "price": "29.95"}],
    "shipments": [],
    "invoices": [],
    "_count": {"lines": 1, "shipments": 0, "invoices": 0},
}


def documented_line(vendor_id: str | None) -> OrderLine:
    return OrderLine(
        id="gid://boom/OrderLine/clx.../1",
        vendor_id=vendor_id,
        position=1,
        product=Product(ean="9789493113862", name="POLARIS nask1 leerwerkboek vmbo-basis 3 deel A"),
        quantity=Decimal(30),
        unit_price=euros("29.95"),
        total=euros("898.50", derived=True),
    )


def test_the_documents_list_row_is_read_whole():
    row = decode.rows("boom", answer("list.json"))[0]

    assert parse.order(row, READING) == Order(
        id="gid://boom/Order/clx...",
        backend=BACKEND,
        vendor_id="clx...",
        number="SO-106021",
        reference="PO-2026-001",
        status=OrderStatus.CONFIRMED,
        vendor_status="confirmed",
        origin="api",
        order_date=date(2026, 3, 24),
        ordered_at=datetime(2026, 3, 24, 10, tzinfo=UTC),
        currency_code="EUR",
        total=euros("898.50", derived=True),
        lines=[documented_line("clx...")],
        line_count=1,
        customer_id="gid://boom/Customer/clx...",
        customer_link=Ref(Customer, "boom", "clx..."),
        vendor_fields=WimpelOrderFields(line_count=1, shipment_count=0, invoice_count=0),
        raw_source=RawJson(row),
    )


def test_trap_27_the_single_order_is_read_though_it_drops_what_the_list_has():
    text = answer("order.json")

    assert parse.order(text, READING) == Order(
        id="gid://boom/Order/clx...",
        backend=BACKEND,
        vendor_id="clx...",
        number="SO-106021",
        status=OrderStatus.CONFIRMED,
        vendor_status="confirmed",
        currency_code="EUR",
        total=euros("898.50", derived=True),
        lines=[documented_line(None)],
        line_count=1,
        customer_id="gid://boom/Customer/clx...",
        customer_link=Ref(Customer, "boom", "clx..."),
        shipments_link=[],
        invoices_link=[],
        vendor_fields=WimpelOrderFields(line_count=1, shipment_count=0, invoice_count=0),
        raw_source=RawJson(text),
    )


def test_the_created_order_is_read_without_its_products_names():
    order = parse.order(answer("created.json"), READING)

    assert order.number == "SO-106100"
    assert order.status is OrderStatus.DRAFT
    assert order.lines
    assert order.lines[0].product == Product(ean="9789493113862")


def test_trap_28_the_updates_answer_of_four_fields_says_nothing_about_the_rest():
    order = parse.order(answer("updated.json"), READING, included=())

    assert order.updated_at == datetime(2026, 3, 24, 12, tzinfo=UTC)
    assert (order.lines, order.total, order.shipments_link) == (None, None, None)
    assert isinstance(order.line_count, BadResponse)


@given(st.sets(st.sampled_from(sorted(FULL.keys() - {"id"}))))
def test_trap_27_whether_a_field_is_there_changes_no_other_field(left_out):
    known_by_two = {"customerId", "customer", "lines", "_count"}
    whole = read(**FULL)

    said = {name: value for name, value in FULL.items() if name not in left_out}
    order = parse.order(json.dumps(said).encode(), READING, included=())

    for name, attribute in {
        "number": "number",
        "reference": "reference",
        "origin": "origin",
        "status": "vendor_status",
        "orderDate": "ordered_at",
        "deliveryDate": "requested_delivery_date",
        "notes": "note",
        "inserted": "created_at",
        "updated": "updated_at",
        "lines": "lines",
        "shipments": "shipments_link",
        "invoices": "invoices_link",
    }.items():
        assert getattr(order, attribute) == (None if name in left_out else getattr(whole, attribute))
    assert (order.customer_link is None) == (left_out >= known_by_two & {"customerId", "customer"})
    assert isinstance(order.line_count, BadResponse) == (left_out >= known_by_two & {"lines", "_count"})


def test_trap_26_relations_that_were_not_included_are_unknown_not_empty():
    said = {"id": "clx1", "_count": {"lines": 3, "shipments": 1, "invoices": 0}}
    order = parse.order(json.dumps(said).encode(), READING, included=())

    assert (order.lines, order.shipments_link, order.invoices_link) == (None, None, None)
    assert order.line_count == 3
    assert order.vendor_fields == WimpelOrderFields(line_count=3, shipment_count=1, invoice_count=0)


def test_trap_13_instants_in_utc_fall_on_their_day_in_the_backends_zone():
    order = read(orderDate="2026-03-24T23:30:00.000Z", deliveryDate="2026-03-31T22:00:00.000Z")

    assert order.ordered_at == datetime(2026, 3, 24, 23, 30, tzinfo=UTC)
    assert order.order_date == date(2026, 3, 25)
    assert order.requested_delivery_date == date(2026, 4, 1)


def test_trap_19_ids_stay_strings():
    order = read(id="0350", customerId="0042")

    assert (order.vendor_id, order.id) == ("0350", "gid://boom/Order/0350")
    assert order.customer_link == Ref(Customer, "boom", "0042")


def test_trap_33_empty_strings_are_null():
    order = read(number="", reference="", origin="", notes="", status="", customerId="")

    assert (order.number, order.reference, order.origin, order.note) == (None, None, None, None)
    assert (order.vendor_status, order.customer_link, order.customer_id) == (None, None, None)


def test_trap_39_inserted_and_updated_are_when_the_record_was_made_and_changed():
    order = read(inserted="2026-03-24T10:00:00.000Z", updated="2026-03-24T12:00:00.000Z")

    assert order.created_at == datetime(2026, 3, 24, 10, tzinfo=UTC)
    assert order.updated_at == datetime(2026, 3, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("word", "status", "delivered"),
    [
        ("draft", OrderStatus.DRAFT, None),
        ("pending", OrderStatus.PENDING, None),
        ("confirmed", OrderStatus.CONFIRMED, None),
        ("shipped", OrderStatus.SHIPPED, None),
        ("delivered", OrderStatus.DELIVERED, Progress.COMPLETE),
        ("cancelled", OrderStatus.CANCELLED, None),
        ("backorder", OrderStatus.UNKNOWN, None),
    ],
)
def test_each_status_word_has_its_meaning(word, status, delivered):
    order = read(status=word)

    assert (order.status, order.vendor_status, order.delivery_status) == (status, word, delivered)


def test_an_embedded_customer_is_a_reference_for_it_holds_only_a_name():
    assert read(customer={"id": "clx2", "name": "Lyceum"}).customer_link == Ref(Customer, "boom", "clx2")


@pytest.mark.parametrize("text", [b'{"number": "SO-1"}', b"[]", b"<html>", b""])
def test_an_answer_without_an_order_in_it_is_a_bad_response(text):
    with pytest.raises(BadResponse):
        parse.order(text, READING)
