"""LogicTrade's JSON as structs: every field except the id of an order, a customer or an invoice may be missing or null.

`unread` names documented fields that are not read; only `raw` has them. The same goes for a customer's phoneNumber2 if
there is a phoneNumber, and for the initials if there is a first name.
"""

from decimal import Decimal
from typing import Any, ClassVar

from msgspec import Struct

from resolvers.vendors.values import Id, Text


class CamelStruct(Struct, rename="camel"):
    pass


class AddressJson(CamelStruct):
    street: Text = None
    house_number: Text = None
    zip_code: Text = None
    city: Text = None
    country: Text = None


class CustomerJson(CamelStruct):
    unread: ClassVar[frozenset[str]] = frozenset({"gender", "title", "newsLetter", "externNumbers", "birthdate"})

    id: Id
    number: Text = None
    initials: Text = None
    first_name: Text = None
    infix: Text = None
    last_name: Text = None
    company_name: Text = None
    coc_number: Text = None
    vat_number: Text = None
    phone_number: Text = None
    phone_number2: Text = None
    mobile_number: Text = None
    email: Text = None
    remark: Text = None
    address: AddressJson | None = None
    invoice_address: AddressJson | None = None
    delivery_address: AddressJson | None = None
    modified_date: str | None = None
    created_date: str | None = None


class DeliveryJson(CamelStruct):
    """`type` is a label when read, a code when written."""

    type: Text = None
    condition: Text = None
    expected_date: str | None = None
    confirmed_date: str | None = None
    address: AddressJson | None = None
    phone_number: Text = None


class NamedJson(CamelStruct):
    """An origin or a payment condition."""

    unread: ClassVar[frozenset[str]] = frozenset({"id"})

    code: Text = None
    description: Text = None


class NumberedJson(CamelStruct):
    """A reference to a quote or an order."""

    id: Text = None
    number: Text = None


class WebshopJson(CamelStruct):
    number: Text = None
    url: Text = None


class CommentJson(CamelStruct):
    intern: Text = None
    extern: Text = None


class PaymentJson(CamelStruct):
    amount: Decimal | None = None
    type: Text = None
    method: Text = None


class VatJson(CamelStruct):
    """Documented as an object without fields; assumed to be like an origin, with a percentage."""

    unread: ClassVar[frozenset[str]] = frozenset({"id", "code", "description"})

    percentage: Decimal | None = None


class LineJson(CamelStruct):
    """`configuration` is read only to see whether there is one; its JSON is taken from the order's."""

    id: Text = None
    line_number: int | None = None
    code: Text = None
    stock_status: str | None = None
    delivery_status: str | None = None
    invoice_status: str | None = None
    description: Text = None
    quantity: Decimal | None = None
    part_price: Decimal | None = None
    discount: Decimal | None = None
    line_price: Decimal | None = None
    vat: Decimal | VatJson | None = None
    comment: CommentJson | None = None
    configuration: Any = None
    modified_date: str | None = None
    created_date: str | None = None


class OrderJson(CamelStruct):
    id: Id
    number: Text = None
    reference: Text = None
    sales_man: Text = None
    sales_man_user_name: Text = None
    date: str | None = None
    status: str | None = None
    extern_number: Text = None
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
    comment: CommentJson | None = None
    lines: list[LineJson] | None = None
    modified_date: str | None = None
    created_date: str | None = None
    payment_condition: NamedJson | None = None


class InvoiceJson(CamelStruct):
    id: Id
    number: Text = None
    date: str | None = None
    expiration_date: str | None = None
    status: str | None = None
    total_amount: Decimal | None = None
    order: NumberedJson | None = None
