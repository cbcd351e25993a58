"""The questions for customers."""

from typing import cast

from strawberry import ID

from resolvers import customer_list
from resolvers.context import Context
from resolvers.errors import Ambiguous, BadUserInput
from resolvers.filters import given
from schema.customer import Customer
from schema.inputs import CustomerIdentifierInput, CustomerWhereInput
from schema.link import Info, Ref, parse_gid
from schema.page import CustomerConnection
from schema.sort import CustomerSortInput, OnFailure


async def customer(info: Info, id: ID) -> Customer | None:
    found = parse_gid(id)
    if found is None or found.type != "Customer" or found.part is not None:
        raise BadUserInput("This is no customer's id.", "id")
    context: Context = info.context
    if found.backend not in context.backends:
        return None
    return await context.loaders.thing(Ref(Customer, found.backend, found.vendor_id))


async def by_identifier(info: Info, backend: ID, identifier: CustomerIdentifierInput) -> Customer | None:
    context: Context = info.context
    vendor = context.backends.get(backend)
    if vendor is None:
        raise BadUserInput(f"There is no backend {backend!r}.", "backend")
    vendor_id, number, key = (given(way) for way in (identifier.vendor_id, identifier.number, identifier.origin_key))
    if vendor_id is not None:
        return await context.loaders.thing(Ref(Customer, vendor.id, vendor_id))
    if context.explanation is not None:
        context.explanation.lookup(vendor.id, "Customer by number or key")
        return None
    if key is not None:
        return await vendor.customer_by_origin(key.origin, key.key)
    return _only(await vendor.customers_by_number(number))


async def customers(
    info: Info,
    first: int | None,
    after: str | None,
    where: CustomerWhereInput | None,
    order_by: CustomerSortInput | None,
    on_failure: OnFailure,
) -> CustomerConnection:
    question = customer_list.question(info.context, info, first, after, where, order_by, on_failure)
    return cast(CustomerConnection, await question.answer())


def _only(matches: list[Customer]) -> Customer | None:
    if len(matches) > 1:
        raise Ambiguous(f"{len(matches)} customers match; customers(where:) lists them.")
    return matches[0] if matches else None
