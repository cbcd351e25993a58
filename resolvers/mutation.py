"""The Mutation type, with the resolver of each field."""

import strawberry

from resolvers import writes
from schema.writes import OrderCreatePayload, OrderDeletePayload, OrderUpdatePayload


@strawberry.type(description="All mutations.")
class Mutation:
    order_create: OrderCreatePayload | None = strawberry.field(
        resolver=writes.create,
        description="Create an order. One idempotency key makes one order, whatever fails in between.",
    )
    order_update: OrderUpdatePayload | None = strawberry.field(
        resolver=writes.update, description="Update an order. Fields that are left out stay unchanged."
    )
    order_delete: OrderDeletePayload | None = strawberry.field(
        resolver=writes.delete, description="Delete an order permanently."
    )
