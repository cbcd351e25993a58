"""What a client writes with."""

from datetime import date, datetime
from decimal import Decimal

import strawberry

from schema.inputs import OriginKeyInput, given
from schema.money import TaxBasis
from schema.scalars import JSON
from schema.status import OrderStatus
from schema.vendor_fields import VendorOrderFieldsInput


@strawberry.input(description="A postal address.")
class AddressInput:
    company_name: str | None = given("The company.")
    attention: str | None = given("For whose attention.")
    first_name: str | None = given("The person's first name.")
    last_name: str | None = given("The person's last name.")
    street: str | None = given("The street.")
    house_number: str | None = given("The house number.")
    house_number_addition: str | None = given("What follows the house number.")
    street2: str | None = given("A second line of the street.")
    postal_code: str | None = given("The postal code.")
    city: str | None = given("The city or town.")
    region: str | None = given("The province, state or subdivision.")
    country_code: str | None = given("ISO 3166-1 alpha-2: NL.")
    phone: str | None = given("Telephone number.")
    email: str | None = given("E-mail address.")
    vat_number: str | None = given("VAT number.")


@strawberry.input(description="A customer that the vendor does not know yet.")
class OrderCustomerDetailsInput:
    company_name: str | None = given("The company, where it is one.")
    gender: str | None = given("In the vendor's word.")
    title: str | None = given("How the person is addressed.")
    initials: str | None = given("Initials.")
    first_name: str | None = given("First name.")
    infix: str | None = given("What stands before the last name: van der.")
    last_name: str | None = given("Last name.")
    email: str | None = given("E-mail address.")
    phone: str | None = given("Telephone number.")
    mobile_phone: str | None = given("Mobile telephone number.")
    note: str | None = given("What to note about the customer.")
    address: AddressInput | None = given("The customer's address.")


@strawberry.input(one_of=True, description="For whom an order is made.")
class OrderCustomerInput:
    id: strawberry.ID | None = given("A customer's id.")
    vendor_id: str | None = given("The vendor's id of a customer.")
    details: OrderCustomerDetailsInput | None = given("A customer that the vendor does not know yet.")


@strawberry.input(one_of=True, description="Where to.")
class OrderAddressInput:
    vendor_id: str | None = given("The vendor's id of an address.")
    origin_key: OriginKeyInput | None = given("Where the address was imported from.")
    address: AddressInput | None = given("The address itself.")


@strawberry.input(one_of=True, description="What is ordered.")
class ProductIdentifierInput:
    code: str | None = given("The vendor's product code or id.")
    ean: str | None = given("GTIN-13.")
    origin_key: OriginKeyInput | None = given("Where the product was imported from.")


@strawberry.input(description="One line to order.")
class OrderLineInput:
    product: ProductIdentifierInput = strawberry.field(description="What.")
    description: str | None = given("What the line says.")
    quantity: Decimal = strawberry.field(description="How many.")
    unit_price: Decimal | None = given("What one costs, discount taken off.")
    list_price: Decimal | None = given("What one costs before discount.")
    discount_percent: Decimal | None = given('"10" is ten per cent.')
    position: int | None = given("The line's number.")
    note: str | None = given("For the customer's eyes.")
    internal_note: str | None = given("For the seller's staff.")
    configuration: JSON | None = given("LogicTrade's product configuration.")


@strawberry.input(description="An order to make. What a vendor takes and needs stands in its capabilities.")
class OrderCreateInput:
    backend: strawberry.ID = strawberry.field(description="Where to make it.")
    idempotency_key: str = strawberry.field(
        description="Your choice, 1 to 255 printable characters. One key makes one order, whatever fails in between; "
        "the same key with another input is refused."
    )
    number: str | None = given("The printed number, where the vendor lets you choose it.")
    reference: str | None = given("The buyer's own reference.")
    external_number: str | None = given("The order's number in another system.")
    external_key: str | None = given("The order's key in the system that it goes to.")
    status: OrderStatus | None = given("Where it stands. Not together with vendorStatus; UNKNOWN is never written.")
    vendor_status: str | None = given("The same in the vendor's own word.")
    origin: str | None = given("Where it comes from, in the vendor's words.")
    ordered_at: datetime | None = given("When it was ordered.")
    requested_delivery_date: date | None = given("The day that the customer asks for.")
    currency_code: str | None = given("ISO 4217. Left out: the backend's.")
    tax_basis: TaxBasis | None = given(
        "What the prices below are. Another basis than the vendor's is refused, never converted."
    )
    customer: OrderCustomerInput | None = given("Who buys.")
    shipping_address: OrderAddressInput | None = given("Where it goes.")
    billing_address: OrderAddressInput | None = given("Where the invoice goes.")
    description: str | None = given("What the order is about.")
    note: str | None = given("For the customer's eyes.")
    internal_note: str | None = given("For the seller's staff.")
    lines: list[OrderLineInput] | None = given("What is ordered.")
    vendor_fields: VendorOrderFieldsInput | None = given("What only this backend's vendor takes.")


@strawberry.input(
    description="What to change. A field left out stays as it is; null clears it where the vendor can, else is refused."
)
class OrderUpdateInput:
    id: strawberry.ID = strawberry.field(description="The order's id.")
    status: OrderStatus | None = given("Where it stands; never null, never UNKNOWN.")
    vendor_status: str | None = given("The same in the vendor's own word; never null.")
    requested_delivery_date: date | None = given("The day that the customer asks for.")
    note: str | None = given("For the customer's eyes.")
    internal_note: str | None = given("For the seller's staff.")
    reference: str | None = given("The buyer's own reference.")
    external_number: str | None = given("The number that another system gave it.")


@strawberry.input(description="An order to delete, for good.")
class OrderDeleteInput:
    id: strawberry.ID = strawberry.field(description="The order's id.")
