"""VDH Solar's JSON as structs: every field except an order's id may be missing.

`unread` names documented fields that are not read.
"""

from decimal import Decimal
from typing import Any, ClassVar, TypeAlias

from msgspec import Raw, Struct

from resolvers.vendors.values import Id, Text

Empty: TypeAlias = list[Any]
"""VDH Solar sends an empty object as []."""


class AddressJson(Struct):
    first_name: Text = None
    last_name: Text = None
    company: Text = None
    address_line_1: Text = None
    address_line_2: Text = None
    address_line_3: Text = None
    postal_code: Text = None
    city: Text = None
    email: Text = None
    phone_number: Text = None
    vat_number: Text = None


class ItemJson(Struct):
    """Amounts in cents."""

    product_id: Text = None
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
    """Dates as YYYY-MM-DD."""

    style: str | None = None
    requested_date: str | None = None
    shipped_date: str | None = None
    delivered_date: str | None = None
    track_and_trace: str | None = None


class OrderJson(Struct):
    """Totals in cents; times in seconds since 1970."""

    unread: ClassVar[frozenset[str]] = frozenset({"unit_price_excl_vat", "unit_price_incl_vat"})

    id: Id
    user_id: Text = None
    order_placed_by_id: Text = None
    shipping_address: AddressJson | Empty | None = None
    invoice_address: AddressJson | Empty | None = None
    shipment_style: str | None = None
    reference: Text = None
    note: Text = None
    items: list[ItemJson] | None = None
    total_price_excl_vat: int | None = None
    total_price_incl_vat: int | None = None
    vat_amount: int | None = None
    status: str | None = None
    payment: PaymentJson | Empty | None = None
    shipment: ShipmentJson | Empty | None = None
    created_at: Text = None
    updated_at: Text = None


class Envelope(Struct):
    data: Raw


class DoneJson(Struct):
    success: bool | None = None


class DoneEnvelope(Struct):
    """`type` and `message`: of an error, which has no `data`. Its HTTP status is not documented."""

    unread: ClassVar[frozenset[str]] = frozenset({"documentation_url"})

    data: DoneJson | Empty | None = None
    type: str | None = None
    message: str | None = None
