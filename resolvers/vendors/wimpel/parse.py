"""What Wimpel said, as our types. Pure."""

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any

from resolvers.vendors import decode, values
from resolvers.vendors.reading import Reading
from resolvers.vendors.wimpel.answers import (
    CountSaid,
    CustomerSaid,
    InvoiceSaid,
    LineSaid,
    Numbered,
    OrderSaid,
    ShipmentSaid,
)
from schema.customer import Customer
from schema.invoice import Invoice, InvoiceStatus
from schema.line import OrderLine
from schema.link import Ref
from schema.money import TaxedMoney
from schema.order import Order
from schema.product import Product
from schema.raw import RawJson
from schema.shipment import Shipment, ShipmentStatus
from schema.status import OrderStatus, Progress
from schema.vendor_fields import WimpelOrderFields

RELATIONS = ("lines", "customer", "shipments", "invoices")
"""What an order brings along: in a list where `include` names it, alone always."""
STATUS = {
    "draft": OrderStatus.DRAFT,
    "pending": OrderStatus.PENDING,
    "confirmed": OrderStatus.CONFIRMED,
    "shipped": OrderStatus.SHIPPED,
    "delivered": OrderStatus.DELIVERED,
    "cancelled": OrderStatus.CANCELLED,
}
# Their shipments are undocumented: plain English words are taken as what they say.
SHIPMENT_STATUS = {
    "draft": ShipmentStatus.PENDING,
    "pending": ShipmentStatus.PENDING,
    "confirmed": ShipmentStatus.PENDING,
    "processing": ShipmentStatus.PENDING,
    "sent": ShipmentStatus.SHIPPED,
    "shipped": ShipmentStatus.SHIPPED,
    "in_transit": ShipmentStatus.SHIPPED,
    "delivered": ShipmentStatus.DELIVERED,
    "cancelled": ShipmentStatus.CANCELLED,
    "canceled": ShipmentStatus.CANCELLED,
}
INVOICE_STATUS = {
    "draft": InvoiceStatus.DRAFT,
    "sent": InvoiceStatus.SENT,
    "paid": InvoiceStatus.PAID,
    "overdue": InvoiceStatus.OVERDUE,
    "cancelled": InvoiceStatus.CANCELLED,
}


def numbered(text: bytes, reading: Reading) -> tuple[str, str | None]:
    """An order's or customer's id and number, and nothing else read."""
    said = decode.part(reading, text, Numbered)
    return str(said.id), values.text(said.number)


def order(text: bytes, reading: Reading, included: Collection[str] = RELATIONS) -> Order:
    """Of whichever answer: what is in it is read, what is not is None. Relations not included are None, never empty.

    `included`: the relations that were asked for; an order alone comes with all.
    """
    said = decode.read(reading, text, OrderSaid)
    order_id, raw = str(said.id), RawJson(text)
    status, customer_ref, counts = reading.status(said.status), _customer_ref(said, reading), _counts(said)
    lines = _lines(said.lines, order_id, reading)
    return Order(
        id=reading.gid("Order", order_id),
        backend=reading.backend,
        vendor_id=order_id,
        number=values.text(said.number),
        reference=values.text(said.reference),
        status=status,
        vendor_status=said.status or None,
        delivery_status=Progress.COMPLETE if status is OrderStatus.DELIVERED else None,
        origin=values.text(said.origin),
        order_date=reading.day(said.order_date),
        ordered_at=reading.instant(said.order_date),
        requested_delivery_date=reading.day(said.delivery_date),
        created_at=reading.instant(said.inserted),
        updated_at=reading.instant(said.updated),
        currency_code=reading.currency,
        total=_sum(said.lines, reading),
        note=values.text(said.notes),
        lines=reading.said(lines, "an order's lines") if "lines" in included else lines,
        line_count=reading.said(counts.line_count if lines is None else len(lines), "how many lines an order has"),
        customer_id=reading.gid("Customer", customer_ref.vendor_id) if customer_ref else None,
        customer_link=customer_ref,
        shipments_link=_shipments(said.shipments, order_id, raw, reading),
        invoices_link=_invoices(said.invoices, order_id, raw, reading),
        vendor_fields=counts,
        raw_source=raw,
    )


def customer(text: bytes, reading: Reading) -> Customer:
    said = decode.read(reading, text, CustomerSaid)
    return Customer(
        id=reading.gid("Customer", said.id),
        backend=reading.backend,
        vendor_id=str(said.id),
        number=values.text(said.number),
        name=values.text(said.name),
        email=values.text(said.email),
        phone=values.text(said.phone),
        raw_source=RawJson(text),
    )


