"""LogicTrade's orders and invoices, parsed into the schema's types. Pure."""

from collections.abc import Sequence
from decimal import Decimal

from resolvers.vendors import decode, values
from resolvers.vendors.logictrade import people
from resolvers.vendors.logictrade.answers import (
    CommentJson,
    DeliveryJson,
    InvoiceJson,
    LineJson,
    NamedJson,
    NumberedJson,
    OrderJson,
    PaymentJson,
    VatJson,
    WebshopJson,
)
from resolvers.vendors.reading import Reading
from schema.address import Address
from schema.invoice import Invoice, InvoiceStatus
from schema.line import OrderLine
from schema.link import Relation
from schema.money import TaxedMoney
from schema.order import Order
from schema.payment import Payment
from schema.product import Product
from schema.raw import RawJson
from schema.shipment import Shipment, ShipmentStatus
from schema.status import OrderStatus, PaymentStatus, Progress
from schema.vendor_fields import LogicTradeOrderFields

STATUS = {
    "concept": OrderStatus.DRAFT,
    "definitief": OrderStatus.CONFIRMED,
    "geannuleerd": OrderStatus.CANCELLED,
    "vervallen": OrderStatus.CANCELLED,
    "afgehandeld": OrderStatus.COMPLETED,
}
PROGRESS = {"none": Progress.NONE, "partial": Progress.PARTIAL, "complete": Progress.COMPLETE}
SHIPMENT_STATUS = {
    Progress.NONE: ShipmentStatus.PENDING,
    Progress.PARTIAL: ShipmentStatus.SHIPPED,
    Progress.COMPLETE: ShipmentStatus.DELIVERED,
}
# Not documented: plain Dutch and English words. Without "vervallen", which may mean either due or void.
INVOICE_STATUS = {
    "concept": InvoiceStatus.DRAFT,
    "draft": InvoiceStatus.DRAFT,
    "definitief": InvoiceStatus.SENT,
    "verzonden": InvoiceStatus.SENT,
    "verstuurd": InvoiceStatus.SENT,
    "open": InvoiceStatus.SENT,
    "openstaand": InvoiceStatus.SENT,
    "sent": InvoiceStatus.SENT,
    "betaald": InvoiceStatus.PAID,
    "voldaan": InvoiceStatus.PAID,
    "paid": InvoiceStatus.PAID,
    "verlopen": InvoiceStatus.OVERDUE,
    "overdue": InvoiceStatus.OVERDUE,
    "geannuleerd": InvoiceStatus.CANCELLED,
    "cancelled": InvoiceStatus.CANCELLED,
}


def order(text: bytes, reading: Reading) -> Order:
    data, raw = decode.read(reading, text, OrderJson), RawJson(text)
    comment, delivery = data.comment or CommentJson(), data.delivery or DeliveryJson()
    lines, paid = _lines(data, raw, reading), _paid(data.payments)
    total, delivered = _total(data, lines, reading), _progress("deliveryStatus", data.delivery_status, reading)
    buyer = people.buyer(data.customer, raw.at("customer"), reading) if data.customer else None
    shipping_address = people.shipping_address(delivery, raw.at("delivery"))
    return Order(
        id=reading.gid("Order", data.id),
        backend=reading.backend,
        vendor_id=str(data.id),
        number=values.text(data.number),
        reference=values.text(data.reference),
        external_number=values.text(data.extern_number),
        status=reading.status(values.text(data.status)),
        vendor_status=data.status or None,
        stock_status=_progress("stockStatus", data.stock_status, reading),
        delivery_status=delivered,
        invoice_status=_progress("invoiceStatus", data.invoice_status, reading),
        payment_status=reading.payment_status(total, paid),
        origin=values.text(data.origin.code) if data.origin else None,
        order_date=reading.day(data.date),
        ordered_at=reading.instant(data.date),
        requested_delivery_date=reading.day(delivery.expected_date),
        created_at=reading.instant(data.created_date),
        updated_at=reading.instant(data.modified_date),
        currency_code=reading.currency,
        total=total,
        paid_amount=reading.money(paid),
        outstanding_amount=reading.outstanding(total, paid),
        note=values.text(comment.extern),
        internal_note=values.text(comment.intern),
        payment_terms=_terms(data.payment_condition),
        shipping_method=values.text(delivery.type),
        lines=reading.said(lines, "an order's lines"),
        line_count=reading.counted(lines, "an order's lines"),
        customer_id=buyer.id if buyer else None,
        customer_link=buyer,
        shipping_address_link=shipping_address,
        billing_address_link=people.billing_address(data.customer, raw.at("customer")),
        shipments_link=_shipments(data, delivered, shipping_address, raw, reading),
        invoices_link=_invoices(data, reading),
        payments=None if data.payments is None else [_payment(payment, reading) for payment in data.payments],
        vendor_fields=_vendor_fields(data, delivery),
        raw_source=raw,
    )


def invoice(text: bytes, reading: Reading) -> Invoice:
    data = decode.read(reading, text, InvoiceJson)
    status = values.text(data.status)
    return Invoice(
        id=reading.gid("Invoice", data.id),
        backend=reading.backend,
        order_link=reading.ref(Order, data.order.id if data.order else None),
        vendor_id=str(data.id),
        number=values.text(data.number),
        status=reading.word("status", status, INVOICE_STATUS, InvoiceStatus.UNKNOWN),
        vendor_status=data.status or None,
        invoice_date=reading.day(data.date),
        due_date=reading.day(data.expiration_date),
        total=reading.stated(values.decimal(data.total_amount)),
        raw_source=RawJson(text),
    )


