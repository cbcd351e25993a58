"""How each kind of link is followed."""

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
    """Where nothing but identity is selected the reference itself is the answer, dangling or not."""
    wanted = context.selected(info)
    if wanted <= WITHOUT_A_CALL:
        return _by_name_alone(context, ref)
    if seen := context.shown.find(ref, wanted):
        return _again(context, seen, info)
    return context.gateway.memory.reference(ref) or context.loaders.thing(ref, info.path)


def relation(context: Context, asked: Relation[Any], info: Info) -> Awaitable[Any]:
    if asked.kind is Order:
        return Later(lambda: linked.orders(context, asked, info))
    return context.loaders.belongings(asked, context.selected(info), info.path)


def of_customer(context: Context, asked: OrdersOf, info: Info) -> Awaitable[Any]:
    return Later(lambda: orders.of_customer(context, asked, info))


def _again(context: Context, seen: Seen, info: Info) -> Any:
    """What the operation has already; where it is old, it is old here too."""
    usage.of(seen.thing.backend.id).deduplicated += 1
    if seen.old:
        context.stale.notes.at(tuple(info.path.as_list()), seen.old)
    return seen.thing


def _by_name_alone(context: Context, ref: Ref[Any]) -> Any:
    kind: Any = ref.kind
    if not issubclass(ref.kind, Node):
        return kind(vendor_id=ref.vendor_id)
    return kind(
        id=gid(ref.backend, ref.kind.__name__, ref.vendor_id),
        backend=context.vendor(ref.backend).backend,
        vendor_id=ref.vendor_id,
    )


WAYS: dict[type, Way] = {Ref: reference, Relation: relation, OrdersOf: of_customer}
