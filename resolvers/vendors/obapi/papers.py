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


def shipment(text: bytes, reading: Reading, order_id: str | None = None) -> Shipment:
    """From the answer for one shipment. `order_id`: whose it is, where that is known; it says but a ref itself."""
    own = bytes(decode.read(reading.backend.id, text, ShipmentAnswer).shipment)
    said = decode.read(reading.backend.id, own, ShipmentSaid)
    return Shipment(
        id=reading.gid("Shipment", said.id),
        backend=reading.backend,
        order_link=reading.ref(Order, order_id),
        vendor_id=str(said.id),
        number=values.text(said.ref),
        status=SHIPMENT_STATUS.get((said.status or "").casefold(), ShipmentStatus.UNKNOWN),
        vendor_status=said.status or None,
        method=values.text(said.shipping_method),
        expected_date=reading.day(said.date_delivery),
        shipped_date=reading.day(said.date_shipment),
        tracking_number=values.text(said.tracking_number),
        tracking_url=values.text(said.tracking_url),
        lines=None if said.lines is None else [_shipment_line(line) for line in said.lines],
        raw_source=RawJson(own),
    )


def invoice(text: bytes, reading: Reading, today: date, order_id: str | None = None) -> Invoice:
    """From the answer for one invoice. `today` is the day in the backend's zone; `order_id`: whose it is, if known."""
    own = bytes(decode.read(reading.backend.id, text, InvoiceAnswer).invoice)
    said = decode.read(reading.backend.id, own, InvoiceSaid)
    due = reading.day(said.date_due)
    return Invoice(
        id=reading.gid("Invoice", said.id),
        backend=reading.backend,
        order_link=reading.ref(Order, order_id),
        vendor_id=str(said.id),
        number=values.text(said.ref),
        status=_invoice_status(said.status, due, today),
        vendor_status=said.status or None,
        invoice_date=reading.day(said.date_invoice),
        due_date=due,
        total=parse.total(said, reading, values.text(said.multicurrency_code)),
        raw_source=RawJson(own),
    )


def _shipment_line(said: ShipmentLineSaid) -> ShipmentLine:
    return ShipmentLine(
        position=said.position,
        product_code=values.text(said.product_ref),
        description=values.text(said.product_label),
        quantity=parse.quantity(said.quantity),
    )


def _invoice_status(word: str | None, due: date | None, today: date) -> InvoiceStatus:
    status = INVOICE_STATUS.get((word or "").casefold(), InvoiceStatus.UNKNOWN)
    is_late = status is InvoiceStatus.SENT and due is not None and due < today
    return InvoiceStatus.OVERDUE if is_late else status
