"""What VDH Solar says, as our types. Pure."""

from decimal import Decimal
from typing import Any, ClassVar, TypeAlias, TypeVar

from msgspec import Raw, Struct

from resolvers.vendors import decode, postal, values
from resolvers.vendors.postal import Word
from resolvers.vendors.reading import Reading
from schema.address import Address
from schema.line import OrderLine
from schema.money import TaxedMoney
from schema.order import Order
from schema.payment import Payment
from schema.product import Product
from schema.raw import RawJson
from schema.shipment import Shipment, ShipmentStatus, ShippingKind
from schema.status import OrderStatus, PaymentStatus, Progress
from schema.user import User
from schema.vendor_fields import VdhSolarOrderFields

STATUS = {status.name.lower(): status for status in OrderStatus if status is not OrderStatus.UNKNOWN}
PAYMENT = {"paid": PaymentStatus.PAID, "pending": PaymentStatus.UNPAID}
KIND = {"delivery": ShippingKind.DELIVERY, "pick_up": ShippingKind.PICK_UP}
SHIPMENT = {
    OrderStatus.PENDING: ShipmentStatus.PENDING,
    OrderStatus.SHIPPED: ShipmentStatus.SHIPPED,
    OrderStatus.DELIVERED: ShipmentStatus.DELIVERED,
    OrderStatus.CANCELLED: ShipmentStatus.CANCELLED,
}
"""An order in transit can't be deleted and a pending one can, so what is pending is not sent yet."""

Empty: TypeAlias = list[Any]
"""What stands where an object is empty."""

T = TypeVar("T", bound=Struct)


class AddressJson(Struct):
    first_name: Word = None
    last_name: Word = None
    company: Word = None
    address_line_1: Word = None
    address_line_2: Word = None
    address_line_3: Word = None
    postal_code: Word = None
    city: Word = None
    email: Word = None
    phone_number: Word = None
    vat_number: Word = None


class ItemJson(Struct):
    """Prices in cents."""

    product_id: Word = None
    quantity: Decimal | None = None
    unit_price_excl_vat: int | None = None
    unit_price_incl_vat: int | None = None
    total_price_excl_vat: int | None = None
    total_price_incl_vat: int | None = None
    vat_amount: int | None = None


class PaymentJson(Struct):
    status: str | None = None
    pay: str | None = None


class ShipmentJson(Struct):
    """Days as YYYY-MM-DD."""

    style: str | None = None
    requested_date: str | None = None
    shipped_date: str | None = None
    delivered_date: str | None = None
    track_and_trace: str | None = None


class OrderJson(Struct):
    """Totals in cents; times in seconds since 1970. An empty object is an empty array."""

    unread: ClassVar[frozenset[str]] = frozenset({"unit_price_excl_vat", "unit_price_incl_vat"})

    id: int | str
    user_id: Word = None
    order_placed_by_id: Word = None
    shipping_address: AddressJson | Empty | None = None
    invoice_address: AddressJson | Empty | None = None
    shipment_style: str | None = None
    reference: Word = None
    note: Word = None
    items: list[ItemJson] | None = None
    total_price_excl_vat: int | None = None
    total_price_incl_vat: int | None = None
    vat_amount: int | None = None
    status: str | None = None
    payment: PaymentJson | Empty | None = None
    shipment: ShipmentJson | Empty | None = None
    created_at: Word = None
    updated_at: Word = None


class Envelope(Struct):
    data: Raw


class DoneJson(Struct):
    success: bool | None = None


class DoneEnvelope(Struct):
    data: DoneJson | Empty | None = None


def order(answer: bytes, reading: Reading) -> Order:
    """From the answer to one order. Raises BadResponse where it can't be read."""
    text = bytes(decode.read(reading, answer, Envelope).data)
    return _order(decode.read(reading, text, OrderJson), RawJson(text), reading)


def is_deleted(answer: bytes, reading: Reading) -> bool:
    """Unless it says that it is not."""
    data = decode.read(reading, answer, DoneEnvelope).data if answer else None
    return not (isinstance(data, DoneJson) and data.success is False)


def _order(said: OrderJson, raw: RawJson, reading: Reading) -> Order:
    status, ordered_at = reading.status(said.status), values.epoch(said.created_at)
    lines, payments, shipments = _lines(said, reading), _payments(said, reading), _shipments(said, status, raw, reading)
    return Order(
        id=reading.gid("Order", said.id),
        backend=reading.backend,
        vendor_id=str(said.id),
        reference=values.text(said.reference),
        status=status,
        vendor_status=said.status or None,
        delivery_status=Progress.COMPLETE if status is OrderStatus.DELIVERED else None,
        payment_status=payments[0].status if payments else None,
        order_date=ordered_at and ordered_at.astimezone(reading.zone).date(),
        ordered_at=ordered_at,
        requested_delivery_date=shipments[0].requested_date if shipments else None,
        created_at=ordered_at,
        updated_at=values.epoch(said.updated_at),
        currency_code=reading.currency,
        total=_total(said, reading),
        note=values.text(said.note),
        shipping_method=shipments[0].method if shipments else values.text(said.shipment_style),
        lines=reading.said(lines, "an order's lines"),
        line_count=reading.counted(lines, "an order's lines"),
        user_link=user(said.user_id, reading),
        shipping_address_link=_address(said.shipping_address, raw.at("shipping_address")),
        billing_address_link=_address(said.invoice_address, raw.at("invoice_address")),
        shipments_link=shipments,
        payments=payments,
        vendor_fields=VdhSolarOrderFields(
            user_vendor_id=values.text(said.user_id),
            order_placed_by_vendor_id=values.text(said.order_placed_by_id),
        ),
        raw_source=raw,
    )