def _customer_ref(said: OrderSaid, reading: Reading) -> Ref[Customer] | None:
    embedded = said.customer.id if said.customer else None
    return reading.ref(Customer, said.customer_id or embedded)


def _counts(said: OrderSaid) -> WimpelOrderFields:
    """As Wimpel counts, or else the length of what it sent along."""
    counted = said.count or CountSaid()
    return WimpelOrderFields(
        line_count=_count(counted.lines, said.lines),
        shipment_count=_count(counted.shipments, said.shipments),
        invoice_count=_count(counted.invoices, said.invoices),
    )


def _count(counted: int | None, included: Sequence[object] | None) -> int | None:
    if counted is not None or included is None:
        return counted
    return len(included)


def _lines(said: list[LineSaid] | None, order_id: str, reading: Reading) -> list[OrderLine] | None:
    if said is None:
        return None
    return [_line(line, position, order_id, reading) for position, line in enumerate(said, 1)]


def _line(said: LineSaid, position: int, order_id: str, reading: Reading) -> OrderLine:
    return OrderLine(
        id=reading.gid("OrderLine", order_id, position),
        vendor_id=values.text(said.id),
        position=position,
        product=Product(
            ean=values.text(said.product_ean), name=values.text(said.product.name if said.product else None)
        ),
        quantity=reading.said(values.decimal(said.quantity), "a line's quantity"),
        unit_price=reading.stated(_unit_price(said)),
        total=reading.stated(_amount(said), derived=True),
    )


def _unit_price(said: LineSaid) -> Decimal | None:
    """None beside a discount: whether the price has it off already is not said, nor what it is a number of."""
    return None if _is_discounted(said.discount) else values.decimal(said.price)


def _is_discounted(discount: Any) -> bool:
    return discount not in (None, "", False) and values.decimal(str(discount)) != 0


def _amount(said: LineSaid) -> Decimal | None:
    return values.product(values.decimal(said.quantity), _unit_price(said))


def _sum(said: list[LineSaid] | None, reading: Reading) -> TaxedMoney | None:
    return reading.stated(values.total(map(_amount, said or ())), derived=True)


def _shipments(said: list[ShipmentSaid] | None, order_id: str, raw: RawJson, reading: Reading) -> list[Shipment] | None:
    if said is None:
        return None
    return [_shipment(one, place, order_id, raw, reading) for place, one in enumerate(said)]


def _shipment(said: ShipmentSaid, place: int, order_id: str, raw: RawJson, reading: Reading) -> Shipment:
    """Known by its id, which Wimpel is taken to give always; by its position should it give none."""
    return Shipment(
        id=reading.gid("Shipment", order_id, values.text(said.id) or place + 1),
        backend=reading.backend,
        order_link=reading.ref(Order, order_id),
        vendor_id=values.text(said.id),
        number=values.text(said.number),
        status=reading.word("shipments.status", said.status, SHIPMENT_STATUS, ShipmentStatus.UNKNOWN),
        vendor_status=said.status or None,
        method=values.text(said.carrier),
        shipped_date=reading.day(said.shipped_date),
        delivered_date=reading.day(said.delivered_date),
        shipped_at=None if values.is_day(said.shipped_date) else reading.instant(said.shipped_date),
        delivered_at=None if values.is_day(said.delivered_date) else reading.instant(said.delivered_date),
        tracking_number=values.text(said.tracking_code),
        tracking_url=values.text(said.tracking_url),
        raw_source=raw.at("shipments", place),
    )


def _invoices(said: list[InvoiceSaid] | None, order_id: str, raw: RawJson, reading: Reading) -> list[Invoice] | None:
    if said is None:
        return None
    return [_invoice(one, order_id, raw.at("invoices", place), reading) for place, one in enumerate(said)]


def _invoice(said: InvoiceSaid, order_id: str, raw: RawJson, reading: Reading) -> Invoice:
    return Invoice(
        id=reading.gid("Invoice", order_id, said.id),
        backend=reading.backend,
        order_link=reading.ref(Order, order_id),
        vendor_id=str(said.id),
        number=values.text(said.number),
        status=reading.word("invoices.status", said.status, INVOICE_STATUS, InvoiceStatus.UNKNOWN),
        vendor_status=said.status or None,
        invoice_date=reading.day(said.invoice_date),
        due_date=reading.day(said.due_date),
        total=_sum(said.lines, reading),
        raw_source=raw,
    )
