"""The list of customers: its conditions, and how each backend is read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from resolvers import filters
from resolvers.context import Context
from resolvers.errors import Forbidden
from resolvers.filters import given
from resolvers.keys import Ordering
from resolvers.lists.question import Noun, Question, Selected, page_size, wanted
from resolvers.plans import Plan, Way
from resolvers.vendors.base import Vendor
from resolvers.vendors.capabilities import camel
from resolvers.vendors.listing import ListAsk
from schema.customer import Customer
from schema.field import Scope
from schema.inputs import CustomerWhereInput
from schema.page import CustomerConnection, CustomerEdge
from schema.sort import CustomerSortField, CustomerSortInput, OnFailure


def ask(vendor: Vendor, asked: ListAsk) -> Any:
    return vendor.customer_page(asked)


WHOLE = frozenset(camel(field.python_name) for field in Customer.__strawberry_definition__.fields) | {"__typename"}  # type: ignore[attr-defined]
"""Every field of Customer: a list row is always complete."""
CUSTOMERS = Noun(
    kind=Customer,
    plural="customers",
    connection=CustomerConnection,
    edge=CustomerEdge,
    ask=ask,
    can_list=lambda vendor: vendor.customer_listing is not None,
    tells=lambda vendor, fields, is_whole: WHOLE,
)
VISIBLE = "company_name"
"""Used as `name` for callers who may not see people's names, so that neither sorting nor filtering reveals them."""


@dataclass(frozen=True, slots=True)
class CustomerFilter:
    """The conditions on one backend's customers; None means no condition. Ids are the vendor's."""

    ids: frozenset[str] | None = None
    email: str | None = None
    number: str | None = None
    name: str | None = None

    def asked(self) -> frozenset[str]:
        return frozenset(name for name in self.__slots__ if getattr(self, name) is not None)


def of_backend(where: CustomerWhereInput | None, backend: str) -> CustomerFilter:
    """Raises BadUserInput for an id that is not a customer's."""
    if where is None:
        return CustomerFilter()
    return CustomerFilter(
        ids=filters.own_ids(given(where.ids), backend, "Customer", "where.ids"),
        email=filters.text(where.email, "where.email"),
        number=filters.text(where.number, "where.number"),
        name=filters.text(where.name, "where.name"),
    )


def question(
    context: Context,
    selected: Selected,
    first: int | None,
    after: str | None,
    where: CustomerWhereInput | None,
    order_by: CustomerSortInput | None,
    on_failure: OnFailure,
) -> Question:
    """Raises BadUserInput for an invalid argument, Forbidden for a condition on a field that the caller may not see."""
    conditions, sees_names = given(where), Scope.CUSTOMERS_READ in context.caller.scopes
    if conditions and given(conditions.email) is not None and not sees_names:
        raise Forbidden(f"where.email needs the scope {Scope.CUSTOMERS_READ}.", argument="where.email")
    vendors = wanted(context, given(conditions.backends) if conditions else None)
    asked = {vendor.id: of_backend(conditions, vendor.id) for vendor in vendors}
    sort = given(order_by) or CustomerSortInput()
    is_by_person = sort.field is CustomerSortField.NAME and not sees_names
    ordering = Ordering(sort.field, sort.direction, VISIBLE if is_by_person else "")
    return Question(
        context=context,
        noun=CUSTOMERS,
        vendors=vendors,
        plan=lambda vendor, after, may_trust: _plan(vendor, asked[vendor.id], ordering, may_trust, sees_names),
        conditions=filters.in_one_form(asked),
        ordering=ordering,
        first=page_size(first),
        after=given(after),
        on_failure=on_failure,
        selected=selected,
    )


def _plan(vendor: Vendor, where: CustomerFilter, ordering: Ordering, may_trust: bool, sees_names: bool) -> Plan | None:
    """None if the vendor can't list customers. All conditions are checked here, because no vendor filters customers."""
    listing = vendor.customer_listing
    if listing is None:
        return None
    residual = where.asked()
    is_empty = where.ids == frozenset()
    return Plan(
        vendor=vendor,
        listing=listing,
        way=Way.IN_ORDER if may_trust and ordering.sort in listing.sorts and not ordering.attribute else Way.SCAN,
        keeps=_keeps(where, sees_names),
        asks=() if is_empty else ({},),
        residual=residual,
        counted=({},) if listing.counted and not residual else None,
    )


def _keeps(where: CustomerFilter, sees_names: bool) -> Callable[[Customer], bool | None]:
    tests = {name: getattr(where, name) for name in where.asked() - {"ids"}}
    if not sees_names and "name" in tests:
        tests[VISIBLE] = tests.pop("name")

    def kept(customer: Customer) -> bool | None:
        if where.ids is not None and customer.vendor_id not in where.ids:
            return False
        values = {name: getattr(customer, name) for name in tests}
        if any(value is not None and value != tests[name] for name, value in values.items()):
            return False
        return None if None in values.values() else True

    return kept