def _lines(said: OrderJson, reading: Reading) -> list[OrderLine] | None:
    if said.items is None:
        return None
    return [
        OrderLine(
            id=reading.gid("OrderLine", said.id, position),
            position=position,
            product=Product(code=values.text(item.product_id)),
            quantity=reading.said(values.decimal(item.quantity), "a line's quantity"),
            unit_price=_taxed(item.unit_price_excl_vat, item.unit_price_incl_vat, None, reading),
            total=_taxed(item.total_price_excl_vat, item.total_price_incl_vat, item.vat_amount, reading),
        )
        for position, item in enumerate(said.items, 1)
    ]


def _taxed(net: int | None, gross: int | None, tax: int | None, reading: Reading) -> TaxedMoney | None:
    """From cents. Where net and gross are both said, the tax is what lies between."""
    said = None if net is not None and gross is not None else tax
    return reading.taxed(net=values.cents(net), gross=values.cents(gross), tax=values.cents(said))


def _total(said: OrderJson, reading: Reading) -> TaxedMoney | None:
    """Summed over the lines where none is said."""
    stated = _taxed(said.total_price_excl_vat, said.total_price_incl_vat, said.vat_amount, reading)
    if stated:
        return stated
    items = said.items or ()
    net = values.total(values.cents(item.total_price_excl_vat) for item in items)
    gross = values.total(values.cents(item.total_price_incl_vat) for item in items)
    return reading.taxed(net=net, gross=gross, derived=True)


def _held(value: T | Empty | None) -> list[T] | None:
    """The one that is held, none where it is empty; None where nothing is said."""
    if value is None:
        return None
    return [] if isinstance(value, list) or value == type(value)() else [value]


def _address(said: AddressJson | Empty | None, raw: RawJson) -> Address | None:
    return next((_postal(held, raw) for held in _held(said) or ()), None)


def _postal(said: AddressJson, raw: RawJson) -> Address | None:
    return postal.address(
        company_name=said.company,
        first_name=said.first_name,
        last_name=said.last_name,
        street=said.address_line_1,
        house_number=said.address_line_2,
        house_number_addition=said.address_line_3,
        postal_code=said.postal_code,
        city=said.city,
        phone=said.phone_number,
        email=said.email,
        vat_number=said.vat_number,
        raw=raw,
    )


def user(vendor_id: Word, reading: Reading) -> User | None:
    """Known by its id alone: there is nothing more to ask."""
    said = values.text(vendor_id)
    return User(id=reading.gid("User", said), backend=reading.backend, vendor_id=said) if said else None


def _shipments(said: OrderJson, status: OrderStatus, raw: RawJson, reading: Reading) -> list[Shipment] | None:
    held = _held(said.shipment)
    return None if held is None else [_shipment(said, shipment, status, raw, reading) for shipment in held]


def _shipment(said: OrderJson, shipment: ShipmentJson, status: OrderStatus, raw: RawJson, reading: Reading) -> Shipment:
    style = values.text(shipment.style) or values.text(said.shipment_style)
    return Shipment(
        id=reading.gid("Shipment", said.id, 1),
        backend=reading.backend,
        order_link=reading.ref(Order, said.id),
        status=SHIPMENT.get(status, ShipmentStatus.UNKNOWN),
        kind=reading.word("shipment.style", style, KIND, ShippingKind.OTHER) if style else None,
        method=style,
        requested_date=reading.day(shipment.requested_date),
        shipped_date=reading.day(shipment.shipped_date),
        delivered_date=reading.day(shipment.delivered_date),
        tracking_url=shipment.track_and_trace or None,
        address_link=_address(said.shipping_address, raw.at("shipping_address")),
        raw_source=raw.at("shipment"),
    )


def _payments(said: OrderJson, reading: Reading) -> list[Payment] | None:
    held = _held(said.payment)
    return None if held is None else [_payment(payment, reading) for payment in held]


def _payment(said: PaymentJson, reading: Reading) -> Payment:
    status = reading.word("payment.status", said.status, PAYMENT, PaymentStatus.UNKNOWN)
    return Payment(status=status, vendor_status=said.status or None, pay_url=said.pay or None)
