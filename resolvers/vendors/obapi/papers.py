"""OBAPI's shipments and invoices, parsed into the schema's types. Pure."""

from collections.abc import Mapping
from datetime import date

from resolvers.vendors import decode, values
from resolvers.vendors.obapi import parse
from resolvers.vendors.obapi.answers import (
    InvoiceEnvelope,
    InvoiceJson,
    ShipmentEnvelope,
    ShipmentJson,
    ShipmentLineJson,
)
from resolvers.vendors.reading import Reading
from schema.invoice import Invoice, InvoiceStatus
from schema.order import Order
from schema.raw import RawJson
from schema.shipment import Shipment, ShipmentLine, ShipmentStatus

WHOLE = frozenset({"lines"})
NOTHING: frozenset[str] = frozenset()
SHIPMENT_STATUS: Mapping[str, ShipmentStatus] = {
    "draft": ShipmentStatus.PENDING,
    "validated": ShipmentStatus.SHIPPED,
    "closed": ShipmentStatus.DELIVERED,
}
INVOICE_STATUS: Mapping[str, InvoiceStatus] = {
    "draft": InvoiceStatus.DRAFT,
    "validated": InvoiceStatus.SENT,
    "paid": InvoiceStatus.PAID,
    "abandoned": InvoiceStatus.CANCELLED,
}
# The row fields that each field is read from. Fields not listed are never filled, or known without a row.
IN_SHIPMENT: Mapping[str, frozenset[str]] = {
    "number": frozenset({"ref"}),
    "status": frozenset({"status"}),
    "vendorStatus": frozenset({"status"}),
    "method": frozenset({"shipping_method"}),
    "expectedDate": frozenset({"date_delivery"}),
    "shippedDate": frozenset({"date_shipment"}),
    "trackingNumber": frozenset({"tracking_number"}),
    "trackingUrl": frozenset({"tracking_url"}),
    "lines": WHOLE,
    "raw": WHOLE,
}
IN_INVOICE: Mapping[str, frozenset[str]] = {
    "number": frozenset({"ref"}),
    "status": frozenset({"status", "date_due"}),
    "vendorStatus": frozenset({"status"}),
    "invoiceDate": frozenset({"date_invoice"}),
    "dueDate": frozenset({"date_due"}),
    "total": frozenset({"total_excl_tax", "total_vat", "total_incl_tax", "multicurrency_code"}),
    "raw": WHOLE,
}


def suffices(row: bytes, fields: frozenset[str] | None, read_from: Mapping[str, frozenset[str]], backend: str) -> bool:
    """Whether a list row has all these fields (None: every field); a row with lines is complete."""
    present = {name for name, value in decode.members(backend, row).items() if bytes(value) != b"null"}
    wanted = read_from.keys() if fields is None else fields
    return present >= WHOLE or present >= NOTHING.union(*(read_from.get(field, NOTHING) for field in wanted))


def shipment(text: bytes, reading: Reading, order_id: str | None = None) -> Shipment:
    """From the answer for one shipment. `order_id`: its order, if known; the answer has the order's ref only."""
    return shipment_row(bytes(decode.read(reading, text, ShipmentEnvelope).shipment), reading, order_id)


def shipment_row(own: bytes, reading: Reading, order_id: str | None = None) -> Shipment:
    data = decode.read(reading, own, ShipmentJson)
    return Shipment(
        id=reading.gid("Shipment", data.id),
        backend=reading.backend,
        order_link=reading.ref(Order, order_id),
        vendor_id=str(data.id),
        number=values.text(data.ref),
        status=reading.word("status", data.status, SHIPMENT_STATUS, ShipmentStatus.UNKNOWN),
        vendor_status=data.status or None,
        method=values.text(data.shipping_method),
        expected_date=reading.day(data.date_delivery),
        shipped_date=reading.day(data.date_shipment),
        tracking_number=values.text(data.tracking_number),
        tracking_url=values.text(data.tracking_url),
        lines=None if data.lines is None else [_shipment_line(line, reading) for line in data.lines],
        raw_source=RawJson(own),
    )


def invoice(text: bytes, reading: Reading, today: date, order_id: str | None = None) -> Invoice:
    """From the answer for one invoice. `today`: in the backend's zone. `order_id`: its order, if known."""
    return invoice_row(bytes(decode.read(reading, text, InvoiceEnvelope).invoice), reading, today, order_id)


def invoice_row(own: bytes, reading: Reading, today: date, order_id: str | None = None) -> Invoice:
    data = decode.read(reading, own, InvoiceJson)
    due = reading.day(data.date_due)
    return Invoice(
        id=reading.gid("Invoice", data.id),
        backend=reading.backend,
        order_link=reading.ref(Order, order_id),
        vendor_id=str(data.id),
        number=values.text(data.ref),
        status=_invoice_status(data.status, due, today, reading),
        vendor_status=data.status or None,
        invoice_date=reading.day(data.date_invoice),
        due_date=due,
        total=parse.total(data, reading, values.text(data.multicurrency_code)),
        raw_source=RawJson(own),
    )


def _shipment_line(data: ShipmentLineJson, reading: Reading) -> ShipmentLine:
    return ShipmentLine(
        position=data.position,
        product_code=values.text(data.product_ref),
        description=values.text(data.product_label),
        quantity=reading.said(values.decimal(data.quantity), "a line's quantity"),
    )


def _invoice_status(word: str | None, due: date | None, today: date, reading: Reading) -> InvoiceStatus:
    status = reading.word("status", word, INVOICE_STATUS, InvoiceStatus.UNKNOWN)
    is_overdue = status is InvoiceStatus.SENT and due is not None and due < today
    return InvoiceStatus.OVERDUE if is_overdue else status
