"""What an OBAPI supplier's shipments and invoices become, and what the PDF of an order is called."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.errors import BadResponse
from resolvers.vendors.obapi import download, papers
from schema.invoice import Invoice, InvoiceStatus
from schema.link import Ref
from schema.order import Order
from schema.raw import RawJson
from schema.shipment import Shipment, ShipmentLine, ShipmentStatus
from tests.resolvers.vendors.obapi.said import BACKEND, READING, answer, net, own, taxed

TODAY = date(2024, 6, 30)


def shipment(**fields: Any) -> Shipment:
    return papers.shipment(json.dumps({"shipment": {"id": "1"} | fields}).encode(), READING)


def invoice(today: date = TODAY, **fields: Any) -> Invoice:
    return papers.invoice(json.dumps({"invoice": {"id": "1"} | fields}).encode(), READING, today)


def test_a_single_shipment_is_read_whole() -> None:
    assert papers.shipment(answer("shipment.json"), READING, "350") == Shipment(
        id="gid://advies/Shipment/61",
        backend=BACKEND,
        order_link=Ref(Order, "advies", "350"),
        vendor_id="61",
        number="EX2405-0007",
        status=ShipmentStatus.SHIPPED,
        vendor_status="validated",
        method="Colissimo",
        expected_date=date(2024, 6, 1),
        shipped_date=date(2024, 5, 28),
        tracking_number="3SABCD1234567",
        tracking_url="https://volgen.example.nl/3SABCD1234567",
        lines=[
            ShipmentLine(
                position=1, product_code="SWITCH-24", description="Switch, 24 ports", quantity=Decimal("10.00")
            )
        ],
        raw_source=RawJson(own("shipment.json", "shipment")),
    )


def test_a_single_invoice_is_read_whole() -> None:
    assert papers.invoice(answer("invoice.json"), READING, TODAY, "350") == Invoice(
        id="gid://advies/Invoice/910",
        backend=BACKEND,
        order_link=Ref(Order, "advies", "350"),
        vendor_id="910",
        number="FA2405-0031",
        status=InvoiceStatus.SENT,
        vendor_status="validated",
        invoice_date=date(2024, 5, 31),
        due_date=date(2024, 6, 30),
        total=taxed("5000.00", "1000.00", "6000.00", "CHF"),
        raw_source=RawJson(own("invoice.json", "invoice")),
    )


def test_trap_20_a_shipment_alone_names_an_orders_ref_and_so_no_order() -> None:
    assert papers.shipment(answer("shipment.json"), READING).order_link is None


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("draft", ShipmentStatus.PENDING),
        ("validated", ShipmentStatus.SHIPPED),
        ("closed", ShipmentStatus.DELIVERED),
        ("lost", ShipmentStatus.UNKNOWN),
        ("", ShipmentStatus.UNKNOWN),
    ],
)
def test_every_shipments_status_word_is_mapped_and_kept(word: str, status: ShipmentStatus) -> None:
    told = shipment(status=word)

    assert (told.status, told.vendor_status) == (status, word or None)


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("draft", InvoiceStatus.DRAFT),
        ("validated", InvoiceStatus.SENT),
        ("paid", InvoiceStatus.PAID),
        ("abandoned", InvoiceStatus.CANCELLED),
        ("disputed", InvoiceStatus.UNKNOWN),
        ("", InvoiceStatus.UNKNOWN),
    ],
)
def test_every_invoices_status_word_is_mapped_and_kept(word: str, status: InvoiceStatus) -> None:
    told = invoice(status=word)

    assert (told.status, told.vendor_status) == (status, word or None)


@pytest.mark.parametrize(
    ("word", "due", "status"),
    [
        ("validated", "2024-06-29", InvoiceStatus.OVERDUE),
        ("validated", "2024-06-30", InvoiceStatus.SENT),
        ("validated", "", InvoiceStatus.SENT),
        ("paid", "2024-06-29", InvoiceStatus.PAID),
        ("draft", "2024-06-29", InvoiceStatus.DRAFT),
        ("abandoned", "2024-06-29", InvoiceStatus.CANCELLED),
    ],
)
def test_only_what_is_sent_and_past_its_due_day_is_overdue(word: str, due: str, status: InvoiceStatus) -> None:
    assert invoice(status=word, date_due=due).status is status


def test_an_invoice_without_a_currency_of_its_own_has_the_backends() -> None:
    assert invoice(total_excl_tax="5.00", multicurrency_code="").total == net("5.00")


def test_trap_33_what_is_empty_in_a_shipment_is_nothing() -> None:
    empty = shipment(ref="", date_shipment="", tracking_number="", tracking_url="", shipping_method="")

    told = (empty.number, empty.shipped_date, empty.tracking_number, empty.tracking_url, empty.method)
    assert told == (None, None, None, None, None)


def test_a_shipment_that_says_nothing_of_its_lines_is_not_an_empty_one() -> None:
    assert (shipment().lines, shipment(lines=[]).lines) == (None, [])


def test_what_has_no_id_is_a_bad_response() -> None:
    with pytest.raises(BadResponse):
        papers.shipment(b'{"shipment": {"ref": "EX1"}}', READING)
    with pytest.raises(BadResponse):
        papers.invoice(b'{"invoice": {"ref": "FA1"}}', READING, TODAY)


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('attachment; filename="CO2405-0018.pdf"', "CO2405-0018.pdf"),
        ("attachment; filename=CO2405-0018", "CO2405-0018.pdf"),
        ("attachment; filename*=UTF-8''Bestelling%20%C3%A9%C3%A9n.pdf", "Bestelling één.pdf"),
        ('attachment; filename="(PROV12).PDF"', "(PROV12).PDF"),
        ('attachment; filename="../../etc/passwd"', "passwd.pdf"),
        ('attachment; filename="C:\\\\temp\\\\x.pdf"', "x.pdf"),
        ('attachment; filename=".."', "350.pdf"),
        ('attachment; filename=""', "350.pdf"),
        ("inline", "350.pdf"),
        ("", "350.pdf"),
    ],
)
def test_a_file_goes_by_the_plain_name_that_the_vendor_gives_it(disposition: str, name: str) -> None:
    assert download.file_name(disposition, "350.pdf") == name


@given(disposition=st.text(), otherwise=st.text())
def test_whatever_the_header_says_the_name_is_a_plain_one(disposition: str, otherwise: str) -> None:
    for name in (download.file_name(disposition, otherwise), download.file_name(f"a; filename={disposition}", "")):
        assert name.lower().endswith(".pdf")
        assert name.isprintable()
        assert not set(name) & set('/\\"')
        assert not name.startswith(".")


def test_the_length_is_known_only_where_it_is_that_of_what_comes() -> None:
    told = [
        download.length({"content-length": "12"}),
        download.length({"content-length": "12", "content-encoding": "gzip"}),
        download.length({}),
    ]

    assert told == [12, None, None]
