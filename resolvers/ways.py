"""How each type of link is resolved."""

from collections.abc import Awaitable
from typing import Any

from resolvers import linked, orders, usage
from resolvers.context import Context, Way
from resolvers.later import Later
from resolvers.shown import Seen
from resolvers.vendors.capabilities import ALWAYS
from schema.customer import OrdersOf
from schema.link import Info, Ref, Relation, gid
from schema.node import Node
from schema.order import Order

WITHOUT_A_CALL = ALWAYS | {"__typename"}


def reference(context: Context, ref: Ref[Any], info: Info) -> Any | Awaitable[Any]:
    """If only identity fields are selected, the reference itself provides them, whether or not its target exists."""
    wanted = context.selected(info)
    if wanted <= WITHOUT_A_CALL:
        return _identity_only(context, ref)
    if seen := context.shown.find(ref, wanted):
        return _reused(context, seen, info)
    return context.gateway.memory.reference(ref) or context.loaders.thing(ref, info.path)


def relation(context: Context, asked: Relation[Any], info: Info) -> Awaitable[Any]:
    if asked.kind is Order:
        return Later(lambda: linked.orders(context, asked, info))
    return context.loaders.belongings(asked, context.selected(info), info.path)


def of_customer(context: Context, asked: OrdersOf, info: Info) -> Awaitable[Any]:
    return Later(lambda: orders.of_customer(context, asked, info))


def _reused(context: Context, seen: Seen, info: Info) -> Any:
    """An object that the operation already has. If it is stale, this place in the response is noted as well."""
    usage.of(seen.thing.backend.id).deduplicated += 1
    if seen.old:
        context.stale.notes.at(tuple(info.path.as_list()), seen.old)
    return seen.thing


def _identity_only(context: Context, ref: Ref[Any]) -> Any:
    kind: Any = ref.kind
    if not issubclass(ref.kind, Node):
        return kind(vendor_id=ref.vendor_id)
    return kind(
        id=gid(ref.backend, ref.kind.__name__, ref.vendor_id),
        backend=context.vendor(ref.backend).backend,
        vendor_id=ref.vendor_id,
    )


WAYS: dict[type, Way] = {Ref: reference, Relation: relation, OrdersOf: of_customer}
