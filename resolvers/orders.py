"""The questions for orders."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, cast

from strawberry import ID

from resolvers import order_list
from resolvers.context import Context
from resolvers.errors import Ambiguous, BadUserInput
from resolvers.filters import given
from resolvers.vendors.base import Vendor
from schema.customer import OrdersOf
from schema.inputs import OrderIdentifierInput, OrderWhereInput
from schema.link import Info, Ref, parse_gid
from schema.order import Order
from schema.page import OrderConnection
from schema.sort import OnFailure, OrderSortInput

MOST = 100

BY: dict[str, Callable[[Vendor, str], Coroutine[Any, Any, list[Order]]]] = {
    "number": lambda vendor, number: vendor.orders_by_number(number),
    "external_number": lambda vendor, number: vendor.orders_by_external_number(number),
    "external_key": lambda vendor, key: vendor.orders_by_external_key(key),
}


async def order(info: Info, id: ID) -> Order | None:
    found = parse_gid(id)
    if found is None or found.type != "Order" or found.part is not None:
        raise BadUserInput("This is no order's id.", "id")
    context: Context = info.context
    if found.backend not in context.backends:
        return None
    return await context.loaders.thing(Ref(Order, found.backend, found.vendor_id))


async def by_identifier(info: Info, backend: ID, identifier: OrderIdentifierInput) -> Order | None:
    context: Context = info.context
    return await _identified(context, _vendor(context, backend), identifier)


async def by_identifiers(info: Info, backend: ID, identifiers: list[OrderIdentifierInput]) -> list[Order | None]:
    """Each in its place; one that fails is null with an error at its place, for graphql-core raises what it finds."""
    if len(identifiers) > MOST:
        raise BadUserInput(f"At most {MOST} identifiers at once.", "identifiers")
    context: Context = info.context
    vendor = _vendor(context, backend)
    found = (_identified(context, vendor, identifier) for identifier in identifiers)
    return await asyncio.gather(*found, return_exceptions=True)  # type: ignore[return-value]


async def orders(
    info: Info,
    first: int | None,
    after: str | None,
    where: OrderWhereInput | None,
    order_by: OrderSortInput | None,
    on_failure: OnFailure,
) -> OrderConnection:
    question = order_list.question(info.context, info, first, after, where, order_by, on_failure)
    return cast(OrderConnection, await question.answer())


async def of_customer(context: Context, asked: OrdersOf, info: Info) -> OrderConnection:
    """One customer's, at its own backend."""
    customer = parse_gid(asked.customer_id)
    assert customer is not None
    within = {asked.backend: frozenset({customer.vendor_id})}
    question = order_list.question(
        context, info, asked.first, asked.after, asked.where, asked.order_by, asked.on_failure, within
    )
    return cast(OrderConnection, await question.answer())


async def _identified(context: Context, vendor: Vendor, identifier: OrderIdentifierInput) -> Order | None:
    vendor_id = given(identifier.vendor_id)
    if vendor_id is not None:
        return await context.loaders.thing(Ref(Order, vendor.id, vendor_id))
    name = next(name for name in BY if given(getattr(identifier, name)) is not None)
    matches = await BY[name](vendor, getattr(identifier, name))
    if len(matches) > 1:
        raise Ambiguous(f"{len(matches)} orders match; orders(where:) lists them.")
    return matches[0] if matches else None


def _vendor(context: Context, backend: str) -> Vendor:
    vendor = context.backends.get(backend)
    if vendor is None:
        raise BadUserInput(f"There is no backend {backend!r}.", "backend")
    return vendor
