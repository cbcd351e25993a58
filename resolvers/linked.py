"""The same order in other backends."""

from resolvers.context import Context
from resolvers.errors import Unsupported
from schema.link import Info, Relation
from schema.order import Order


async def orders(context: Context, asked: Relation[Order], info: Info) -> list[Order]:
    raise Unsupported(asked.backend, "linkedOrders can't be told yet.")
