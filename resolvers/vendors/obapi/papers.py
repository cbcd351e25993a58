"""What an OBAPI supplier says of shipments and invoices, in our types. Pure."""

from collections.abc import Mapping
from datetime import date

from resolvers.vendors import decode, values
from resolvers.vendors.obapi import parse
from resolvers.vendors.obapi.answers import (
    InvoiceAnswer,
    InvoiceSaid,
    ShipmentAnswer,
    ShipmentLineSaid,
    ShipmentSaid,
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


# What of a row each field is read from. What stands in neither is never filled, or known of whatever is pointed at.
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
    """Whether a list's row tells all these fields (None: all there are); one that has its lines already is whole."""
    said = {name for name, value in decode.members(backend, row).items() if bytes(value) != b"null"}
    wanted = read_from.keys() if fields is None else fields
    return said >= WHOLE or said >= NOTHING.union(*(read_from.get(field, NOTHING) for field in wanted))


def shipment(text: bytes, reading: Reading, order_id: str | None = None) -> Shipment:
    """From the answer for one shipment. `order_id`: whose it is, where that is known; it says but a ref itself."""
    return shipment_row(bytes(decode.read(reading, text, ShipmentAnswer).shipment), reading, order_id)


def shipment_row(own: bytes, reading: Reading, order_id: str | None = None) -> Shipment:
    said = decode.read(reading, own, ShipmentSaid)
    return Shipment(
        id=reading.gid("Shipment", said.id),
        backend=reading.backend,
        order_link=reading.ref(Order, order_id),
        vendor_id=str(said.id),
        number=values.text(said.ref),
        status=reading.word("status", said.status, SHIPMENT_STATUS, ShipmentStatus.UNKNOWN),
        vendor_status=said.status or None,
        method=values.text(said.shipping_method),
        expected_date=reading.day(said.date_delivery),
        shipped_date=reading.day(said.date_shipment),
        tracking_number=values.text(said.tracking_number),
        tracking_url=values.text(said.tracking_url),
        lines=None if said.lines is None else [_shipment_line(line, reading) for line in said.lines],
        raw_source=RawJson(own),
    )


def invoice(text: bytes, reading: Reading, today: date, order_id: str | None = None) -> Invoice:
    """From the answer for one invoice. `today` is the day in the backend's zone; `order_id`: whose it is, if known."""
    return invoice_row(bytes(decode.read(reading, text, InvoiceAnswer).invoice), reading, today, order_id)


def invoice_row(own: bytes, reading: Reading, today: date, order_id: str | None = None) -> Invoice:
    said = decode.read(reading, own, InvoiceSaid)
    due = reading.day(said.date_due)
    return Invoice(
        id=reading.gid("Invoice", said.id),
        backend=reading.backend,
        order_link=reading.ref(Order, order_id),
        vendor_id=str(said.id),
        number=values.text(said.ref),
        status=_invoice_status(said.status, due, today, reading),
        vendor_status=said.status or None,
        invoice_date=reading.day(said.date_invoice),
        due_date=due,
        total=parse.total(said, reading, values.text(said.multicurrency_code)),
        raw_source=RawJson(own),
    )


def _shipment_line(said: ShipmentLineSaid, reading: Reading) -> ShipmentLine:
    return ShipmentLine(
        position=said.position,
        product_code=values.text(said.product_ref),
        description=values.text(said.product_label),
        quantity=reading.said(values.decimal(said.quantity), "a line's quantity"),
    )


def _invoice_status(word: str | None, due: date | None, today: date, reading: Reading) -> InvoiceStatus:
    status = reading.word("status", word, INVOICE_STATUS, InvoiceStatus.UNKNOWN)
    is_late = status is InvoiceStatus.SENT and due is not None and due < today
    return InvoiceStatus.OVERDUE if is_late else status
