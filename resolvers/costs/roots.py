"""The functions that price root fields."""

from collections.abc import Callable, Mapping
from typing import Any

from resolvers import customer_list, order_list
from resolvers.costs import changes, lists, named
from resolvers.costs.asked import Nodes
from resolvers.costs.price import ONE, Part, Price, added
from resolvers.costs.things import Things


def orders(things: Things, nodes: Nodes, **arguments: Any) -> Part:
    selected, shown = lists.selected(things.asked, nodes), lists.groups(things.asked, nodes)
    question = order_list.question(things.context, selected, **lists.LEFT_OUT | arguments)
    return lists.part(question, question.known(), lambda id, is_whole: things.row(id, shown, is_whole=is_whole))


def customers(things: Things, nodes: Nodes, **arguments: Any) -> Part:
    selected, shown = lists.selected(things.asked, nodes), lists.groups(things.asked, nodes)
    question = customer_list.question(things.context, selected, **lists.LEFT_OUT | arguments)

    def each_of(backend: str, is_whole: bool) -> Price:
        return added([(1, Price(things=1)), *((1, things.price("Customer", backend, group)) for group in shown)])

    return lists.part(question, question.known(), each_of)


def backend(things: Things, nodes: Nodes, id: str) -> Part:
    return ONE


def backends(things: Things, nodes: Nodes) -> Part:
    return Part(Price(things=len(things.context.backends)))


LISTS: Mapping[str, Callable[..., Part]] = {"orders": orders, "customers": customers}
SINGLE: Mapping[str, Callable[..., Part]] = {
    "node": named.thing,
    "nodes": named.several,
    "order": named.thing,
    "orderByIdentifier": named.order_called,
    "ordersByIdentifier": named.orders_called,
    "customer": named.thing,
    "customerByIdentifier": named.customer_called,
    "backend": backend,
    "backends": backends,
    "orderCreate": changes.create,
    "orderUpdate": changes.update,
    "orderDelete": changes.delete,
}
"""The root fields that are not lists over backends."""
ROOTS = {**LISTS, **SINGLE}
"""By field name. Called with a Things, the field's nodes, and its arguments as keywords."""
