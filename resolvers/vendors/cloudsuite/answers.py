"""CloudSuite's JSON as structs: the ids are all that must be there.

Of orders the fields are documented; those of addresses, customers and users are what we take them to be.
`unread` names what is documented and not read.
"""

from decimal import Decimal
from typing import ClassVar

from msgspec import UNSET, Raw, Struct, UnsetType

Word = str | int | None


class KnownAnswer(Struct):
    id: int | str


class KeyAnswer(Struct):
    """Where a record was imported from."""

    origin: Word = None
    key: Word = None


class LineAnswer(Struct):
    id: Word = None
    product: KeyAnswer | None = None
    description: str | None = None
    type: str | None = None
    quantity: Decimal | None = None
    erp_line_number: int | None = None
    unit_price: Decimal | None = None
    delivery_date: str | None = None
    tax_keys: list[str | int] | None = None
    create_date: str | None = None
    modified_date: str | None = None


class RowAnswer(KnownAnswer):
    reference: Word = None
    customer_order_number: Word = None
    erp_order_number: Word = None
    state: str | None = None
    order_date: str | None = None
    create_date: str | None = None
    modified_date: str | None = None


class OrderAnswer(RowAnswer):
    unread: ClassVar[frozenset[str]] = frozenset({"payment_status"})

    description: str | None = None
    currency: str | None = None
    order_lines: list[LineAnswer] | None = None
    requested_delivery_date: str | None = None
    paid_amount: Decimal | None = None
    shipment_address: Word = None
    shipment_address_key: KeyAnswer | None = None
    invoice_address: Word = None
    invoice_address_key: KeyAnswer | None = None
    customer: Word = None
    customer_key: KeyAnswer | None = None
    webshop: Word = None
    user: Word = None


class PageAnswer(Struct):
    """`next` null says that there is no more; where it is missing it says nothing."""

    unread: ClassVar[frozenset[str]] = frozenset({"previous"})

    results: list[Raw]
    count: int | None = None
    next: str | None | UnsetType = UNSET


class RecordAnswer(KeyAnswer, kw_only=True):
    id: int | str


class AddressAnswer(RecordAnswer):
    unread: ClassVar[frozenset[str]] = frozenset({"active"})

    name: Word = None
    attention: Word = None
    company: Word = None
    street1: Word = None
    street: Word = None
    house_number: Word = None
    addition: Word = None
    street2: Word = None
    zip: Word = None
    postal_code: Word = None
    city: Word = None
    subdivision: Word = None
    country: Word = None
    phone: Word = None
    email: Word = None


class CustomerAnswer(RecordAnswer):
    number: Word = None
    name: Word = None
    email: Word = None
    phone: Word = None
    mobile: Word = None
    vat_number: Word = None
    coc_number: Word = None
    active: bool | None = None
    address: Word = None
    invoice_address: Word = None
    shipment_address: Word = None
    create_date: str | None = None
    modified_date: str | None = None


class UserAnswer(RecordAnswer):
    unread: ClassVar[frozenset[str]] = frozenset({"user_profiles", "authorised_customers"})

    username: Word = None
    first_name: Word = None
    last_name: Word = None
    name: Word = None
    email: Word = None
    active: bool | None = None
