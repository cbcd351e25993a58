"""The Query type, with the resolver of each field."""

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


@strawberry.type(description="All queries.")
class Query:
    node: Node | None = strawberry.field(
        resolver=by_id.node, description="An object by its id; null if it does not exist."
    )
    nodes: list[Node | None] = strawberry.field(
        resolver=by_id.nodes, description="Objects by their ids: one entry per id, in the same order; at most 100 ids."
    )
    order: Order | None = strawberry.field(resolver=orders.order, description="An order by its id.")
    order_by_identifier: Order | None = strawberry.field(
        resolver=orders.by_identifier,
        description="An order by an identifier at its backend. More than one match is an AMBIGUOUS error.",
    )
    orders_by_identifier: list[Order | None] = strawberry.field(
        resolver=orders.by_identifiers,
        description="Orders by their identifiers: one entry per identifier, in the same order; at most 100.",
    )
    orders: OrderConnection | None = strawberry.field(
        resolver=_orders,
        description="The orders of all backends as one list, in one sort order and with one cursor.",
        directives=[SEMANTIC_NON_NULL],
    )
    customer: Customer | None = strawberry.field(resolver=customers.customer, description="A customer by its id.")
    customer_by_identifier: Customer | None = strawberry.field(
        resolver=customers.by_identifier,
        description="A customer by an identifier at its backend. More than one match is an AMBIGUOUS error.",
    )
    customers: CustomerConnection | None = strawberry.field(
        resolver=_customers,
        description="The customers of all backends as one list, in one sort order and with one cursor.",
        directives=[SEMANTIC_NON_NULL],
    )
    backend: Backend | None = strawberry.field(resolver=by_id.backend, description="A backend by its id.")
    backends: list[Backend] = strawberry.field(resolver=_backends, description="All backends visible to the caller.")
