"""What an OBAPI supplier's orders become."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.errors import BadResponse
from resolvers.vendors.obapi import parse
from schema.document import Document
from schema.invoice import Invoice
from schema.line import OrderLine
from schema.link import Relation
from schema.order import Order
from schema.product import Product
from schema.raw import RawJson
from schema.shipment import Shipment
from schema.status import OrderStatus, Progress
from schema.vendor_fields import ObapiOrderFields
from tests.resolvers.vendors.obapi.said import (
    BACKEND,
    READING,
    ZONE,
    answer,
    net,
    own,
    read,
    read_line,
    relation,
    taxed,
)

AMOUNTS = st.decimals(-(10**12), 10**12, places=2)
PERCENTS = st.decimals(0, 100, places=2)


def test_the_documents_single_order_is_read_whole() -> None:
    order = parse.order(answer("order.json"), READING)

    assert order == Order(
        id="gid://advies/Order/350",
        backend=BACKEND,
        vendor_id="350",
        number="CO2405-0018",
        reference="PO-2024-042",
        status=OrderStatus.CONFIRMED,
        vendor_status="validated",
        invoice_status=Progress.NONE,
        order_date=date(2024, 5, 15),
        ordered_at=datetime(2024, 5, 15, tzinfo=ZONE),
        requested_delivery_date=date(2024, 6, 1),
        created_at=datetime(2024, 5, 14, 16, tzinfo=UTC),
        updated_at=datetime(2024, 5, 15, 10, tzinfo=UTC),
        currency_code="EUR",
        total=taxed("5000.00", "1000.00", "6000.00"),
        payment_terms="Net 30 days",
        payment_method="Bank transfer",
        shipping_method="Colissimo",
        lines=[
            OrderLine(
                id="gid://advies/OrderLine/350/720",
                vendor_id="720",
                position=1,
                product=Product(code="CONSULTING-01", name="Consulting service"),
                description="Technical consulting",
                type="service",
                quantity=Decimal("50.00"),
                unit="hour",
                unit_price=net("100.00"),
                list_price=net("100.00"),
                discount_percent=Decimal("0.00"),
                tax_percent=Decimal("20.000"),
                total=taxed("5000.00", "1000.00", "6000.00"),
            )
        ],
        line_count=1,
        shipments_link=relation(Shipment, order),
        invoices_link=relation(Invoice, order),
        documents=[Document(name="CO2405-0018.pdf", mime_type="application/pdf", url="/documents/advies/order/350")],
        vendor_fields=ObapiOrderFields(validated_at=datetime(2024, 5, 15, 10, tzinfo=UTC), is_billed=False),
        raw_source=RawJson(own("order.json", "order")),
    )


def test_trap_26_a_list_row_lacks_lines_and_says_nothing_of_how_many() -> None:
    listed = parse.listed(answer("order_list.json"), READING)
    order = parse.order_row(listed.rows[0], READING)

    assert order == Order(
        id="gid://advies/Order/350",
        backend=BACKEND,
        vendor_id="350",
        number="CO2405-0018",
        reference="PO-2024-042",
        status=OrderStatus.CONFIRMED,
        vendor_status="validated",
        invoice_status=Progress.NONE,
        order_date=date(2024, 5, 15),
        ordered_at=datetime(2024, 5, 15, tzinfo=ZONE),
        currency_code="EUR",
        total=taxed("5000.00", "1000.00", "6000.00"),
        shipments_link=relation(Shipment, order),
        invoices_link=relation(Invoice, order),
        documents=[Document(name="CO2405-0018.pdf", mime_type="application/pdf", url="/documents/advies/order/350")],
        vendor_fields=ObapiOrderFields(is_billed=False),
        raw_source=RawJson(listed.rows[0]),
    )


def test_trap_32_the_total_is_what_the_list_says_and_not_how_many_rows_it_shows() -> None:
    listed = parse.listed(answer("order_list.json"), READING)

    assert (len(listed.rows), listed.total, listed.pages) == (1, 3, 1)


def test_shipments_and_invoices_are_asked_for_by_what_is_known_of_the_order() -> None:
    order = parse.order(answer("order.json"), READING)

    placed = datetime(2024, 5, 15, tzinfo=ZONE)
    known = ("advies", "350", "CO2405-0018", "PO-2024-042")
    assert order.shipments_link == Relation(Shipment, *known, ordered_at=placed)
    assert order.invoices_link == Relation(Invoice, *known, ordered_at=placed)


def test_trap_1_amounts_keep_the_digits_of_their_strings() -> None:
    total = read(total_excl_tax="0.10", total_vat="0.020", total_incl_tax="0.120").total

    assert total == taxed("0.10", "0.020", "0.120")


def test_amounts_that_are_numbers_are_read_digit_for_digit() -> None:
    order = parse.order(b'{"order": {"id": 1, "total_excl_tax": 0.10000000000000000001}}', READING)

    assert order.total == net("0.10000000000000000001")


def test_trap_4_the_currency_is_the_backends_for_an_order_names_none() -> None:
    assert read().currency_code == "EUR"


def test_a_total_that_is_half_said_is_filled_in_exactly() -> None:
    assert read(total_incl_tax="121.00", total_vat="21.00").total == taxed("100.00", "21.00", "121.00")


def test_trap_9_discount_and_vat_are_per_cent() -> None:
    line = read_line(unit_price_excl_tax="80.00", discount_percent="0.50", vat_rate="20.000")

    assert (line.discount_percent, line.tax_percent) == (Decimal("0.50"), Decimal("20.000"))
    assert line.unit_price == net("79.6000", derived=True)


def test_a_discount_is_taken_off_the_unit_price_and_not_off_the_list_price() -> None:
    line = read_line(unit_price_excl_tax="100.00", discount_percent="12.50")

    assert line.list_price == net("100.00")
    assert line.unit_price == net("87.50", derived=True)


@given(price=AMOUNTS, discount=PERCENTS)
def test_the_unit_price_is_exactly_what_the_discount_leaves(price: Decimal, discount: Decimal) -> None:
    line = read_line(unit_price_excl_tax=str(price), discount_percent=str(discount))

    assert line.unit_price is not None
    assert line.unit_price.stated.amount * 100 == price * (100 - discount)


def test_trap_16_a_day_alone_is_its_midnight_in_the_backends_zone() -> None:
    order = read(date_order="2026-07-01")

    assert order.order_date == date(2026, 7, 1)
    assert order.ordered_at == datetime(2026, 6, 30, 22, tzinfo=UTC)
    assert order.ordered_at.tzinfo == ZoneInfo("Europe/Amsterdam")


def test_trap_19_a_numeric_string_and_a_number_are_one_id() -> None:
    orders = [parse.order(json.dumps({"order": {"id": given}}).encode(), READING) for given in ("350", 350)]

    assert {(order.id, order.vendor_id) for order in orders} == {("gid://advies/Order/350", "350")}


def test_trap_20_a_drafts_provisional_ref_is_its_number() -> None:
    order = read(ref="(PROV12)", status="draft")

    assert order.number == "(PROV12)"
    assert order.documents is not None
    assert [paper.name for paper in order.documents] == ["(PROV12).pdf"]


def test_trap_24_no_customer_is_made_up_for_the_one_who_holds_the_token() -> None:
    order = parse.order(answer("order.json"), READING)

    assert (order.customer_link, order.customer_id, order.user_link) == (None, None, None)


@pytest.mark.parametrize("field", ["customer_ref", "public_note", "payment_terms", "payment_method", "shipping_method"])
def test_trap_33_an_empty_string_is_nothing(field: str) -> None:
    empty, missing = read(**{field: ""}), read()

    empty.raw_source = missing.raw_source = None
    assert empty == missing


@pytest.mark.parametrize("field", ["date_order", "date_delivery", "validated_at", "created_at", "updated_at"])
def test_trap_33_an_empty_date_is_no_date(field: str) -> None:
    empty, missing = read(**{field: ""}), read()

    empty.raw_source = missing.raw_source = None
    assert empty == missing


def test_trap_42_a_quantity_is_the_number_in_its_string() -> None:
    assert read_line(quantity="2.500").quantity == Decimal("2.500")
    assert str(read_line(quantity="0.00").quantity) == "0.00"


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("draft", OrderStatus.DRAFT),
        ("validated", OrderStatus.CONFIRMED),
        ("in_progress", OrderStatus.PROCESSING),
        ("delivered", OrderStatus.DELIVERED),
        ("cancelled", OrderStatus.CANCELLED),
        ("on_hold", OrderStatus.UNKNOWN),
    ],
)
def test_every_status_word_is_mapped_and_kept(word: str, status: OrderStatus) -> None:
    order = read(status=word)

    assert (order.status, order.vendor_status) == (status, word)


def test_no_status_is_unknown_and_no_word() -> None:
    assert (read().status, read(status="").vendor_status) == (OrderStatus.UNKNOWN, None)


def test_only_what_is_delivered_is_known_to_be_delivered() -> None:
    told = [read(status=word).delivery_status for word in ("delivered", "in_progress", "validated")]

    assert told == [Progress.COMPLETE, None, None]


def test_billed_is_invoiced_and_unsaid_is_neither() -> None:
    told = [read(is_billed=billed).invoice_status for billed in (True, False, None)]

    assert told == [Progress.COMPLETE, Progress.NONE, None]


def test_a_line_without_an_id_goes_by_its_place() -> None:
    order = read(lines=[{"product_ref": "A"}, {"product_ref": "B"}])

    assert order.lines is not None
    assert [(line.id, line.vendor_id, line.position) for line in order.lines] == [
        ("gid://advies/OrderLine/1/1", None, 1),
        ("gid://advies/OrderLine/1/2", None, 2),
    ]


@pytest.mark.parametrize("said", [{}, {"lines": None}, {"lines": "none"}, {"lines": [1]}])
def test_an_order_that_does_not_say_its_lines_is_an_error_there_and_not_one_without_any(said: dict[str, Any]) -> None:
    without, silent = read(), parse.order(json.dumps({"order": {"id": "1", "ref": "CO1"} | said}).encode(), READING)

    assert (without.lines, without.line_count) == ([], 0)
    assert isinstance(silent.lines, BadResponse)
    assert isinstance(silent.line_count, BadResponse)
    assert silent.number == "CO1"


def test_a_row_does_not_say_its_lines_and_that_is_no_error() -> None:
    row = parse.order_row(b'{"id": "1"}', READING)

    assert (row.lines, row.line_count) == (None, None)


@pytest.mark.parametrize("quantity", ["", "veel", None])
def test_a_quantity_that_is_not_said_is_an_error_there_and_never_0(quantity: str | None) -> None:
    line = read_line(quantity=quantity, unit_price_excl_tax="5.00")

    assert isinstance(line.quantity, BadResponse)
    assert line.quantity.extensions["code"] == "BACKEND_BAD_RESPONSE"
    assert line.unit_price == net("5.00")


def test_an_unknown_field_stays_in_raw() -> None:
    order = parse.order(b'{"order": {"id": "1", "incoterm": "DAP"}}', READING)

    assert order.raw_source == RawJson(b'{"id": "1", "incoterm": "DAP"}')


@pytest.mark.parametrize("text", [b"{}", b'{"order": {}}', b'{"order": {"id": ""}}', b'{"order": []}', b"[]", b"x"])
def test_an_answer_without_an_order_or_its_id_is_a_bad_response(text: bytes) -> None:
    with pytest.raises(BadResponse):
        parse.order(text, READING)


@pytest.mark.parametrize("pagination", ["null", "[]", "7", '"x"', "{}"])
def test_a_list_that_can_not_count_still_has_its_rows(pagination: str) -> None:
    listed = parse.listed(f'{{"items": [{{"id": "1"}}], "pagination": {pagination}}}'.encode(), READING)

    assert listed == parse.Listed([b'{"id": "1"}'], None, None)
