"""What an operation costs at most, told before it is carried out: a part for each field on its first level."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import structlog
from graphql import DocumentNode, OperationDefinitionNode, OperationType, VariableValues
from strawberry import Schema

from resolvers import by_id, customer_list, customers, order_list, orders
from resolvers.context import Context
from resolvers.costs import bounds, lists
from resolvers.costs.asked import Asked, Nodes
from resolvers.costs.faults import UNUSABLE
from resolvers.costs.price import Part, Price, added, most
from resolvers.costs.things import Things
from resolvers.filters import given
from resolvers.lists import Question
from resolvers.vendors.base import Vendor
from resolvers.vendors.capabilities import ALWAYS
from schema.customer import Customer
from schema.inputs import CustomerIdentifierInput, OrderIdentifierInput
from schema.link import Gid, parse_gid
from schema.order import Order
from schema.write_inputs import OrderCreateInput, OrderDeleteInput, OrderUpdateInput

log = structlog.get_logger(__name__)

ONE = Part(Price(things=1))


@dataclass(frozen=True)
class Estimate:
    """`points`: what it costs at most. `singles`: the keys in its answer of what is asked for by itself."""

    points: int
    singles: frozenset[str]

    def singly(self, data: Mapping[str, Any]) -> int:
        """How many things an answer has beside those of its lists."""
        return sum(_count(data.get(key)) for key in self.singles)


def of(
    context: Context,
    schema: Schema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: VariableValues,
    max_calls: int,
) -> Estimate:
    """`max_calls`: what the operation may ask of each backend, whatever it would need."""
    asked = Asked.of(schema, document, operation, variables)
    things, roots = Things(context, asked), asked.roots()
    unknown = Part(Price(dict.fromkeys(context.backends, max_calls)))
    parts = [_part(things, name, nodes, unknown) for name, nodes in roots]
    if operation.operation is OperationType.MUTATION:
        parts = [_alone(part, place) for place, part in enumerate(parts)]
    singles = [nodes[0] for name, nodes in roots if name in ROOTS and name not in LISTS]
    return Estimate(most(parts, max_calls), frozenset((node.alias or node.name).value for node in singles))


def _count(shown: Any) -> int:
    return sum(each is not None for each in shown) if isinstance(shown, list) else shown is not None


def _part(things: Things, name: str, nodes: Nodes, unknown: Part) -> Part:
    """`unknown`: all that the operation may ask, where a fault of ours keeps it from being told."""
    priced = ROOTS.get(name)
    if priced is None:
        return Part()
    graph = things.asked.schema._schema
    root = graph.mutation_type if things.asked.operation.operation is OperationType.MUTATION else graph.query_type
    assert root is not None
    try:
        return priced(things, nodes, **things.asked.arguments(root.fields[name], nodes[0]))
    except UNUSABLE:
        return Part()
    except Exception:
        log.exception("estimate_failed", field=name)
        return unknown


def _alone(part: Part, place: int) -> Part:
    """Each change begins anew: what was read before it is read again."""

    def own(price: Price) -> Price:
        return replace(price, once=frozenset(replace(once, what=(place, once.what)) for once in price.once))

    return replace(part, fixed=own(part.fixed), per={id: own(price) for id, price in part.per.items()})


# ---------------------------------------------------------------- lists


def _orders(things: Things, nodes: Nodes, **arguments: Any) -> Part:
    selected = lists.selected(things.asked, nodes)
    question = order_list.question(things.context, selected, **lists.LEFT_OUT | arguments)
    shown = lists.groups(things.asked, nodes)
    return _list(question, lambda id, is_whole: things.row(id, shown, is_whole=is_whole))


def _customers(things: Things, nodes: Nodes, **arguments: Any) -> Part:
    selected = lists.selected(things.asked, nodes)
    question = customer_list.question(things.context, selected, **lists.LEFT_OUT | arguments)
    shown = lists.groups(things.asked, nodes)
    row = Price(things=1)
    return _list(
        question, lambda id, _: added([(1, row), *((1, things.price("Customer", id, each)) for each in shown)])
    )


def _list(question: Question, each_of: lists.EachOf) -> Part:
    return lists.part(question, question.known(), each_of)


# ---------------------------------------------------------------- by a name


def _thing(things: Things, nodes: Nodes, id: str) -> Part:
    return _nodes(things, nodes, [id])


def _nodes(things: Things, nodes: Nodes, ids: Sequence[str]) -> Part:
    """Each once for every kind and backend, so many times."""
    if len(ids) > by_id.MOST:
        return Part()
    parsed = Counter(_place(found) for found in map(parse_gid, ids) if found and _is_known(things, found))
    priced = [(count, _found(things, nodes, *place)) for place, count in parsed.items()]
    return Part(added([*priced, (len(ids), Price(things=1))]))


def _place(found: Gid) -> tuple[str, str, bool]:
    return found.type, found.backend, found.part is not None


def _is_known(things: Things, found: Gid) -> bool:
    kinds = by_id.KINDS if found.part is None else by_id.PARTS
    return found.type in kinds and found.backend in things.context.backends


def _found(things: Things, nodes: Nodes, kind: str, backend: str, is_part: bool) -> Price:
    """A part is read out of its order."""
    vendor = things.context.backends[backend]
    own = Price({backend: bounds.of_thing(vendor, Order if is_part else by_id.KINDS[kind])})
    return added([(1, own), (1, things.price(kind, backend, nodes))])


def _order_named(things: Things, nodes: Nodes, backend: str, identifier: OrderIdentifierInput) -> Part:
    return _orders_named(things, nodes, backend, [identifier])


def _orders_named(things: Things, nodes: Nodes, backend: str, identifiers: Sequence[OrderIdentifierInput]) -> Part:
    vendor = things.context.backends.get(backend)
    if vendor is None or len(identifiers) > orders.MOST:
        return Part()
    names = Counter(orders.named(each)[0] for each in identifiers)
    calls = sum(_named(vendor, name, count) for name, count in names.items())
    each = added([(1, Price(things=1)), (1, things.price("Order", backend, nodes))])
    return Part(added([(1, Price({backend: calls})), (len(identifiers), each)]))


def _named(vendor: Vendor, name: str, count: int) -> int:
    if name not in orders.METHODS:
        return count * bounds.of_thing(vendor, Order)
    return bounds.of_named(vendor, orders.METHODS[name], count)


def _customer_named(things: Things, nodes: Nodes, backend: str, identifier: CustomerIdentifierInput) -> Part:
    vendor = things.context.backends.get(backend)
    if vendor is None:
        return Part()
    way = next((way for name, way in customers.METHODS.items() if given(getattr(identifier, name)) is not None), None)
    calls = bounds.of_thing(vendor, Customer) if way is None else bounds.of_named(vendor, way, 1)
    own = Price({backend: calls}, things=1)
    return Part(added([(1, own), (1, things.price("Customer", backend, nodes))]))


# ---------------------------------------------------------------- changes


def _create(things: Things, nodes: Nodes, input: OrderCreateInput) -> Part:
    return _change(things, nodes, input.backend, bounds.of_create)


def _update(things: Things, nodes: Nodes, input: OrderUpdateInput) -> Part:
    return _change_of(things, nodes, input.id, bounds.of_update)


def _delete(things: Things, nodes: Nodes, input: OrderDeleteInput) -> Part:
    return _change_of(things, nodes, input.id, bounds.of_delete)


def _change_of(things: Things, nodes: Nodes, id: str, calls: Callable[[Vendor], int]) -> Part:
    found = parse_gid(id)
    return _change(things, nodes, found.backend if found else None, calls)


def _change(things: Things, nodes: Nodes, backend: str | None, calls: Callable[[Vendor], int]) -> Part:
    """The order in the answer is read again, where the vendor's own answer does not tell what is wanted of it."""
    vendor = things.context.backends.get(backend) if backend is not None else None
    if vendor is None:
        return ONE
    shown = things.asked.ways(nodes, "order")
    again = bounds.of_thing(vendor, Order) if not things.asked.names(*shown) <= ALWAYS | {"__typename"} else 0
    own = Price({vendor.id: calls(vendor) + again}, things=1)
    return Part(added([(1, own), *((1, things.price("Order", vendor.id, each)) for each in shown)]))


# ---------------------------------------------------------------- the gateway's own


def _backend(things: Things, nodes: Nodes, **_: Any) -> Part:
    return ONE


def _backends(things: Things, nodes: Nodes) -> Part:
    return Part(Price(things=len(things.context.backends)))


LISTS = ("orders", "customers")
ROOTS: dict[str, Callable[..., Part]] = {
    "node": _thing,
    "nodes": _nodes,
    "order": _thing,
    "orderByIdentifier": _order_named,
    "ordersByIdentifier": _orders_named,
    "orders": _orders,
    "customer": _thing,
    "customerByIdentifier": _customer_named,
    "customers": _customers,
    "backend": _backend,
    "backends": _backends,
    "orderCreate": _create,
    "orderUpdate": _update,
    "orderDelete": _delete,
}
