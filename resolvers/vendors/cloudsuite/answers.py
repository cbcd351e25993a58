"""CloudSuite's JSON as structs: every field except an id may be missing.

The fields of orders are documented; those of addresses, customers and users are assumed. `unread` names fields that are
documented or assumed, and not read.
"""

from decimal import Decimal
from typing import ClassVar

from msgspec import UNSET, Raw, Struct, UnsetType

from resolvers.vendors.values import Id, Text


class IdJson(Struct):
    id: Id


class OriginKeyJson(Struct):
    """A record's key in the system it was imported from."""

    origin: Text = None
    key: Text = None


class LineJson(Struct):
    id: Text = None
    product: OriginKeyJson | None = None
    description: str | None = None
    type: str | None = None
    quantity: Decimal | None = None
    erp_line_number: int | None = None
    unit_price: Decimal | None = None
    delivery_date: str | None = None
    tax_keys: list[str | int] | None = None
    create_date: str | None = None
    modified_date: str | None = None


class RowJson(IdJson):
    reference: Text = None
    customer_order_number: Text = None
    erp_order_number: Text = None
    state: str | None = None
    order_date: str | None = None
    create_date: str | None = None
    modified_date: str | None = None


class OrderJson(RowJson):
    unread: ClassVar[frozenset[str]] = frozenset({"payment_status"})

    description: str | None = None
    currency: str | None = None
    order_lines: list[LineJson] | None = None
    requested_delivery_date: str | None = None
    paid_amount: Decimal | None = None
    shipment_address: Text = None
    shipment_address_key: OriginKeyJson | None = None
    invoice_address: Text = None
    invoice_address_key: OriginKeyJson | None = None
    customer: Text = None
    customer_key: OriginKeyJson | None = None
    webshop: Text = None
    user: Text = None


class PageJson(Struct):
    """`next` is null on the last page. If it is missing, that means nothing."""

    unread: ClassVar[frozenset[str]] = frozenset({"previous"})

    results: list[Raw]
    count: int | None = None
    next: str | None | UnsetType = UNSET


class RecordJson(OriginKeyJson, kw_only=True):
    id: Id


class AddressJson(RecordJson):
    unread: ClassVar[frozenset[str]] = frozenset({"active"})

    name: Text = None
    attention: Text = None
    company: Text = None
    street1: Text = None
    street: Text = None
    house_number: Text = None
    addition: Text = None
    street2: Text = None
    zip: Text = None
    postal_code: Text = None
    city: Text = None
    subdivision: Text = None
    country: Text = None
    phone: Text = None
    email: Text = None


class CustomerJson(RecordJson):
    number: Text = None
    name: Text = None
    email: Text = None
    phone: Text = None
    mobile: Text = None
    vat_number: Text = None
    coc_number: Text = None
    active: bool | None = None
    address: Text = None
    invoice_address: Text = None
    shipment_address: Text = None
    create_date: str | None = None
    modified_date: str | None = None


class UserJson(RecordJson):
    unread: ClassVar[frozenset[str]] = frozenset({"user_profiles", "authorised_customers"})

    username: Text = None
    first_name: Text = None
    last_name: Text = None
    name: Text = None
    email: Text = None
    active: bool | None = None
