"""The fields and inputs that only one vendor's orders have."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated

import strawberry

from schema.address import OriginKey
from schema.field import optional
from schema.inputs import given


@strawberry.type(description="Fields that only CloudSuite's orders have.")
class CloudSuiteOrderFields:
    webshop_vendor_id: str | None = optional("The vendor's id of the webshop.")
    shipping_address_key: OriginKey | None = optional("Where the shipping address was imported from.")
    billing_address_key: OriginKey | None = optional("Where the billing address was imported from.")
    customer_key: OriginKey | None = optional("Where the customer was imported from.")


@strawberry.type(description="Fields that only LogicTrade's orders have.")
class LogicTradeOrderFields:
    salesperson_name: str | None = optional("The salesperson's name.")
    salesperson_username: str | None = optional("The salesperson's user name.")
    origin_code: str | None = optional("The code of the order's origin, such as WIN.")
    origin_description: str | None = optional("The description of the order's origin, such as Winkel.")
    webshop_number: str | None = optional("The order's number in the webshop.")
    webshop_url: str | None = optional("The order's URL in the webshop's back office.")
    quote_vendor_id: str | None = optional("The vendor's id of the quote the order came from.")
    quote_number: str | None = optional("The number of the quote the order came from.")
    delivery_type: str | None = optional("The delivery method: a label when read, a code when written.")
    delivery_condition: str | None = optional("The delivery condition.")
    payment_condition_code: str | None = optional("The code of the payment condition.")
    payment_condition_description: str | None = optional("The description of the payment condition.")


@strawberry.type(description="Fields that only VDH Solar's orders have.")
class VdhSolarOrderFields:
    user_vendor_id: str | None = optional("The buyer's user id at VDH Solar.")
    order_placed_by_vendor_id: str | None = optional("The user id of the person who placed the order for the buyer.")


@strawberry.type(description="Fields that only OBAPI's orders have.")
class ObapiOrderFields:
    validated_at: datetime | None = optional("When the order was validated.")
    is_billed: bool | None = optional("Whether the order has been billed in full.")


@strawberry.type(description="Fields that only Wimpel's orders have.")
class WimpelOrderFields:
    line_count: int | None = optional("The number of lines, as Wimpel counts them.")
    shipment_count: int | None = optional("The number of shipments, as Wimpel counts them.")
    invoice_count: int | None = optional("The number of invoices, as Wimpel counts them.")


VendorOrderFields = Annotated[
    CloudSuiteOrderFields | LogicTradeOrderFields | VdhSolarOrderFields | ObapiOrderFields | WimpelOrderFields,
    strawberry.union("VendorOrderFields", description="Fields that only this order's vendor has."),
]


@strawberry.input(description="A payment that has already been made.")
class PaymentInput:
    amount: Decimal = strawberry.field(description="The amount.")
    type: str | None = given("The payment method, such as iDEAL.")
    method: str | None = given("The bank or provider, such as Rabobank.")


@strawberry.input(description="Fields that only LogicTrade accepts.")
class LogicTradeOrderFieldsInput:
    salesperson_username: str = strawberry.field(description="The salesperson's user name.")
    delivery_type: str = strawberry.field(description="The code of the delivery method, such as BM.")
    delivery_condition: str = strawberry.field(description="The code of the delivery condition, such as D.")
    allow_unknown_customer: bool = strawberry.field(
        default=False,
        description='Creates the order for the vendor\'s "unknown customer"; no customer is required then.',
    )
    payment_condition_code: str | None = given("The code of the payment condition.")
    webshop_number: str | None = given("The order's number in the webshop.")
    webshop_url: str | None = given("The order's URL in the webshop's back office.")
    payments: list[PaymentInput] | None = given("Payments that have already been made.")


@strawberry.input(description="Fields that only VDH Solar accepts.")
class VdhSolarOrderFieldsInput:
    user_vendor_id: str = strawberry.field(description="The buyer's user id at VDH Solar.")
    order_placed_by_vendor_id: str = strawberry.field(
        description="The user id at VDH Solar of the person who places the order."
    )


@strawberry.input(one_of=True, description="Fields that only one vendor accepts.")
class VendorOrderFieldsInput:
    logic_trade: LogicTradeOrderFieldsInput | None = given("For a LogicTrade backend.")
    vdh_solar: VdhSolarOrderFieldsInput | None = given("For a VDH Solar backend.")
