"""Wimpel's JSON as structs. `unread` names documented fields that are not read."""

from decimal import Decimal
from typing import Any, ClassVar

import msgspec

from resolvers.vendors.values import Id, Text


class NumberedJson(msgspec.Struct):
    """What a search by number reads of an order or a customer."""

    id: Id
    number: Text = None


class ProductJson(msgspec.Struct):
    name: str | None = None


class LineJson(msgspec.Struct, rename="camel"):
    """The type and unit of `discount` are not documented."""

    id: Text = None
    product_ean: Text = None
    product: ProductJson | None = None
    quantity: Decimal | None = None
    price: Decimal | None = None
    discount: Any = None


class CustomerRefJson(msgspec.Struct):
    """The customer in an order; only a reference to the record."""

    unread: ClassVar[frozenset[str]] = frozenset({"name"})

    id: Text = None


class CustomerJson(msgspec.Struct):
    id: Id
    name: str | None = None
    number: Text = None
    email: str | None = None
    phone: str | None = None


class ShipmentJson(msgspec.Struct, rename="camel"):
    id: Text = None
    number: Text = None
    status: str | None = None
    shipped_date: str | None = None
    delivered_date: str | None = None
    carrier: str | None = None
    tracking_code: Text = None
    tracking_url: str | None = None


class InvoiceJson(msgspec.Struct, rename="camel"):
    unread: ClassVar[frozenset[str]] = frozenset({"salesOrderId", "notes", "inserted", "updated"})

    id: Id
    number: Text = None
    status: str | None = None
    invoice_date: str | None = None
    due_date: str | None = None
    lines: list[LineJson] | None = None


class CountJson(msgspec.Struct):
    lines: int | None = None
    shipments: int | None = None
    invoices: int | None = None


class OrderJson(msgspec.Struct, rename="camel"):
    id: Id
    number: Text = None
    reference: Text = None
    customer_id: Text = None
    origin: str | None = None
    status: str | None = None
    order_date: str | None = None
    delivery_date: str | None = None
    notes: str | None = None
    inserted: str | None = None
    updated: str | None = None
    customer: CustomerRefJson | None = None
    lines: list[LineJson] | None = None
    shipments: list[ShipmentJson] | None = None
    invoices: list[InvoiceJson] | None = None
    count: CountJson | None = msgspec.field(name="_count", default=None)
