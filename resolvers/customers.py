"""The resolvers of customer, customerByIdentifier and customers."""

from collections.abc import Awaitable, Callable, Hashable
from functools import partial
from typing import TypeVar, cast

from strawberry import ID

from resolvers import by_id, customer_list
from resolvers.context import Context
from resolvers.costs import bounds
from resolvers.errors import Ambiguous, BadUserInput
from resolvers.filters import given
from resolvers.lists import answer
from resolvers.lists.question import Selected
from resolvers.vendors import allowance
from resolvers.vendors.allowance import Quota
from resolvers.vendors.base import Vendor
from schema.customer import Customer
from schema.inputs import CustomerIdentifierInput, CustomerWhereInput
from schema.link import Info, Ref, parse_gid_of
from schema.page import CustomerConnection
from schema.sort import CustomerSortInput, OnFailure

T = TypeVar("T")

METHODS = {"origin_key": "customer_by_origin", "number": "customers_by_number"}
"""The Vendor method that looks up each kind of identifier; its toll bounds the calls."""


async def customer(info: Info, id: ID) -> Customer | None:
    found = parse_gid_of("Customer", id)
    if found is None:
        raise BadUserInput("This is not the id of a customer.", "id")
    context: Context = info.context
    if found.backend not in context.backends:
        return None
    return await context.loaders.thing(Ref(Customer, found.backend, found.vendor_id), info.path)


async def by_identifier(info: Info, backend: ID, identifier: CustomerIdentifierInput) -> Customer | None:
    context: Context = info.context
    vendor = by_id.vendor(context, backend)
    vendor_id, number, key = (given(way) for way in (identifier.vendor_id, identifier.number, identifier.origin_key))
    if vendor_id is not None:
        return await context.loaders.thing(Ref(Customer, vendor.id, vendor_id), info.path)
    if context.explanation is not None:
        context.explanation.lookup(vendor.id, "Customer by number or key")
        return None
    if key is not None:
        by_key = partial(vendor.customer_by_origin, key.origin, key.key)
        return await _looked_up(info, vendor, (key.origin, key.key), METHODS["origin_key"], by_key)
    by_number = partial(vendor.customers_by_number, number)
    return _only(await _looked_up(info, vendor, number, METHODS["number"], by_number) or [])


async def customers(
    info: Info,
    first: int | None,
    after: str | None,
    where: CustomerWhereInput | None,
    order_by: CustomerSortInput | None,
    on_failure: OnFailure,
) -> CustomerConnection:
    selected = Selected.of(info.context, info)
    question = customer_list.question(info.context, selected, first, after, where, order_by, on_failure)
    return cast(CustomerConnection, await answer.of(question))


async def _looked_up(
    info: Info, vendor: Vendor, name: Hashable, method: str, ask: Callable[[], Awaitable[T]]
) -> T | None:
    """The result of `ask`, or the last known one if the backend fails. Raises a BackendFault if there is neither."""

    async def found() -> T | None:
        with allowance.within(Quota(bounds.of_named(vendor, method, 1))):
            return await ask() or None

    context: Context = info.context
    key = Customer, vendor.id, name
    told = await context.stale.answer(vendor.id, key, found)
    context.stale.note(key, info.path)
    return told


def _only(matches: list[Customer]) -> Customer | None:
    if len(matches) > 1:
        raise Ambiguous(f"{len(matches)} customers match; list them with customers(where:).")
    return matches[0] if matches else None
