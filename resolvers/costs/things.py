"""Prices one object with its selected fields: the calls that they cause, recursively."""

from resolvers import filters, linked, order_list, rows
from resolvers.context import Context
from resolvers.costs import bounds, lists, steps
from resolvers.costs.asked import UNUSABLE, Asked, Nodes
from resolvers.costs.price import FREE, Once, Price, added
from resolvers.costs.steps import Step, Way
from resolvers.cursor import Cursor
from resolvers.readers.source import NO_MARK
from resolvers.rows import WHOLE
from resolvers.vendors.base import Vendor
from resolvers.ways import WITHOUT_A_CALL
from schema.order import Order

Told = frozenset[str]
"""Fields of Order, by their GraphQL names."""
NOTHING_TOLD: Told = frozenset()
ANYBODY = "?"
"""Stands for the id of a customer that is known only when the operation runs."""


def looked_up(vendor: Vendor, kind: type) -> Price:
    return Price({vendor.id: bounds.of_thing(vendor, kind)})


class Things:
    """Prices by type, backend and place in the document, each computed once."""

    def __init__(self, context: Context, asked: Asked) -> None:
        self.context = context
        self.asked = asked
        self._steps = steps.of(asked.schema._schema)
        self._known: dict[tuple[object, ...], Price] = {}
        self._scans: dict[tuple[str, frozenset[str]], Once] = {}

    def price(self, kind: str, backend: str, nodes: Nodes, told: Told = NOTHING_TOLD) -> Price:
        """The price of the calls that the selected fields of one object cause, without getting the object itself.

        `told`: the known fields of the order that it is or belongs to; no call is needed to lead back to these.
        """
        key = kind, backend, told, tuple(map(id, nodes))
        found = self._known.get(key)
        if found is None:
            known, vendor = self._steps.get(kind, {}), self.context.backends[backend]
            below = [(name, group, known[name]) for name, group in self.asked.below(nodes) if name in known]
            found = self._known[key] = added((1, self._field_price(kind, vendor, told, *each)) for each in below)
        return found

    def row(self, backend: str, groups: list[Nodes], *, is_whole: bool) -> Price:
        """The price of an order from a list, in all places that show it. `is_whole`: completed by reading the list."""
        vendor, wanted = self.context.backends[backend], self.asked.names(*groups)
        told = rows.told(type(vendor), wanted, is_whole=is_whole)
        is_completed = not wanted <= told
        known = WHOLE if is_completed else told
        below = [(1, self.price("Order", backend, nodes, known)) for nodes in groups]
        return added([(1, Price(things=1)), (int(is_completed), looked_up(vendor, Order)), *below])

    # ---------------------------------------------------------------- what a field leads to

    def _field_price(self, kind: str, vendor: Vendor, told: Told, name: str, nodes: Nodes, step: Step) -> Price:
        if kind == "Order" and name in vendor.absent_order_fields:
            return FREE
        if step.way is Way.REFERENCE:
            return self._reference(kind, vendor, told, name, nodes, step.kind)
        if step.way is Way.BELONGING:
            return self._belonging(vendor, told, name, nodes, step.kind)
        return self._linked_orders(vendor, nodes) if step.way is Way.LIKES else self._list(vendor, nodes, step)

    def _reference(self, kind: str, vendor: Vendor, told: Told, name: str, nodes: Nodes, target: type) -> Price:
        """Free if the vendor's orders embed the target; for other objects it is unknown whether they do."""
        if self.asked.names(nodes) <= WITHOUT_A_CALL:
            return FREE
        if target is Order:
            return self._way_back(vendor, told, nodes)
        is_held = kind == "Order" and name not in vendor.referenced_order_fields
        own = FREE if is_held else looked_up(vendor, target)
        return added([(1, own), (1, self.price(target.__name__, vendor.id, nodes))])

    def _way_back(self, vendor: Vendor, told: Told, nodes: Nodes) -> Price:
        """From an object that belongs to an order back to that order."""
        if self.asked.names(nodes) <= told:
            return self.price("Order", vendor.id, nodes, told)
        return added([(1, looked_up(vendor, Order)), (1, self.price("Order", vendor.id, nodes, WHOLE))])

    def _belonging(self, vendor: Vendor, told: Told, name: str, nodes: Nodes, target: type) -> Price:
        """One price however many objects belong to the order: they share its calls, and lead back to that order."""
        below, toll = self.price(target.__name__, vendor.id, nodes, told), bounds.toll(vendor, name)
        read = Once(vendor.id, name, toll.at_once(vendor.config))
        own = Price({vendor.id: toll.for_each(vendor.config, self.asked.names(nodes))}, once=frozenset({read}))
        return added([(1, own), (1, below)])

    def _linked_orders(self, vendor: Vendor, nodes: Nodes) -> Price:
        others = [each for each in self.context.backends.values() if each is not vendor and each.order_listing]
        looks = frozenset(self._scan(each, self.asked.names(nodes)) for each in others)
        found = [(bounds.LIKES, self.row(each.id, [nodes], is_whole=False)) for each in others]
        return added([(1, Price(once=looks)), *found])

    def _scan(self, vendor: Vendor, names: frozenset[str]) -> Once:
        """The scan of a backend's list, once for all orders; once per selection if rows fill fields only on request."""
        held = names & vendor.order_listing.by_fields if vendor.order_listing else frozenset[str]()
        known = self._scans.get((vendor.id, held))
        if known is None:
            calls = bounds.of_lists(linked.of_all(vendor), [NO_MARK], goes_on=False, counts=False)
            known = self._scans[vendor.id, held] = Once(vendor.id, ("likes", held), calls)
        return known

    def _list(self, vendor: Vendor, nodes: Nodes, step: Step) -> Price:
        """One customer's orders, from the customer's own backend."""
        try:
            given = lists.LEFT_OUT | self.asked.arguments(step.field, nodes[0])
            known = filters.of_backend(filters.given(given["where"]), vendor.id).customer_ids or frozenset()
            within = {vendor.id: known | {ANYBODY}}
            question = order_list.question(self.context, lists.selected(self.asked, nodes), **given, within=within)
        except UNUSABLE:
            return FREE
        shown, cursor = lists.groups(self.asked, nodes), Cursor() if question.after is None else None
        return lists.part(question, cursor, lambda id, is_whole: self.row(id, shown, is_whole=is_whole)).whole()
