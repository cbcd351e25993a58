"""What an OBAPI supplier says, in our types. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from resolvers.vendors import decode, values
from resolvers.vendors.obapi import download
from resolvers.vendors.obapi.answers import (
    LineSaid,
    ListAnswer,
    OrderAnswer,
    OrderSaid,
    Pagination,
    Totals,
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
    # Their word for being processed and for being shipped alike.
    "in_progress": OrderStatus.PROCESSING,
    "delivered": OrderStatus.DELIVERED,
    "cancelled": OrderStatus.CANCELLED,
}
BILLED: Mapping[bool | None, Progress] = {True: Progress.COMPLETE, False: Progress.NONE}


@dataclass(frozen=True, slots=True)
class Listed:
    """One page: each row's own text, and what the list counts over all its pages, where it does."""

    rows: list[bytes]
    total: int | None
    pages: int | None


def listed(text: bytes, reading: Reading) -> Listed:
    answer = decode.read(reading, text, ListAnswer)
    counted = bytes(answer.pagination)
    counts = decode.read(reading, counted, Pagination) if counted.startswith(b"{") else Pagination()
    return Listed([bytes(row) for row in answer.items], counts.total_items, counts.total_pages)


def order(text: bytes, reading: Reading) -> Order:
    """From the answer for one order."""
    made = order_row(bytes(decode.read(reading, text, OrderAnswer).order), reading)
    lines, line_count = reading.said(made.lines, "an order's lines"), reading.counted(made.lines, "an order's lines")
    return replace(made, lines=lines, line_count=line_count)


def order_row(own: bytes, reading: Reading) -> Order:
    """From a row of the list, which lacks lines, and much else that stands in the answer for one order alone."""
    said = decode.read(reading, own, OrderSaid)
    vendor_id, number, reference = str(said.id), values.text(said.ref), values.text(said.customer_ref)
    ordered_at, status = reading.instant(said.date_order), reading.status(said.status)
    whose = (reading.backend.id, vendor_id, number, reference)
    return Order(
        id=reading.gid("Order", vendor_id),
        backend=reading.backend,
        vendor_id=vendor_id,
        number=number,
        reference=reference,
        status=status,
        vendor_status=said.status or None,
        delivery_status=Progress.COMPLETE if status is OrderStatus.DELIVERED else None,
        invoice_status=BILLED.get(said.is_billed),
        order_date=reading.day(said.date_order),
        ordered_at=ordered_at,
        requested_delivery_date=reading.day(said.date_delivery),
        created_at=reading.instant(said.created_at),
        updated_at=reading.instant(said.updated_at),
        currency_code=reading.currency,
        total=total(said, reading),
        note=values.text(said.public_note),
        payment_terms=values.text(said.payment_terms),
        payment_method=values.text(said.payment_method),
        shipping_method=values.text(said.shipping_method),
        lines=_lines(said, reading),
        shipments_link=Relation(Shipment, *whose, ordered_at=ordered_at),
        invoices_link=Relation(Invoice, *whose, ordered_at=ordered_at),
        documents=[reading.order_pdf(vendor_id, download.plain(f"{number or vendor_id}.pdf"))],
        vendor_fields=ObapiOrderFields(validated_at=reading.instant(said.validated_at), is_billed=said.is_billed),
        raw_source=RawJson(own),
    )


def _lines(said: OrderSaid, reading: Reading) -> list[OrderLine] | None:
    """None where nothing is said of them, which is not the same as an order without any."""
    if said.lines is None:
        return None
    return [_line(str(said.id), place, line, reading) for place, line in enumerate(said.lines, start=1)]


def _line(order_id: str, place: int, said: LineSaid, reading: Reading) -> OrderLine:
    price, discount = values.decimal(said.unit_price_excl_tax), values.decimal(said.discount_percent)
    position = place if said.position is None else said.position
    return OrderLine(
        id=reading.gid("OrderLine", order_id, position if said.id is None else said.id),
        vendor_id=None if said.id is None else str(said.id),
        position=position,
        product=Product(code=values.text(said.product_ref), name=values.text(said.product_label)),
        description=values.text(said.description),
        type=said.product_type or None,
        quantity=reading.said(values.decimal(said.quantity), "a line's quantity"),
        unit=values.text(said.unit),
        unit_price=_unit_price(price, discount, reading),
        list_price=reading.taxed(net=price),
        discount_percent=discount,
        tax_percent=values.decimal(said.vat_rate),
        total=total(said, reading),
    )


def _unit_price(price: Decimal | None, discount: Decimal | None, reading: Reading) -> TaxedMoney | None:
    """The price less its discount, exactly."""
    if price is None or not discount:
        return reading.taxed(net=price)
    rest = values.difference(Decimal(1), discount.scaleb(-2, values.EXACT))
    return reading.taxed(net=_short(values.product(price, rest), price), derived=True)


def _short(value: Decimal | None, like: Decimal) -> Decimal | None:
    """Without zeros that `like` does not need: 90.000000 beside 100.00 is 90.00."""
    if value is None:
        return None
    short = value.quantize(like, context=values.EXACT)
    return short if short == value else value


def total(said: Totals, reading: Reading, currency: str | None = None) -> TaxedMoney | None:
    return reading.taxed(
        net=values.decimal(said.total_excl_tax),
        gross=values.decimal(said.total_incl_tax),
        tax=values.decimal(said.total_vat),
        currency=currency,
    )
