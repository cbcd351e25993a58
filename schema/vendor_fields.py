"""What only one vendor's orders have and take, as a client sees it."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated

import strawberry

from schema.address import OriginKey
from schema.field import optional
from schema.inputs import given


@strawberry.type(description="What only CloudSuite's orders have.")
class CloudSuiteOrderFields:
    webshop_vendor_id: str | None = optional("The webshop's id; there is nothing more to ask about it.")
    shipping_address_key: OriginKey | None = optional("Where the shipping address was imported from.")
    billing_address_key: OriginKey | None = optional("Where the billing address was imported from.")
    customer_key: OriginKey | None = optional("Where the customer was imported from.")


@strawberry.type(description="What only LogicTrade's orders have.")
class LogicTradeOrderFields:
    salesperson_name: str | None = optional("Who sold it.")
    salesperson_username: str | None = optional("The seller's login name.")
    origin_code: str | None = optional("The code of the order's origin: WIN.")
    origin_description: str | None = optional("The same in words: Winkel.")
    webshop_number: str | None = optional("The order's number in the webshop.")
    webshop_url: str | None = optional("The webshop's back office.")
    quote_vendor_id: str | None = optional("The quote that the order came from.")
    quote_number: str | None = optional("That quote's number.")
    delivery_type: str | None = optional("How it is delivered: a label when read, a code when written.")
    delivery_condition: str | None = optional("The delivery condition.")
    payment_condition_code: str | None = optional("The code of the payment condition.")
    payment_condition_description: str | None = optional("The same in words.")


@strawberry.type(description="What only VDH Solar's orders have.")
class VdhSolarOrderFields:
    user_vendor_id: str | None = optional("The buyer's user id at VDH Solar.")
    order_placed_by_vendor_id: str | None = optional("The user id of who placed the order for the buyer.")


@strawberry.type(description="What only OBAPI's orders have.")
class ObapiOrderFields:
    validated_at: datetime | None = optional("When the order was validated.")
    is_billed: bool | None = optional("Whether the order is billed.")


@strawberry.type(description="What only Wimpel's orders have.")
class WimpelOrderFields:
    line_count: int | None = optional("How many lines Wimpel counts.")
    shipment_count: int | None = optional("How many shipments Wimpel counts.")
    invoice_count: int | None = optional("How many invoices Wimpel counts.")


VendorOrderFields = Annotated[
    CloudSuiteOrderFields | LogicTradeOrderFields | VdhSolarOrderFields | ObapiOrderFields | WimpelOrderFields,
    strawberry.union("VendorOrderFields", description="What only this order's vendor has."),
]


@strawberry.input(description="A payment made already.")
class PaymentInput:
    amount: Decimal = strawberry.field(description="How much.")
    type: str | None = given("By what means: iDeal.")
    method: str | None = given("Through whom: Rabobank.")


@strawberry.input(description="What only LogicTrade takes.")
class LogicTradeOrderFieldsInput:
    salesperson_username: str = strawberry.field(description="The seller's login name.")
    delivery_type: str = strawberry.field(description="The code of the delivery method: BM.")
    delivery_condition: str = strawberry.field(description="The code of the delivery condition: D.")
    allow_unknown_customer: bool = strawberry.field(
        default=False,
        description='No customer is needed: the order goes to the vendor\'s "unknown customer".',
    )
    payment_condition_code: str | None = given("The code of the payment condition.")
    webshop_number: str | None = given("The order's number in the webshop.")
    webshop_url: str | None = given("The webshop's back office.")
    payments: list[PaymentInput] | None = given("What is paid already.")


@strawberry.input(description="What only VDH Solar takes.")
class VdhSolarOrderFieldsInput:
    user_vendor_id: str = strawberry.field(description="The buyer's user id at VDH Solar.")
    order_placed_by_vendor_id: str = strawberry.field(description="Your own user id at VDH Solar.")


@strawberry.input(one_of=True, description="What only one vendor takes.")
class VendorOrderFieldsInput:
    logic_trade: LogicTradeOrderFieldsInput | None = given("For a LogicTrade backend.")
    vdh_solar: VdhSolarOrderFieldsInput | None = given("For a VDH Solar backend.")