def _lines(data: OrderJson, raw: RawJson, reading: Reading) -> list[OrderLine] | None:
    if data.lines is None:
        return None
    return [_line(line, place, data.id, raw.at("lines", place), reading) for place, line in enumerate(data.lines)]


def _line(data: LineJson, place: int, order_id: int | str, raw: RawJson, reading: Reading) -> OrderLine:
    comment, position = data.comment or CommentJson(), place + 1
    return OrderLine(
        id=reading.gid("OrderLine", order_id, position if data.id is None else data.id),
        vendor_id=values.text(data.id),
        position=position if data.line_number is None else data.line_number,
        product=Product(code=values.text(data.code)),
        description=values.text(data.description),
        quantity=reading.said(values.decimal(data.quantity), "a line's quantity"),
        unit_price=reading.stated(values.decimal(data.part_price)),
        discount_percent=values.percent(values.decimal(data.discount)),
        tax_percent=_tax_percent(data.vat),
        total=_line_total(data, reading),
        stock_status=_progress("lines.stockStatus", data.stock_status, reading),
        delivery_status=_progress("lines.deliveryStatus", data.delivery_status, reading),
        invoice_status=_progress("lines.invoiceStatus", data.invoice_status, reading),
        note=values.text(comment.extern),
        internal_note=values.text(comment.intern),
        created_at=reading.instant(data.created_date),
        updated_at=reading.instant(data.modified_date),
        configuration_source=None if data.configuration is None else raw.at("configuration"),
    )


def _progress(key: str, word: str | None, reading: Reading) -> Progress | None:
    return reading.word(key, word, PROGRESS, None)


def _tax_percent(vat: Decimal | VatJson | None) -> Decimal | None:
    return values.decimal(vat.percentage if isinstance(vat, VatJson) else vat)


def _line_total(data: LineJson, reading: Reading) -> TaxedMoney | None:
    """The line's own total, otherwise quantity times partPrice, which is after discount."""
    stated = values.decimal(data.line_price)
    if stated is not None:
        return reading.stated(stated)
    computed = values.product(values.decimal(data.quantity), values.decimal(data.part_price))
    return reading.stated(computed, derived=True)


def _total(data: OrderJson, lines: Sequence[OrderLine] | None, reading: Reading) -> TaxedMoney | None:
    """The order's own total, otherwise the sum of its lines. A total of 0 counts only if no line has a price."""
    amounts = [line.total.stated.amount if line.total else None for line in lines or ()]
    stated = values.decimal(data.total_amount)
    is_free = lines is not None and not any(amounts)
    if stated is not None and (stated or is_free):
        return reading.stated(stated)
    return reading.stated(values.total(amounts), derived=True)


def _paid(payments: Sequence[PaymentJson] | None) -> Decimal | None:
    """The sum of the payments; None if the field is missing, or a payment has no amount."""
    if payments is None:
        return None
    return values.total([Decimal(0), *(values.decimal(payment.amount) for payment in payments)])


def _payment(data: PaymentJson, reading: Reading) -> Payment:
    amount = values.decimal(data.amount)
    return Payment(
        status=PaymentStatus.PAID if amount else PaymentStatus.UNKNOWN,
        method=values.text(data.method),
        type=values.text(data.type),
        amount=reading.money(amount),
    )


def _invoices(data: OrderJson, reading: Reading) -> Relation[Invoice]:
    return Relation(
        Invoice,
        reading.backend.id,
        str(data.id),
        number=values.text(data.number),
        reference=values.text(data.reference),
        external_number=values.text(data.extern_number),
        ordered_at=reading.instant(data.date),
    )


def _shipments(
    data: OrderJson, delivered: Progress | None, address: Address | None, raw: RawJson, reading: Reading
) -> list[Shipment] | None:
    """One shipment; None if the order has neither delivery nor deliveryStatus."""
    if data.delivery is None and not data.delivery_status:
        return None
    return [_shipment(data, delivered, address, raw, reading)]


def _shipment(
    data: OrderJson, delivered: Progress | None, address: Address | None, raw: RawJson, reading: Reading
) -> Shipment:
    delivery = data.delivery or DeliveryJson()
    return Shipment(
        id=reading.gid("Shipment", data.id, 1),
        backend=reading.backend,
        order_link=reading.ref(Order, data.id),
        status=SHIPMENT_STATUS[delivered] if delivered else ShipmentStatus.UNKNOWN,
        vendor_status=data.delivery_status or None,
        method=values.text(delivery.type),
        expected_date=reading.day(delivery.expected_date),
        confirmed_date=reading.day(delivery.confirmed_date),
        address_link=address,
        raw_source=raw.at("delivery") if data.delivery else None,
    )


def _terms(data: NamedJson | None) -> str | None:
    return (values.text(data.description) or values.text(data.code)) if data else None


def _vendor_fields(data: OrderJson, delivery: DeliveryJson) -> LogicTradeOrderFields:
    origin, webshop = data.origin or NamedJson(), data.webshop or WebshopJson()
    quote, terms = data.quote or NumberedJson(), data.payment_condition or NamedJson()
    return LogicTradeOrderFields(
        salesperson_name=values.text(data.sales_man),
        salesperson_username=values.text(data.sales_man_user_name),
        origin_code=values.text(origin.code),
        origin_description=values.text(origin.description),
        webshop_number=values.text(webshop.number),
        webshop_url=values.text(webshop.url),
        quote_vendor_id=values.text(quote.id),
        quote_number=values.text(quote.number),
        delivery_type=values.text(delivery.type),
        delivery_condition=values.text(delivery.condition),
        payment_condition_code=values.text(terms.code),
        payment_condition_description=values.text(terms.description),
    )
