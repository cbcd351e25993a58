"""The list of customers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from resolvers import filters, lists
from resolvers.context import Context
from resolvers.filters import given
from resolvers.keys import Ordering
from resolvers.lists import Noun, Question, Selected
from resolvers.plans import Plan, Way
from resolvers.vendors.base import Vendor
from resolvers.vendors.listing import ListAsk
from schema.customer import Customer
from schema.inputs import CustomerWhereInput
from schema.link import Info
from schema.page import CustomerConnection, CustomerEdge
from schema.sort import CustomerSortInput, OnFailure


def ask(vendor: Vendor, asked: ListAsk) -> Any:
    return vendor.customer_page(asked)


CUSTOMERS = Noun(
    plural="customers",
    connection=CustomerConnection,
    edge=CustomerEdge,
    ask=ask,
    can_list=lambda vendor: vendor.customer_listing is not None,
    needs_detail=lambda vendor, row, fields: False,
)


@dataclass(frozen=True, slots=True)
class CustomerFilter:
    """The conditions on one backend's customers; None asks nothing. Ids are the vendor's."""

    ids: frozenset[str] | None = None
    email: str | None = None
    number: str | None = None
    name: str | None = None

    def asked(self) -> frozenset[str]:
        return frozenset(name for name in self.__slots__ if getattr(self, name) is not None)


def of_backend(where: CustomerWhereInput | None, backend: str) -> CustomerFilter:
    """Raises BadUserInput for what is no customer's id."""
    if where is None:
        return CustomerFilter()
    return CustomerFilter(
        ids=filters.own_ids(given(where.ids), backend, "Customer", "where.ids"),
        email=given(where.email),
        number=given(where.number),
        name=given(where.name),
    )


def question(
    context: Context,
    info: Info,
    first: int | None,
    after: str | None,
    where: CustomerWhereInput | None,
    order_by: CustomerSortInput | None,
    on_failure: OnFailure,
) -> Question:
    """Raises BadUserInput where an argument can't be used."""
    conditions = given(where)
    vendors = lists.wanted(context, given(conditions.backends) if conditions else None)
    asked = {vendor.id: of_backend(conditions, vendor.id) for vendor in vendors}
    sort = given(order_by) or CustomerSortInput()
    ordering = Ordering(sort.field, sort.direction)
    return Question(
        context=context,
        noun=CUSTOMERS,
        vendors=vendors,
        plan=lambda vendor, after, may_trust: _plan(vendor, asked[vendor.id], ordering, may_trust),
        conditions=filters.in_one_form(asked),
        ordering=ordering,
        first=lists.page_size(first),
        after=given(after),
        on_failure=on_failure,
        selected=Selected.of(context, info),
    )


def _plan(vendor: Vendor, where: CustomerFilter, ordering: Ordering, may_trust: bool) -> Plan | None:
    """No vendor filters or sorts its customers as asked: the list is scanned."""
    listing = vendor.customer_listing
    if listing is None:
        return None
    residual = where.asked()
    is_empty = where.ids == frozenset()
    return Plan(
        vendor=vendor,
        listing=listing,
        way=Way.IN_ORDER if may_trust and ordering.sort in listing.sorts else Way.SCAN,
        keeps=_keeps(where),
        asks=() if is_empty else ({},),
        residual=residual,
        counted=({},) if listing.counted and not residual else None,
    )


def _keeps(where: CustomerFilter) -> Callable[[Customer], bool | None]:
    tests = {name: getattr(where, name) for name in where.asked() - {"ids"}}

    def kept(customer: Customer) -> bool | None:
        if where.ids is not None and customer.vendor_id not in where.ids:
            return False
        values = {name: getattr(customer, name) for name in tests}
        if any(value is not None and value != tests[name] for name, value in values.items()):
            return False
        return None if None in values.values() else True

    return kept
