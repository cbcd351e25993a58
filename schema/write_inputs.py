"""The inputs of mutations."""

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
    company_name: str | None = given("The company name.")
    attention: str | None = given("The person or department to address.")
    first_name: str | None = given("The person's first name.")
    last_name: str | None = given("The person's last name.")
    street: str | None = given("The street.")
    house_number: str | None = given("The house number.")
    house_number_addition: str | None = given("The addition to the house number, such as A or bis.")
    street2: str | None = given("A second address line.")
    postal_code: str | None = given("The postal code.")
    city: str | None = given("The city or town.")
    region: str | None = given("The province, state or subdivision.")
    country_code: str | None = given("The country as an ISO 3166-1 alpha-2 code, such as NL.")
    phone: str | None = given("The telephone number.")
    email: str | None = given("The email address.")
    vat_number: str | None = given("The VAT number.")


@strawberry.input(description="A customer that does not exist at the vendor yet.")
class OrderCustomerDetailsInput:
    company_name: str | None = given("The company name, if the customer is a company.")
    gender: str | None = given("The person's gender, in the vendor's words.")
    title: str | None = given("The person's title.")
    initials: str | None = given("The person's initials.")
    first_name: str | None = given("The person's first name.")
    infix: str | None = given("The prefix of the last name, such as van der.")
    last_name: str | None = given("The person's last name.")
    email: str | None = given("The email address.")
    phone: str | None = given("The telephone number.")
    mobile_phone: str | None = given("The mobile number.")
    note: str | None = given("A note about the customer.")
    address: AddressInput | None = given("The customer's address.")


@strawberry.input(one_of=True, description="The customer of an order.")
class OrderCustomerInput:
    id: strawberry.ID | None = given("The customer's id.")
    vendor_id: str | None = given("The vendor's id of the customer.")
    details: OrderCustomerDetailsInput | None = given("A customer that does not exist at the vendor yet.")


@strawberry.input(one_of=True, description="An address of an order.")
class OrderAddressInput:
    vendor_id: str | None = given("The vendor's id of the address.")
    origin_key: OriginKeyInput | None = given("The key of the address in the system it was imported from (CloudSuite).")
    address: AddressInput | None = given("The address itself.")


@strawberry.input(one_of=True, description="What is ordered.")
class ProductIdentifierInput:
    code: str | None = given("The vendor's product code or id.")
    ean: str | None = given("The EAN (GTIN-13).")
    origin_key: OriginKeyInput | None = given("The key of the product in the system it was imported from (CloudSuite).")


@strawberry.input(description="A line of a new order.")
class OrderLineInput:
    product: ProductIdentifierInput = strawberry.field(description="What.")
    description: str | None = given("The text of the line.")
    quantity: Decimal = strawberry.field(description="The quantity.")
    unit_price: Decimal | None = given("The price of one unit, after discount.")
    list_price: Decimal | None = given("The price of one unit, before discount.")
    discount_percent: Decimal | None = given('The discount as a percentage: "10" is ten per cent.')
    position: int | None = given("The line number.")
    note: str | None = given("A note for the customer.")
    internal_note: str | None = given("A note for the seller's staff.")
    configuration: JSON | None = given("The product configuration (LogicTrade).")


@strawberry.input(description="A new order. `Capabilities` lists what each vendor accepts and requires.")
class OrderCreateInput:
    backend: strawberry.ID = strawberry.field(description="The id of the backend to create it in.")
    idempotency_key: str = strawberry.field(
        description="A key of your choice, 1 to 255 printable characters. One key makes one order, whatever fails in "
        "between; the same key with different input is refused."
    )
    number: str | None = given("The order number, if the vendor lets you choose it.")
    reference: str | None = given("The buyer's own reference.")
    external_number: str | None = given("The order's number in another system.")
    external_key: str | None = given("The order's key in the system it is sent to.")
    status: OrderStatus | None = given("The status. Give this or vendorStatus, not both; UNKNOWN can't be set.")
    vendor_status: str | None = given("The status in the vendor's own word.")
    origin: str | None = given("Where the order comes from, in the vendor's words.")
    ordered_at: datetime | None = given("When the order was placed.")
    requested_delivery_date: date | None = given("The requested delivery date.")
    currency_code: str | None = given("The currency as an ISO 4217 code. Default: the backend's currency.")
    tax_basis: TaxBasis | None = given(
        "Whether the prices in this input include tax. A basis other than the vendor's is refused, never converted."
    )
    customer: OrderCustomerInput | None = given("The customer.")
    shipping_address: OrderAddressInput | None = given("The shipping address.")
    billing_address: OrderAddressInput | None = given("The billing address.")
    description: str | None = given("A description of the order.")
    note: str | None = given("A note for the customer.")
    internal_note: str | None = given("A note for the seller's staff.")
    lines: list[OrderLineInput] | None = given("What is ordered.")
    vendor_fields: VendorOrderFieldsInput | None = given("Fields that only this backend's vendor accepts.")


@strawberry.input(
    description="What to update. A field that is left out stays unchanged. Null clears a field if the vendor can "
    "do that, otherwise it is refused."
)
class OrderUpdateInput:
    id: strawberry.ID = strawberry.field(description="The order's id.")
    status: OrderStatus | None = given("The status. Null and UNKNOWN are refused.")
    vendor_status: str | None = given("The status in the vendor's own word. Null is refused.")
    requested_delivery_date: date | None = given("The requested delivery date.")
    note: str | None = given("A note for the customer.")
    internal_note: str | None = given("A note for the seller's staff.")
    reference: str | None = given("The buyer's own reference.")
    external_number: str | None = given("The order's number in another system.")


@strawberry.input(description="An order to delete permanently.")
class OrderDeleteInput:
    id: strawberry.ID = strawberry.field(description="The order's id.")
