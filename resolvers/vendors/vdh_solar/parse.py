"""VDH Solar's JSON, parsed into the schema's types. Pure."""

from typing import TypeVar

from msgspec import Struct

from resolvers.vendors import decode, postal, values
from resolvers.vendors.reading import Reading
from resolvers.vendors.values import Text
from resolvers.vendors.vdh_solar.answers import (
    AddressJson,
    DoneEnvelope,
    DoneJson,
    Empty,
    Envelope,
    OrderJson,
    PaymentJson,
    ShipmentJson,
)
from schema.address import Address
from schema.line import OrderLine
from schema.money import TaxedMoney
from schema.order import Order
from schema.payment import Payment
from schema.product import Product
from schema.raw import RawJson
from schema.shipment import Shipment, ShipmentStatus, ShippingKind
from schema.status import OrderStatus, PaymentStatus
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
"""A pending order can be deleted and one in transit can't, so a pending order has not been shipped."""

T = TypeVar("T", bound=Struct)


def order(answer: bytes, reading: Reading) -> Order:
    """From the answer for one order. Raises BadResponse if it can't be read."""
    text = bytes(decode.read(reading, answer, Envelope).data)
    return _order(decode.read(reading, text, OrderJson), RawJson(text), reading)


def is_deleted(answer: bytes, reading: Reading) -> bool:
    """As the answer's `success` says; without it, True unless the answer is an error. It may be empty."""
    if not answer:
        return True
    done = decode.read(reading, answer, DoneEnvelope)
    success = done.data.success if isinstance(done.data, DoneJson) else None
    return not (done.type or done.message) if success is None else success


def _order(data: OrderJson, raw: RawJson, reading: Reading) -> Order:
    status, ordered_at = reading.status(data.status), values.epoch(data.created_at)
    lines, payments, shipments = _lines(data, reading), _payments(data, reading), _shipments(data, status, raw, reading)
    return Order(
        id=reading.gid("Order", data.id),
        backend=reading.backend,
        vendor_id=str(data.id),
        reference=values.text(data.reference),
        status=status,
        vendor_status=data.status or None,
        delivery_status=values.delivery_status(status),
        payment_status=payments[0].status if payments else None,
        order_date=values.day_of(ordered_at, reading.zone),
        ordered_at=ordered_at,
        requested_delivery_date=shipments[0].requested_date if shipments else None,
        created_at=ordered_at,
        updated_at=values.epoch(data.updated_at),
        currency_code=reading.currency,
        total=_total(data, reading),
        note=values.text(data.note),
        shipping_method=shipments[0].method if shipments else values.text(data.shipment_style),
        lines=reading.said(lines, "an order's lines"),
        line_count=reading.counted(lines, "an order's lines"),
        user_link=user(data.user_id, reading),
        shipping_address_link=_address(data.shipping_address, raw.at("shipping_address")),
        billing_address_link=_address(data.invoice_address, raw.at("invoice_address")),
        shipments_link=shipments,
        payments=payments,
        vendor_fields=VdhSolarOrderFields(
            user_vendor_id=values.text(data.user_id),
            order_placed_by_vendor_id=values.text(data.order_placed_by_id),
        ),
        raw_source=raw,
    )


def _lines(data: OrderJson, reading: Reading) -> list[OrderLine] | None:
    if data.items is None:
        return None
    return [
        OrderLine(
            id=reading.gid("OrderLine", data.id, position),
            position=position,
            product=Product(code=values.text(item.product_id)),
            quantity=reading.said(values.decimal(item.quantity), "a line's quantity"),
            unit_price=_taxed(item.unit_price_excl_vat, item.unit_price_incl_vat, None, reading),
            total=_taxed(item.total_price_excl_vat, item.total_price_incl_vat, item.vat_amount, reading),
        )
        for position, item in enumerate(data.items, 1)
    ]


def _taxed(net: int | None, gross: int | None, tax: int | None, reading: Reading) -> TaxedMoney | None:
    """From cents. With both net and gross, `tax` is ignored: it is their difference."""
    used = None if net is not None and gross is not None else tax
    return reading.taxed(net=values.cents(net), gross=values.cents(gross), tax=values.cents(used))


def _total(data: OrderJson, reading: Reading) -> TaxedMoney | None:
    """The order's own total, otherwise the sum of its lines."""
    stated = _taxed(data.total_price_excl_vat, data.total_price_incl_vat, data.vat_amount, reading)
    if stated:
        return stated
    items = data.items or ()
    net = values.total(values.cents(item.total_price_excl_vat) for item in items)
    gross = values.total(values.cents(item.total_price_incl_vat) for item in items)
    return reading.taxed(net=net, gross=gross, derived=True)


def _present(value: T | Empty | None) -> list[T] | None:
    """[value], or [] if it is empty; None if it is missing."""
    if value is None:
        return None
    return [] if isinstance(value, list) or value == type(value)() else [value]


def _address(data: AddressJson | Empty | None, raw: RawJson) -> Address | None:
    return next((_postal(address, raw) for address in _present(data) or ()), None)


def _postal(data: AddressJson, raw: RawJson) -> Address | None:
    return postal.address(
        company_name=data.company,
        first_name=data.first_name,
        last_name=data.last_name,
        street=data.address_line_1,
        house_number=data.address_line_2,
        house_number_addition=data.address_line_3,
        postal_code=data.postal_code,
        city=data.city,
        phone=data.phone_number,
        email=data.email,
        vat_number=data.vat_number,
        raw=raw,
    )


def user(vendor_id: Text, reading: Reading) -> User | None:
    """A user is known by its id only."""
    own_id = values.text(vendor_id)
    return User(id=reading.gid("User", own_id), backend=reading.backend, vendor_id=own_id) if own_id else None


def _shipments(data: OrderJson, status: OrderStatus, raw: RawJson, reading: Reading) -> list[Shipment] | None:
    shipments = _present(data.shipment)
    return None if shipments is None else [_shipment(data, each, status, raw, reading) for each in shipments]


def _shipment(data: OrderJson, shipment: ShipmentJson, status: OrderStatus, raw: RawJson, reading: Reading) -> Shipment:
    style = values.text(shipment.style) or values.text(data.shipment_style)
    return Shipment(
        id=reading.gid("Shipment", data.id, 1),
        backend=reading.backend,
        order_link=reading.ref(Order, data.id),
        status=SHIPMENT.get(status, ShipmentStatus.UNKNOWN),
        kind=reading.word("shipment.style", style, KIND, ShippingKind.OTHER) if style else None,
        method=style,
        requested_date=reading.day(shipment.requested_date),
        shipped_date=reading.day(shipment.shipped_date),
        delivered_date=reading.day(shipment.delivered_date),
        tracking_url=shipment.track_and_trace or None,
        address_link=_address(data.shipping_address, raw.at("shipping_address")),
        raw_source=raw.at("shipment"),
    )


def _payments(data: OrderJson, reading: Reading) -> list[Payment] | None:
    payments = _present(data.payment)
    return None if payments is None else [_payment(payment, reading) for payment in payments]


def _payment(data: PaymentJson, reading: Reading) -> Payment:
    status = reading.word("payment.status", data.status, PAYMENT, PaymentStatus.UNKNOWN)
    return Payment(status=status, vendor_status=data.status or None, pay_url=data.pay or None)
