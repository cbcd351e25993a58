"""A table of contents of every question."""

import strawberry
from strawberry import UNSET

from resolvers import by_id, customers, orders
from schema.backend import Backend
from schema.customer import Customer
from schema.field import SEMANTIC_NON_NULL
from schema.inputs import CustomerWhereInput, OrderWhereInput
from schema.link import Info
from schema.node import Node
from schema.order import Order
from schema.page import CustomerConnection, OrderConnection
from schema.sort import CustomerSortInput, OnFailure, OrderSortInput


async def _orders(
    info: Info,
    first: int | None = 20,
    after: str | None = UNSET,
    where: OrderWhereInput | None = UNSET,
    order_by: OrderSortInput | None = UNSET,
    on_failure: OnFailure = OnFailure.PARTIAL,
) -> OrderConnection | None:
    return await orders.orders(info, first, after, where, order_by, on_failure)


async def _customers(
    info: Info,
    first: int | None = 20,
    after: str | None = UNSET,
    where: CustomerWhereInput | None = UNSET,
    order_by: CustomerSortInput | None = UNSET,
    on_failure: OnFailure = OnFailure.PARTIAL,
) -> CustomerConnection | None:
    return await customers.customers(info, first, after, where, order_by, on_failure)


def _backends(info: Info) -> list[Backend]:
    return [vendor.backend for vendor in info.context.backends.values()]


@strawberry.type(description="What can be asked.")
class Query:
    node: Node | None = strawberry.field(
        resolver=by_id.node, description="Anything by its id; null where there is nothing."
    )
    nodes: list[Node | None] = strawberry.field(
        resolver=by_id.nodes, description="One entry per id, in their order; at most 100."
    )
    order: Order | None = strawberry.field(resolver=orders.order, description="An order by its id.")
    order_by_identifier: Order | None = strawberry.field(
        resolver=orders.by_identifier,
        description="An order by what its vendor calls it. More than one match is an error, never the first.",
    )
    orders_by_identifier: list[Order | None] = strawberry.field(
        resolver=orders.by_identifiers, description="One entry per identifier, in their order; at most 100."
    )
    orders: OrderConnection | None = strawberry.field(
        resolver=_orders,
        description="All backends' orders as one list in one order, under one cursor.",
        directives=[SEMANTIC_NON_NULL],
    )
    customer: Customer | None = strawberry.field(resolver=customers.customer, description="A customer by its id.")
    customer_by_identifier: Customer | None = strawberry.field(
        resolver=customers.by_identifier,
        description="A customer by what its vendor calls it. More than one match is an error, never the first.",
    )
    customers: CustomerConnection | None = strawberry.field(
        resolver=_customers,
        description="All backends' customers as one list in one order, under one cursor.",
        directives=[SEMANTIC_NON_NULL],
    )
    backend: Backend | None = strawberry.field(resolver=by_id.backend, description="A backend by its id.")
    backends: list[Backend] = strawberry.field(resolver=_backends, description="The configured backends.")
