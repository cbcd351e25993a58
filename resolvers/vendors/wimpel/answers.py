"""Wimpel's JSON, as structs. `unread` names what is documented and not read."""

from decimal import Decimal
from typing import Any, ClassVar

import msgspec


class Numbered(msgspec.Struct):
    """As much of an order or customer as a search by number reads."""

    id: int | str
    number: str | int | None = None


class ProductSaid(msgspec.Struct):
    name: str | None = None


class LineSaid(msgspec.Struct, rename="camel"):
    """`discount` is of no known type or unit, so it is read as whatever it is."""

    id: int | str | None = None
    product_ean: str | int | None = None
    product: ProductSaid | None = None
    quantity: Decimal | None = None
    price: Decimal | None = None
    discount: Any = None


class BuyerSaid(msgspec.Struct):
    """The customer as an order embeds it, which is but a pointer at the whole one."""

    unread: ClassVar[frozenset[str]] = frozenset({"name"})

    id: int | str | None = None


class CustomerSaid(msgspec.Struct):
    id: int | str
    name: str | None = None
    number: str | int | None = None
    email: str | None = None
    phone: str | None = None


class ShipmentSaid(msgspec.Struct, rename="camel"):
    id: int | str | None = None
    number: str | int | None = None
    status: str | None = None
    shipped_date: str | None = None
    delivered_date: str | None = None
    carrier: str | None = None
    tracking_code: str | int | None = None
    tracking_url: str | None = None


class InvoiceSaid(msgspec.Struct, rename="camel"):
    unread: ClassVar[frozenset[str]] = frozenset({"salesOrderId", "notes", "inserted", "updated"})

    id: int | str
    number: str | int | None = None
    status: str | None = None
    invoice_date: str | None = None
    due_date: str | None = None
    lines: list[LineSaid] | None = None


class CountSaid(msgspec.Struct):
    lines: int | None = None
    shipments: int | None = None
    invoices: int | None = None


class OrderSaid(msgspec.Struct, rename="camel"):
    id: int | str
    number: str | int | None = None
    reference: str | int | None = None
    customer_id: int | str | None = None
    origin: str | None = None
    status: str | None = None
    order_date: str | None = None
    delivery_date: str | None = None
    notes: str | None = None
    inserted: str | None = None
    updated: str | None = None
    customer: BuyerSaid | None = None
    lines: list[LineSaid] | None = None
    shipments: list[ShipmentSaid] | None = None
    invoices: list[InvoiceSaid] | None = None
    count: CountSaid | None = msgspec.field(name="_count", default=None)
