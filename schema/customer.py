"""Customers, and the request for a customer's orders."""

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
    """A request for one customer's orders: the arguments of `Customer.orders`. `backend`: its id."""

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
    request = OrdersOf(self.backend.id, self.id, first, after, where, order_by, on_failure)
    return info.context.follow(request, info)


@strawberry.type(description="A company or person that buys.")
class Customer(Node):
    backend: Backend = strawberry.field(description="The backend the customer belongs to.")
    vendor_id: str = strawberry.field(description="The vendor's id.")
    number: str | None = optional("The customer number.")
    company_name: str | None = optional("The company name, if the customer is a company.")
    name: str | None = strawberry.field(
        default=None,
        description="The company name, otherwise the person's full name. Without the scope customers:read: the company "
        "name or null.",
        metadata={"scope": Scope.CUSTOMERS_READ, "instead": "company_name"},
    )
    first_name: str | None = personal("The person's first name.")
    last_name: str | None = personal("The person's last name, including its prefix (van der).")
    email: str | None = personal("The email address.")
    phone: str | None = personal("The telephone number.")
    mobile_phone: str | None = personal("The mobile number.")
    vat_number: str | None = personal("The VAT number.")
    registration_number: str | None = personal("The chamber of commerce number.")
    address_link: strawberry.Private[Link[Address]] = None
    billing_address_link: strawberry.Private[Link[Address]] = None
    shipping_address_link: strawberry.Private[Link[Address]] = None
    address: Address | None = linked("address_link", "The customer's main address.")
    billing_address: Address | None = linked("billing_address_link", "The address for invoices.")
    shipping_address: Address | None = linked("shipping_address_link", "The address for deliveries.")
    is_active: bool | None = optional("Whether the customer is active.")
    note: str | None = optional("The seller's note about the customer.")
    created_at: datetime | None = optional("When the record was created.")
    updated_at: datetime | None = optional("When the record last changed.")
    origin_key: OriginKey | None = optional("Where the record was imported from (CloudSuite).")
    orders = strawberry.field(
        resolver=_orders,
        graphql_type=leads_back("OrderConnection", "schema.page"),
        description="This customer's orders at this backend. `where.customerIds` and `where.backends` narrow further.",
        directives=[SEMANTIC_NON_NULL],
    )
    raw_source: strawberry.Private[RawJson | None] = None
    raw: JSON | None = raw_json()
