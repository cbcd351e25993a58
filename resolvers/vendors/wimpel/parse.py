"""Wimpel's JSON, parsed into the schema's types. Pure."""

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any

from resolvers.vendors import decode, values
from resolvers.vendors.reading import Reading
from resolvers.vendors.wimpel.answers import (
    CountJson,
    CustomerJson,
    InvoiceJson,
    LineJson,
    NumberedJson,
    OrderJson,
    ShipmentJson,
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
from schema.status import OrderStatus
from schema.vendor_fields import WimpelOrderFields

RELATIONS = ("lines", "customer", "shipments", "invoices")
"""A list row has those that `include` names; a single order has all."""
STATUS = {
    "draft": OrderStatus.DRAFT,
    "pending": OrderStatus.PENDING,
    "confirmed": OrderStatus.CONFIRMED,
    "shipped": OrderStatus.SHIPPED,
    "delivered": OrderStatus.DELIVERED,
    "cancelled": OrderStatus.CANCELLED,
}
# Not documented: plain English words are taken literally.
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


def id_and_number(text: bytes, reading: Reading) -> tuple[str, str | None]:
    """Of an order or a customer."""
    data = decode.part(reading, text, NumberedJson)
    return str(data.id), values.text(data.number)


def order(text: bytes, reading: Reading, included: Collection[str] = RELATIONS) -> Order:
    """From a list row, a single order or the answer to a write. What is missing is None; so is a relation, never [].

    `included`: the relations that were requested; a single order has all. Lines that are missing although requested are
    an error.
    """
    data = decode.read(reading, text, OrderJson)
    order_id, raw = str(data.id), RawJson(text)
    status, customer_ref, counts = reading.status(data.status), _customer_ref(data, reading), _counts(data)
    lines = _lines(data.lines, order_id, reading)
    return Order(
        id=reading.gid("Order", order_id),
        backend=reading.backend,
        vendor_id=order_id,
        number=values.text(data.number),
        reference=values.text(data.reference),
        status=status,
        vendor_status=data.status or None,
        delivery_status=values.delivery_status(status),
        origin=values.text(data.origin),
        order_date=reading.day(data.order_date),
        ordered_at=reading.instant(data.order_date),
        requested_delivery_date=reading.day(data.delivery_date),
        created_at=reading.instant(data.inserted),
        updated_at=reading.instant(data.updated),
        currency_code=reading.currency,
        total=_sum(data.lines, reading),
        note=values.text(data.notes),
        lines=reading.said(lines, "an order's lines") if "lines" in included else lines,
        line_count=reading.said(counts.line_count if lines is None else len(lines), "how many lines an order has"),
        customer_id=reading.gid("Customer", customer_ref.vendor_id) if customer_ref else None,
        customer_link=customer_ref,
        shipments_link=_shipments(data.shipments, order_id, raw, reading),
        invoices_link=_invoices(data.invoices, order_id, raw, reading),
        vendor_fields=counts,
        raw_source=raw,
    )


def customer(text: bytes, reading: Reading) -> Customer:
    data = decode.read(reading, text, CustomerJson)
    return Customer(
        id=reading.gid("Customer", data.id),
        backend=reading.backend,
        vendor_id=str(data.id),
        number=values.text(data.number),
        name=values.text(data.name),
        email=values.text(data.email),
        phone=values.text(data.phone),
        raw_source=RawJson(text),
    )


def _customer_ref(data: OrderJson, reading: Reading) -> Ref[Customer] | None:
    embedded = data.customer.id if data.customer else None
    return reading.ref(Customer, data.customer_id or embedded)


def _counts(data: OrderJson) -> WimpelOrderFields:
    """Wimpel's own counts, or the number of records it included."""
    counted = data.count or CountJson()
    return WimpelOrderFields(
        line_count=_count(counted.lines, data.lines),
        shipment_count=_count(counted.shipments, data.shipments),
        invoice_count=_count(counted.invoices, data.invoices),
    )


def _count(counted: int | None, included: Sequence[object] | None) -> int | None:
    if counted is not None or included is None:
        return counted
    return len(included)


def _lines(data: list[LineJson] | None, order_id: str, reading: Reading) -> list[OrderLine] | None:
    if data is None:
        return None
    return [_line(line, position, order_id, reading) for position, line in enumerate(data, 1)]


def _line(data: LineJson, position: int, order_id: str, reading: Reading) -> OrderLine:
    return OrderLine(
        id=reading.gid("OrderLine", order_id, position),
        vendor_id=values.text(data.id),
        position=position,
        product=Product(
            ean=values.text(data.product_ean), name=values.text(data.product.name if data.product else None)
        ),
        quantity=reading.said(values.decimal(data.quantity), "a line's quantity"),
        unit_price=reading.stated(_unit_price(data)),
        total=reading.stated(_amount(data), derived=True),
    )


def _unit_price(data: LineJson) -> Decimal | None:
    """None if there is a discount: its unit is unknown, and so is whether `price` includes it."""
    return None if _is_discounted(data.discount) else values.decimal(data.price)


def _is_discounted(discount: Any) -> bool:
    return discount not in (None, "", False) and values.decimal(str(discount)) != 0


def _amount(data: LineJson) -> Decimal | None:
    return values.product(values.decimal(data.quantity), _unit_price(data))


def _sum(data: list[LineJson] | None, reading: Reading) -> TaxedMoney | None:
    return reading.stated(values.total(map(_amount, data or ())), derived=True)


def _shipments(data: list[ShipmentJson] | None, order_id: str, raw: RawJson, reading: Reading) -> list[Shipment] | None:
    if data is None:
        return None
    return [_shipment(one, index, order_id, raw, reading) for index, one in enumerate(data)]


def _shipment(data: ShipmentJson, index: int, order_id: str, raw: RawJson, reading: Reading) -> Shipment:
    """Identified by its id; by its position if it has none."""
    return Shipment(
        id=reading.gid("Shipment", order_id, values.text(data.id) or index + 1),
        backend=reading.backend,
        order_link=reading.ref(Order, order_id),
        vendor_id=values.text(data.id),
        number=values.text(data.number),
        status=reading.word("shipments.status", data.status, SHIPMENT_STATUS, ShipmentStatus.UNKNOWN),
        vendor_status=data.status or None,
        method=values.text(data.carrier),
        shipped_date=reading.day(data.shipped_date),
        delivered_date=reading.day(data.delivered_date),
        shipped_at=None if values.is_day(data.shipped_date) else reading.instant(data.shipped_date),
        delivered_at=None if values.is_day(data.delivered_date) else reading.instant(data.delivered_date),
        tracking_number=values.text(data.tracking_code),
        tracking_url=values.text(data.tracking_url),
        raw_source=raw.at("shipments", index),
    )


def _invoices(data: list[InvoiceJson] | None, order_id: str, raw: RawJson, reading: Reading) -> list[Invoice] | None:
    if data is None:
        return None
    return [_invoice(one, order_id, raw.at("invoices", index), reading) for index, one in enumerate(data)]


def _invoice(data: InvoiceJson, order_id: str, raw: RawJson, reading: Reading) -> Invoice:
    return Invoice(
        id=reading.gid("Invoice", order_id, data.id),
        backend=reading.backend,
        order_link=reading.ref(Order, order_id),
        vendor_id=str(data.id),
        number=values.text(data.number),
        status=reading.word("invoices.status", data.status, INVOICE_STATUS, InvoiceStatus.UNKNOWN),
        vendor_status=data.status or None,
        invoice_date=reading.day(data.invoice_date),
        due_date=reading.day(data.due_date),
        total=_sum(data.lines, reading),
        raw_source=raw,
    )
