"""Prices mutations: the call to the vendor, finding out its outcome, and the order in the payload."""

from collections.abc import Callable

from resolvers.costs import bounds
from resolvers.costs.asked import Nodes
from resolvers.costs.price import ONE, Part, Price, added
from resolvers.costs.things import Things
from resolvers.vendors.base import Vendor
from resolvers.ways import WITHOUT_A_CALL
from schema.link import parse_gid
from schema.order import Order
from schema.write_inputs import OrderCreateInput, OrderDeleteInput, OrderUpdateInput


def create(things: Things, nodes: Nodes, input: OrderCreateInput) -> Part:
    return _change(things, nodes, input.backend, bounds.of_create)


def update(things: Things, nodes: Nodes, input: OrderUpdateInput) -> Part:
    return _change_of(things, nodes, input.id, bounds.of_update)


def delete(things: Things, nodes: Nodes, input: OrderDeleteInput) -> Part:
    return _change_of(things, nodes, input.id, bounds.of_delete)


def _change_of(things: Things, nodes: Nodes, id: str, calls: Callable[[Vendor], int]) -> Part:
    found = parse_gid(id)
    return _change(things, nodes, found.backend if found else None, calls)


def _change(things: Things, nodes: Nodes, backend: str | None, calls: Callable[[Vendor], int]) -> Part:
    """Assumes that the order in the payload is read again if more than its identity is selected."""
    vendor = things.context.backends.get(backend) if backend is not None else None
    if vendor is None:
        return ONE
    shown = things.asked.ways(nodes, "order")
    is_read_again = not things.asked.names(*shown) <= WITHOUT_A_CALL
    own = Price({vendor.id: calls(vendor) + is_read_again * bounds.of_thing(vendor, Order)}, things=1)
    return Part(added([(1, own), *((1, things.price("Order", vendor.id, each)) for each in shown)]))
