"""Prices lookups: by our ids, or by the vendors' identifiers."""

from collections import Counter
from collections.abc import Sequence

from resolvers import by_id, customers, orders
from resolvers.costs import bounds
from resolvers.costs.asked import Nodes
from resolvers.costs.price import NOTHING, Part, Price, added
from resolvers.costs.things import NOTHING_TOLD, Things, looked_up
from resolvers.filters import given
from resolvers.rows import WHOLE
from resolvers.vendors.base import Vendor
from schema.customer import Customer
from schema.inputs import CustomerIdentifierInput, OrderIdentifierInput
from schema.link import Gid, parse_gid
from schema.order import Order


def thing(things: Things, nodes: Nodes, id: str) -> Part:
    return several(things, nodes, [id])


def several(things: Things, nodes: Nodes, ids: Sequence[str]) -> Part:
    """Each type and backend is priced once, and multiplied by the number of its ids."""
    if len(ids) > by_id.MOST:
        return NOTHING
    places = Counter(_group(found) for found in map(parse_gid, ids) if found and _exists(things, found))
    found = [(count, _found(things, nodes, *place)) for place, count in places.items()]
    return Part(added([*found, (len(ids), Price(things=1))]))


def order_called(things: Things, nodes: Nodes, backend: str, identifier: OrderIdentifierInput) -> Part:
    return orders_called(things, nodes, backend, [identifier])


def orders_called(things: Things, nodes: Nodes, backend: str, identifiers: Sequence[OrderIdentifierInput]) -> Part:
    vendor = things.context.backends.get(backend)
    if vendor is None or len(identifiers) > orders.MOST:
        return NOTHING
    names = Counter(orders.named(each)[0] for each in identifiers)
    calls = sum(_calls(vendor, name, count) for name, count in names.items())
    each = added([(1, Price(things=1)), (1, things.price("Order", backend, nodes, WHOLE))])
    return Part(added([(1, Price({backend: calls})), (len(identifiers), each)]))


def customer_called(things: Things, nodes: Nodes, backend: str, identifier: CustomerIdentifierInput) -> Part:
    vendor = things.context.backends.get(backend)
    if vendor is None:
        return NOTHING
    ways = (way for name, way in customers.METHODS.items() if given(getattr(identifier, name)) is not None)
    way = next(ways, None)
    calls = bounds.of_thing(vendor, Customer) if way is None else bounds.of_named(vendor, way, 1)
    return Part(added([(1, Price({backend: calls}, things=1)), (1, things.price("Customer", backend, nodes))]))


def _group(found: Gid) -> tuple[str, str, bool]:
    return found.type, found.backend, found.part is not None


def _exists(things: Things, found: Gid) -> bool:
    kinds = by_id.KINDS if found.part is None else by_id.PARTS
    return found.type in kinds and found.backend in things.context.backends


def _found(things: Things, nodes: Nodes, kind: str, backend: str, is_part: bool) -> Price:
    """A part is read from its order."""
    source = Order if is_part else by_id.KINDS[kind]
    told = WHOLE if source is Order else NOTHING_TOLD
    return added(
        [(1, looked_up(things.context.backends[backend], source)), (1, things.price(kind, backend, nodes, told))]
    )


def _calls(vendor: Vendor, name: str, count: int) -> int:
    """Calls to find `count` orders by that kind of identifier."""
    finding = orders.BY.get(name)
    return bounds.of_named(vendor, finding.method, count) if finding else count * bounds.of_thing(vendor, Order)
