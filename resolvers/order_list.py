"""The list of orders: its conditions, and the plan for each backend."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from resolvers import filters, plans, rows
from resolvers.context import Context
from resolvers.filters import given
from resolvers.keys import Key, Ordering
from resolvers.lists.question import Noun, Question, Selected, page_size, wanted
from resolvers.plans import Plan
from resolvers.vendors.base import Vendor
from resolvers.vendors.listing import ListAsk, OrderFilter
from schema.inputs import OrderWhereInput
from schema.order import Order
from schema.page import OrderConnection, OrderEdge
from schema.sort import OnFailure, OrderSortInput


def ask(vendor: Vendor, asked: ListAsk) -> Any:
    return vendor.order_page(asked)


ORDERS = Noun(
    kind=Order,
    plural="orders",
    connection=OrderConnection,
    edge=OrderEdge,
    ask=ask,
    can_list=lambda vendor: vendor.order_listing is not None,
    tells=lambda vendor, fields, is_whole: rows.told(type(vendor), fields, is_whole=is_whole),
)


@dataclass(frozen=True)
class Conditions:
    """A client's conditions. `within`: only the orders of these customers, given as vendor ids by backend."""

    where: OrderWhereInput | None
    within: Mapping[str, frozenset[str]] | None = None

    def of(self, vendor: Vendor) -> OrderFilter:
        where = filters.of_backend(self.where, vendor.id)
        return where if self.within is None else filters.of_customers(where, self.within[vendor.id])

    def vendors(self, context: Context) -> list[Vendor]:
        some = wanted(context, given(self.where.backends) if self.where else None)
        return [vendor for vendor in some if self.within is None or vendor.id in self.within]


def question(
    context: Context,
    selected: Selected,
    first: int | None,
    after: str | None,
    where: OrderWhereInput | None,
    order_by: OrderSortInput | None,
    on_failure: OnFailure,
    within: Mapping[str, frozenset[str]] | None = None,
) -> Question:
    """Raises BadUserInput for an invalid argument."""
    conditions = Conditions(given(where), within)
    vendors = conditions.vendors(context)
    asked = {vendor.id: conditions.of(vendor) for vendor in vendors}
    sort = given(order_by) or OrderSortInput()
    ordering = Ordering(sort.field, sort.direction)

    def plan(vendor: Vendor, after: Key | None, may_trust: bool) -> Plan | None:
        return plans.of_orders(vendor, asked[vendor.id], ordering, after, may_trust)

    return Question(
        context=context,
        noun=ORDERS,
        vendors=vendors,
        plan=plan,
        conditions=filters.in_one_form(asked),
        ordering=ordering,
        first=page_size(first),
        after=given(after),
        on_failure=on_failure,
        selected=selected,
    )
