"""Who bought."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import strawberry
from strawberry import UNSET

from schema.address import Address, OriginKey
from schema.backend import Backend
from schema.field import SEMANTIC_NON_NULL, Scope, leads_back, linked, optional, personal, raw_json
from schema.inputs import OrderWhereInput
from schema.link import Info, Link
from schema.node import Node
from schema.raw import RawJson
from schema.scalars import JSON
from schema.sort import OnFailure, OrderSortInput


@dataclass(frozen=True, slots=True)
class OrdersOf:
    """The question for one customer's orders."""

    backend: str
    customer_id: strawberry.ID
    first: int | None
    after: str | None
    where: OrderWhereInput | None
    order_by: OrderSortInput | None
    on_failure: OnFailure


def _orders(
    self: "Customer",
    info: Info,
    first: int | None = 20,
    after: str | None = UNSET,
    where: OrderWhereInput | None = UNSET,
    order_by: OrderSortInput | None = UNSET,
    on_failure: OnFailure = OnFailure.PARTIAL,
) -> Any:
    question = OrdersOf(self.backend.id, self.id, first, after, where, order_by, on_failure)
    return info.context.follow(question, info)


@strawberry.type(description="Who bought: a company or a person.")
class Customer(Node):
    backend: Backend = strawberry.field(description="The backend that knows this customer.")
    vendor_id: str = strawberry.field(description="The vendor's id.")
    number: str | None = optional("The customer number.")
    company_name: str | None = optional("The company, where it is one.")
    name: str | None = strawberry.field(
        default=None,
        description="Company name, else the person's full name. Without the scope customers:read the company name "
        "or null.",
        metadata={"scope": Scope.CUSTOMERS_READ, "instead": "company_name"},
    )
    first_name: str | None = personal("The person's first name.")
    last_name: str | None = personal("The person's last name, with its infix.")
    email: str | None = personal("E-mail address.")
    phone: str | None = personal("Telephone number.")
    mobile_phone: str | None = personal("Mobile telephone number.")
    vat_number: str | None = personal("VAT number.")
    registration_number: str | None = personal("Number at the chamber of commerce.")
    address_link: strawberry.Private[Link[Address]] = None
    billing_address_link: strawberry.Private[Link[Address]] = None
    shipping_address_link: strawberry.Private[Link[Address]] = None
    address: Address | None = linked("address_link", "The customer's main address.")
    billing_address: Address | None = linked("billing_address_link", "Where invoices go.")
    shipping_address: Address | None = linked("shipping_address_link", "Where goods go.")
    is_active: bool | None = optional("Whether the record is in use.")
    note: str | None = optional("What the seller noted about the customer.")
    created_at: datetime | None = optional("When the record was made.")
    updated_at: datetime | None = optional("When the record last changed.")
    origin_key: OriginKey | None = optional("Where the record was imported from.")
    orders = strawberry.field(
        resolver=_orders,
        graphql_type=leads_back("OrderConnection", "schema.page"),
        description="This customer's orders at this backend. `where.customerIds` and `where.backends` narrow further.",
        directives=[SEMANTIC_NON_NULL],
    )
    raw_source: strawberry.Private[RawJson | None] = None
    raw: JSON | None = raw_json()
