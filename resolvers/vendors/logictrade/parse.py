"""What LogicTrade said, as our types. Pure."""

from collections.abc import Sequence
from decimal import Decimal

from resolvers.vendors import decode, values
from resolvers.vendors.logictrade import people
from resolvers.vendors.logictrade.answers import (
    DeliveryJson,
    InvoiceJson,
    LineJson,
    NamedJson,
    NumberedJson,
    OrderJson,
    PaymentJson,
    RemarksJson,
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
SHIPMENT_STATUS = {
    Progress.NONE: ShipmentStatus.PENDING,
    Progress.PARTIAL: ShipmentStatus.SHIPPED,
    Progress.COMPLETE: ShipmentStatus.DELIVERED,
}
# Undocumented: the plain words, Dutch and English. "vervallen" is not among them: of an invoice it may be due or void.
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
    said, raw = decode.read(reading, text, OrderJson), RawJson(text)
    comment, delivery = said.comment or RemarksJson(), said.delivery or DeliveryJson()
    lines, paid = _lines(said, raw, reading), _paid(said.payments)
    total = _total(said, lines, reading)
    buyer = people.buyer(said.customer, raw.at("customer"), reading) if said.customer else None
    shipping_address = people.shipping_address(delivery, raw.at("delivery"))
    return Order(
        id=reading.gid("Order", said.id),
        backend=reading.backend,
        vendor_id=str(said.id),
        number=values.text(said.number),
        reference=values.text(said.reference),
        external_number=values.text(said.extern_number),
        status=reading.status(values.text(said.status)),
        vendor_status=said.status or None,
        stock_status=_progress("stockStatus", said.stock_status, reading),
        delivery_status=_progress("deliveryStatus", said.delivery_status, reading),
        invoice_status=_progress("invoiceStatus", said.invoice_status, reading),
        payment_status=reading.payment_status(total, paid),
        origin=values.text(said.origin.code) if said.origin else None,
        order_date=reading.day(said.date),
        ordered_at=reading.instant(said.date),
        requested_delivery_date=reading.day(delivery.expected_date),
        created_at=reading.instant(said.created_date),
        updated_at=reading.instant(said.modified_date),
        currency_code=reading.currency,
        total=total,
        paid_amount=reading.money(paid),
        outstanding_amount=reading.outstanding(total, paid),
        note=values.text(comment.extern),
        internal_note=values.text(comment.intern),
        payment_terms=_terms(said.payment_condition),
        shipping_method=values.text(delivery.type),
        lines=reading.said(lines, "an order's lines"),
        line_count=reading.counted(lines, "an order's lines"),
        customer_id=buyer.id if buyer else None,
        customer_link=buyer,
        shipping_address_link=shipping_address,
        billing_address_link=people.billing_address(said.customer, raw.at("customer")),
        shipments_link=_shipments(said, shipping_address, raw, reading),
        invoices_link=_invoices(said, reading),
        payments=None if said.payments is None else [_payment(payment, reading) for payment in said.payments],
        vendor_fields=_vendor_fields(said, delivery),
        raw_source=raw,
    )


def invoice(text: bytes, reading: Reading) -> Invoice:
    said = decode.read(reading, text, InvoiceJson)
    status = values.text(said.status)
    return Invoice(
        id=reading.gid("Invoice", said.id),
        backend=reading.backend,
        order_link=reading.ref(Order, said.order.id if said.order else None),
        vendor_id=str(said.id),
        number=values.text(said.number),
        status=reading.word("status", status, INVOICE_STATUS, InvoiceStatus.UNKNOWN),
        vendor_status=said.status or None,
        invoice_date=reading.day(said.date),
        due_date=reading.day(said.expiration_date),
        total=reading.stated(values.decimal(said.total_amount)),
        raw_source=RawJson(text),
    )


def _lines(said: OrderJson, raw: RawJson, reading: Reading) -> list[OrderLine] | None:
    if said.lines is None:
        return None
    return [_line(line, place, said.id, raw.at("lines", place), reading) for place, line in enumerate(said.lines)]


def _line(said: LineJson, place: int, order_id: int | str, raw: RawJson, reading: Reading) -> OrderLine:
    comment, position = said.comment or RemarksJson(), place + 1
    return OrderLine(
        id=reading.gid("OrderLine", order_id, position if said.id is None else said.id),
        vendor_id=values.text(said.id),
        position=position if said.line_number is None else said.line_number,
        product=Product(code=values.text(said.code)),
        description=values.text(said.description),
        quantity=reading.said(values.decimal(said.quantity), "a line's quantity"),
        unit_price=reading.stated(values.decimal(said.part_price)),
        discount_percent=values.percent(values.decimal(said.discount)),
        tax_percent=_tax_percent(said.vat),
        total=_line_total(said, reading),
        stock_status=_progress("lines.stockStatus", said.stock_status, reading),
        delivery_status=_progress("lines.deliveryStatus", said.delivery_status, reading),
        invoice_status=_progress("lines.invoiceStatus", said.invoice_status, reading),
        note=values.text(comment.extern),
        internal_note=values.text(comment.intern),
        created_at=reading.instant(said.created_date),
        updated_at=reading.instant(said.modified_date),
        configuration_source=None if said.configuration is None else raw.at("configuration"),
    )


def _progress(key: str, word: str | None, reading: Reading) -> Progress | None:
    return reading.word(key, word, values.PROGRESS, None)


def _tax_percent(vat: Decimal | VatJson | None) -> Decimal | None:
    return values.decimal(vat.percentage if isinstance(vat, VatJson) else vat)


def _line_total(said: LineJson, reading: Reading) -> TaxedMoney | None:
    """As stated, else worked out from partPrice, which has the discount off already."""
    stated = values.decimal(said.line_price)
    if stated is not None:
        return reading.stated(stated)
    worked_out = values.product(values.decimal(said.quantity), values.decimal(said.part_price))
    return reading.stated(worked_out, derived=True)


def _total(said: OrderJson, lines: Sequence[OrderLine] | None, reading: Reading) -> TaxedMoney | None:
    """As stated, but for a 0 beside lines that are priced or not said, which is not believed; else the lines' sum."""
    amounts = [line.total.stated.amount if line.total else None for line in lines or ()]
    stated = values.decimal(said.total_amount)
    if stated is not None and (stated or not (lines is None or any(amounts))):
        return reading.stated(stated)
    return reading.stated(values.total(amounts), derived=True)


def _paid(payments: Sequence[PaymentJson] | None) -> Decimal | None:
    """The sum, and 0 of none; None where the order does not say, or a payment no amount."""
    if payments is None:
        return None
    return values.total([Decimal(0), *(values.decimal(payment.amount) for payment in payments)])


def _payment(said: PaymentJson, reading: Reading) -> Payment:
    amount = values.decimal(said.amount)
    return Payment(
        status=PaymentStatus.PAID if amount else PaymentStatus.UNKNOWN,
        method=values.text(said.method),
        type=values.text(said.type),
        amount=reading.money(amount),
    )


def _invoices(said: OrderJson, reading: Reading) -> Relation[Invoice]:
    return Relation(
        Invoice,
        reading.backend.id,
        str(said.id),
        number=values.text(said.number),
        reference=values.text(said.reference),
        external_number=values.text(said.extern_number),
        ordered_at=reading.instant(said.date),
    )


def _shipments(said: OrderJson, address: Address | None, raw: RawJson, reading: Reading) -> list[Shipment] | None:
    """One; None where the order says nothing of its delivery."""
    if said.delivery is None and not said.delivery_status:
        return None
    delivery, progress = said.delivery or DeliveryJson(), values.progress(said.delivery_status)
    shipment = Shipment(
        id=reading.gid("Shipment", said.id, 1),
        backend=reading.backend,
        order_link=reading.ref(Order, said.id),
        status=SHIPMENT_STATUS[progress] if progress else ShipmentStatus.UNKNOWN,
        vendor_status=said.delivery_status or None,
        method=values.text(delivery.type),
        expected_date=reading.day(delivery.expected_date),
        confirmed_date=reading.day(delivery.confirmed_date),
        address_link=address,
        raw_source=raw.at("delivery") if said.delivery else None,
    )
    return [shipment]


def _terms(said: NamedJson | None) -> str | None:
    return (values.text(said.description) or values.text(said.code)) if said else None


def _vendor_fields(said: OrderJson, delivery: DeliveryJson) -> LogicTradeOrderFields:
    origin, webshop = said.origin or NamedJson(), said.webshop or WebshopJson()
    quote, terms = said.quote or NumberedJson(), said.payment_condition or NamedJson()
    return LogicTradeOrderFields(
        salesperson_name=values.text(said.sales_man),
        salesperson_username=values.text(said.sales_man_user_name),
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
