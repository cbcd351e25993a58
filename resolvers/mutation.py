"""A table of contents of every change."""

import strawberry

from resolvers import writes
from schema.writes import OrderCreatePayload, OrderDeletePayload, OrderUpdatePayload


@strawberry.type(description="What can be changed.")
class Mutation:
    order_create: OrderCreatePayload | None = strawberry.field(
        resolver=writes.create,
        description="Make an order. One idempotency key makes one order, whatever fails in between.",
    )
    order_update: OrderUpdatePayload | None = strawberry.field(
        resolver=writes.update, description="Change an order: what is left out stays as it is."
    )
    order_delete: OrderDeletePayload | None = strawberry.field(
        resolver=writes.delete, description="Delete an order, for good."
    )
