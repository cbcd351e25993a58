"""OBAPI's orders, parsed into the schema's types. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from resolvers.vendors import decode, values
from resolvers.vendors.obapi import download
from resolvers.vendors.obapi.answers import (
    LineJson,
    ListJson,
    OrderEnvelope,
    OrderJson,
    PaginationJson,
    TotalsJson,
)
from resolvers.vendors.reading import Reading
from schema.invoice import Invoice
from schema.line import OrderLine
from schema.link import Relation
from schema.money import TaxedMoney
from schema.order import Order
from schema.product import Product
from schema.raw import RawJson
from schema.shipment import Shipment
from schema.status import OrderStatus, Progress
from schema.vendor_fields import ObapiOrderFields

STATUS: Mapping[str, OrderStatus] = {
    "draft": OrderStatus.DRAFT,
    "validated": OrderStatus.CONFIRMED,
    # Both while it is processed and once it is shipped.
    "in_progress": OrderStatus.PROCESSING,
    "delivered": OrderStatus.DELIVERED,
    "cancelled": OrderStatus.CANCELLED,
}
BILLED: Mapping[bool | None, Progress] = {True: Progress.COMPLETE, False: Progress.NONE}


@dataclass(frozen=True, slots=True)
class Listed:
    """One page: the JSON of each row, and the totals over all pages, if the server gives them."""

    rows: list[bytes]
    total: int | None
    pages: int | None


def listed(text: bytes, reading: Reading) -> Listed:
    answer = decode.read(reading, text, ListJson)
    text = bytes(answer.pagination)
    pagination = decode.read(reading, text, PaginationJson) if text.startswith(b"{") else PaginationJson()
    return Listed([bytes(row) for row in answer.items], pagination.total_items, pagination.total_pages)


def order(text: bytes, reading: Reading) -> Order:
    """From the answer for one order, where missing lines are an error."""
    row = order_row(bytes(decode.read(reading, text, OrderEnvelope).order), reading)
    lines, line_count = reading.said(row.lines, "an order's lines"), reading.counted(row.lines, "an order's lines")
    return replace(row, lines=lines, line_count=line_count)


def order_row(own: bytes, reading: Reading) -> Order:
    """From a list row, which lacks the lines and most other fields of a single order."""
    data = decode.read(reading, own, OrderJson)
    vendor_id, number, reference = str(data.id), values.text(data.ref), values.text(data.customer_ref)
    ordered_at, status = reading.instant(data.date_order), reading.status(data.status)
    keys = (reading.backend.id, vendor_id, number, reference)
    return Order(
        id=reading.gid("Order", vendor_id),
        backend=reading.backend,
        vendor_id=vendor_id,
        number=number,
        reference=reference,
        status=status,
        vendor_status=data.status or None,
        delivery_status=values.delivery_status(status),
        invoice_status=BILLED.get(data.is_billed),
        order_date=reading.day(data.date_order),
        ordered_at=ordered_at,
        requested_delivery_date=reading.day(data.date_delivery),
        created_at=reading.instant(data.created_at),
        updated_at=reading.instant(data.updated_at),
        currency_code=reading.currency,
        total=total(data, reading),
        note=values.text(data.public_note),
        payment_terms=values.text(data.payment_terms),
        payment_method=values.text(data.payment_method),
        shipping_method=values.text(data.shipping_method),
        lines=_lines(data, reading),
        shipments_link=Relation(Shipment, *keys, ordered_at=ordered_at),
        invoices_link=Relation(Invoice, *keys, ordered_at=ordered_at),
        documents=[reading.order_pdf(vendor_id, download.plain(f"{number or vendor_id}.pdf"))],
        vendor_fields=ObapiOrderFields(validated_at=reading.instant(data.validated_at), is_billed=data.is_billed),
        raw_source=RawJson(own),
    )


def _lines(data: OrderJson, reading: Reading) -> list[OrderLine] | None:
    """None if they are missing; an order without lines has []."""
    if data.lines is None:
        return None
    return [_line(str(data.id), index, line, reading) for index, line in enumerate(data.lines, start=1)]


def _line(order_id: str, index: int, data: LineJson, reading: Reading) -> OrderLine:
    price, discount = values.decimal(data.unit_price_excl_tax), values.decimal(data.discount_percent)
    position = index if data.position is None else data.position
    return OrderLine(
        id=reading.gid("OrderLine", order_id, position if data.id is None else data.id),
        vendor_id=None if data.id is None else str(data.id),
        position=position,
        product=Product(code=values.text(data.product_ref), name=values.text(data.product_label)),
        description=values.text(data.description),
        type=data.product_type or None,
        quantity=reading.said(values.decimal(data.quantity), "a line's quantity"),
        unit=values.text(data.unit),
        unit_price=_unit_price(price, discount, reading),
        list_price=reading.taxed(net=price),
        discount_percent=discount,
        tax_percent=values.decimal(data.vat_rate),
        total=total(data, reading),
    )


def _unit_price(price: Decimal | None, discount: Decimal | None, reading: Reading) -> TaxedMoney | None:
    """The price minus the discount, exact."""
    if price is None or not discount:
        return reading.taxed(net=price)
    factor = values.difference(Decimal(1), discount.scaleb(-2, values.EXACT))
    return reading.taxed(net=_shortened(values.product(price, factor), price), derived=True)


def _shortened(value: Decimal | None, like: Decimal) -> Decimal | None:
    """To as many decimals as `like` has, if only zeros are lost: 90.000000 beside 100.00 becomes 90.00."""
    if value is None:
        return None
    shortened = value.quantize(like, context=values.EXACT)
    return shortened if shortened == value else value


def total(data: TotalsJson, reading: Reading, currency: str | None = None) -> TaxedMoney | None:
    return reading.taxed(
        net=values.decimal(data.total_excl_tax),
        gross=values.decimal(data.total_incl_tax),
        tax=values.decimal(data.total_vat),
        currency=currency,
    )
