"""What Wimpel's shipments, invoices and customers become."""

import json
from datetime import UTC, date, datetime

from resolvers.errors import BadResponse
from resolvers.vendors.wimpel import parse
from schema.customer import Customer
from schema.invoice import Invoice, InvoiceStatus
from schema.link import Ref
from schema.order import Order
from schema.raw import RawJson
from schema.shipment import Shipment, ShipmentStatus
from tests.resolvers.vendors.wimpel.said import BACKEND, READING, euros, read


def test_a_shipment_is_read_whole():
    text = json.dumps({"id": "clx1", "shipments": [{
        "id": "clx7",
        "number": "ZD-1",
        "status": "delivered",
        "shippedDate": "2026-03-24T22:30:00.000Z",
        "deliveredDate": "2026-03-26",
        "carrier": "PostNL",
        "trackingCode": "3S1",
        "trackingUrl": "https:://volgen/3S1",
    }]}).encode()  # fmt: skip

    assert parse.order(text, READING).shipments_link == [
        Shipment(
            id="gid://boom/Shipment/clx1/clx7",
            backend=BACKEND,
            order_link=Ref(Order, "boom", "clx1"),
            vendor_id="clx7",
            number="ZD-1",
            status=ShipmentStatus.DELIVERED,
            vendor_status="delivered",
            method="PostNL",
            shipped_date=date(2026, 3, 24),
            delivered_date=date(2026, 3, 26),
            shipped_at=datetime(2026, 3, 24, 22, 30, tzinfo=UTC),
            delivered_at=None,
            tracking_number="3S1",
            tracking_url="https:://volgen/3S1",
            raw_source=RawJson(text, ("shipments", 0)),
        )
    ]


def test_trap_20_an_invoice_is_read_whole_and_points_back_at_its_order():
    text = json.dumps({"id": "clx1", "invoices": [{
        "id": "clx8",
        "number": "INV-2026-001",
        "salesOrderId": "clx1",
        "status": "overdue",
        "invoiceDate": "2026-02-01T00:00:00.000Z",
        "dueDate": "2026-03-03T00:00:00.000Z",
        "notes": None,
        "lines": [{"productEan": "9789493113862", "quantity": 30, "price": "29.95"}],
    }]}).encode()  # fmt: skip

    assert parse.order(text, READING).invoices_link == [
        Invoice(
            id="gid://boom/Invoice/clx1/clx8",
            backend=BACKEND,
            order_link=Ref(Order, "boom", "clx1"),
            vendor_id="clx8",
            number="INV-2026-001",
            status=InvoiceStatus.OVERDUE,
            vendor_status="overdue",
            invoice_date=date(2026, 2, 1),
            due_date=date(2026, 3, 3),
            total=euros("898.50", derived=True),
            raw_source=RawJson(text, ("invoices", 0)),
        )
    ]


def test_a_customer_is_read_whole_and_never_taken_for_a_company():
    text = b'{"id": "clx2", "name": "Lyceum De Basis", "number": "K10001", "email": "info@x.nl", "phone": ""}'

    assert parse.customer(text, READING) == Customer(
        id="gid://boom/Customer/clx2",
        backend=BACKEND,
        vendor_id="clx2",
        number="K10001",
        company_name=None,
        name="Lyceum De Basis",
        email="info@x.nl",
        phone=None,
        raw_source=RawJson(text),
    )


def test_a_shipment_without_an_id_is_known_by_its_position():
    shipments = read(shipments=[{"number": "ZD-1"}, {"number": "ZD-2"}]).shipments_link

    assert isinstance(shipments, list)
    assert [shipment.id for shipment in shipments] == ["gid://boom/Shipment/clx1/1", "gid://boom/Shipment/clx1/2"]
    assert [shipment.vendor_id for shipment in shipments] == [None, None]


def test_nulls_for_relations_say_nothing():
    order = read(customer=None, lines=None, shipments=None, invoices=None, _count=None)

    assert (order.customer_link, order.shipments_link, order.invoices_link) == (None, None, None)
    assert isinstance(order.lines, BadResponse)
    assert isinstance(order.line_count, BadResponse)
