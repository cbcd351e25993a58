"""LogicTrade's JSON, as structs. All but an order's, a customer's and an invoice's id may be missing or null.

`unread` names what is documented and not read, and so in `raw` alone; as are a customer's phoneNumber2 beside a
phoneNumber and its initials beside a first name.
"""

from decimal import Decimal
from typing import Any, ClassVar, TypeAlias

from msgspec import Struct

Word: TypeAlias = str | int | None
"""Text, or a number in its place."""


class Said(Struct, rename="camel"):
    pass


class AddressJson(Said):
    street: Word = None
    house_number: Word = None
    zip_code: Word = None
    city: Word = None
    country: Word = None


class CustomerJson(Said):
    unread: ClassVar[frozenset[str]] = frozenset({"gender", "title", "newsLetter", "externNumbers", "birthdate"})

    id: int | str
    number: Word = None
    initials: Word = None
    first_name: Word = None
    infix: Word = None
    last_name: Word = None
    company_name: Word = None
    coc_number: Word = None
    vat_number: Word = None
    phone_number: Word = None
    phone_number2: Word = None
    mobile_number: Word = None
    email: Word = None
    remark: Word = None
    address: AddressJson | None = None
    invoice_address: AddressJson | None = None
    delivery_address: AddressJson | None = None
    modified_date: str | None = None
    created_date: str | None = None


class DeliveryJson(Said):
    """`type` is a label here; written, it is a code."""

    type: Word = None
    condition: Word = None
    expected_date: str | None = None
    confirmed_date: str | None = None
    address: AddressJson | None = None
    phone_number: Word = None


class NamedJson(Said):
    """An origin or a payment condition."""

    unread: ClassVar[frozenset[str]] = frozenset({"id"})

    code: Word = None
    description: Word = None


class NumberedJson(Said):
    """A quote or an order that is pointed at."""

    id: Word = None
    number: Word = None


class WebshopJson(Said):
    number: Word = None
    url: Word = None


class RemarksJson(Said):
    intern: Word = None
    extern: Word = None


class PaymentJson(Said):
    amount: Decimal | None = None
    type: Word = None
    method: Word = None


class VatJson(Said):
    """Documented as an object, and no more; taken to be made as an origin is, with a percentage."""

    unread: ClassVar[frozenset[str]] = frozenset({"id", "code", "description"})

    percentage: Decimal | None = None


class LineJson(Said):
    """`configuration` is read to know whether there is one; its text stays in the order's."""

    id: Word = None
    line_number: int | None = None
    code: Word = None
    stock_status: str | None = None
    delivery_status: str | None = None
    invoice_status: str | None = None
    description: Word = None
    quantity: Decimal | None = None
    part_price: Decimal | None = None
    discount: Decimal | None = None
    line_price: Decimal | None = None
    vat: Decimal | VatJson | None = None
    comment: RemarksJson | None = None
    configuration: Any = None
    modified_date: str | None = None
    created_date: str | None = None


class OrderJson(Said):
    id: int | str
    number: Word = None
    reference: Word = None
    sales_man: Word = None
    sales_man_user_name: Word = None
    date: str | None = None
    status: str | None = None
    extern_number: Word = None
    total_amount: Decimal | None = None
    stock_status: str | None = None
    delivery_status: str | None = None
    invoice_status: str | None = None
    customer: CustomerJson | None = None
    delivery: DeliveryJson | None = None
    origin: NamedJson | None = None
    webshop: WebshopJson | None = None
    quote: NumberedJson | None = None
    payments: list[PaymentJson] | None = None
    comment: RemarksJson | None = None
    lines: list[LineJson] | None = None
    modified_date: str | None = None
    created_date: str | None = None
    payment_condition: NamedJson | None = None


class InvoiceJson(Said):
    id: int | str
    number: Word = None
    date: str | None = None
    expiration_date: str | None = None
    status: str | None = None
    total_amount: Decimal | None = None
    order: NumberedJson | None = None
