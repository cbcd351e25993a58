"""The resolvers of order, orderByIdentifier, ordersByIdentifier, orders and Customer.orders."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Coroutine, Hashable, Sequence
from typing import Any, NamedTuple, cast

from strawberry import ID

from resolvers import by_id, order_list
from resolvers.context import Context
from resolvers.costs import bounds
from resolvers.errors import Ambiguous, BackendFault, BadUserInput
from resolvers.filters import given
from resolvers.lists import answer
from resolvers.lists.question import Selected
from resolvers.rows import WHOLE
from resolvers.stale import Generation
from resolvers.vendors import allowance
from resolvers.vendors.allowance import Quota
from resolvers.vendors.base import Vendor
from resolvers.vendors.places import side_by_side
from schema.customer import OrdersOf
from schema.inputs import OrderIdentifierInput, OrderWhereInput
from schema.link import Info, Ref, parse_gid_of
from schema.order import Order
from schema.page import OrderConnection
from schema.sort import OnFailure, OrderSortInput

MOST = 100

Matches = Sequence[list[Order] | BackendFault]


class Finding(NamedTuple):
    """How orders are found by one kind of identifier. `method`: its toll bounds the calls. `ask`: finds several."""

    method: str
    ask: Callable[[Vendor, Sequence[str]], Coroutine[Any, Any, Matches]]


BY = {
    "number": Finding("orders_by_numbers", lambda vendor, numbers: vendor.orders_by_numbers(numbers)),
    "external_number": Finding(
        "orders_by_external_numbers", lambda vendor, numbers: vendor.orders_by_external_numbers(numbers)
    ),
    "external_key": Finding(
        "orders_by_external_key", lambda vendor, keys: side_by_side(map(vendor.orders_by_external_key, keys))
    ),
}
"""By field of OrderIdentifierInput."""


async def order(info: Info, id: ID) -> Order | None:
    found = parse_gid_of("Order", id)
    if found is None:
        raise BadUserInput("This is not the id of an order.", "id")
    context: Context = info.context
    if found.backend not in context.backends:
        return None
    return await context.loaders.thing(Ref(Order, found.backend, found.vendor_id), info.path)


async def by_identifier(info: Info, backend: ID, identifier: OrderIdentifierInput) -> Order | None:
    context: Context = info.context
    vendor = by_id.vendor(context, backend)
    (found,) = await _identified(context, vendor, [identifier])
    if isinstance(found, Exception):
        raise found
    context.stale.note(_key(vendor, *named(identifier)), info.path)
    return found


async def by_identifiers(info: Info, backend: ID, identifiers: list[OrderIdentifierInput]) -> list[Order | None]:
    """One entry per identifier, in the same order. graphql-core raises an entry that is an exception at its index.

    Raises BadUserInput for an unknown backend, and for more than MOST identifiers.
    """
    if len(identifiers) > MOST:
        raise BadUserInput(f"At most {MOST} identifiers are allowed.", "identifiers")
    context: Context = info.context
    vendor = by_id.vendor(context, backend)
    found = await _identified(context, vendor, identifiers)
    for place, identifier in enumerate(identifiers):
        context.stale.note(_key(vendor, *named(identifier)), info.path.add_key(place))
    return found  # type: ignore[return-value]


async def orders(
    info: Info,
    first: int | None,
    after: str | None,
    where: OrderWhereInput | None,
    order_by: OrderSortInput | None,
    on_failure: OnFailure,
) -> OrderConnection:
    selected = Selected.of(info.context, info)
    question = order_list.question(info.context, selected, first, after, where, order_by, on_failure)
    return cast(OrderConnection, await answer.of(question))


async def of_customer(context: Context, asked: OrdersOf, info: Info) -> OrderConnection:
    """One customer's orders, from the customer's own backend."""
    customer = parse_gid_of("Customer", asked.customer_id)
    assert customer is not None
    within = {asked.backend: frozenset({customer.vendor_id})}
    selected = Selected.of(context, info)
    question = order_list.question(
        context, selected, asked.first, asked.after, asked.where, asked.order_by, asked.on_failure, within
    )
    return cast(OrderConnection, await answer.of(question))


async def _identified(
    context: Context, vendor: Vendor, identifiers: Sequence[OrderIdentifierInput]
) -> list[Order | Exception | None]:
    """One entry per identifier, in the same order; faults are entries too. Those of one kind are found together."""
    names = [named(identifier) for identifier in identifiers]
    asked: defaultdict[str, list[str]] = defaultdict(list)
    for name, value in dict.fromkeys(names):
        asked[name].append(value)
    answers = await asyncio.gather(*(_found(context, vendor, name, values) for name, values in asked.items()))
    found = zip(asked.items(), answers, strict=True)
    told = {(name, value): one for (name, values), some in found for value, one in zip(values, some, strict=True)}
    return [told[name] for name in names]


async def _found(
    context: Context, vendor: Vendor, name: str, values: Sequence[str]
) -> Sequence[Order | Exception | None]:
    keys = [_key(vendor, name, value) for value in values]
    if name not in BY:
        return await side_by_side(map(context.loaders.thing, keys))
    if context.explanation is not None:
        context.explanation.lookup(vendor.id, f"Order by {name}")
        return [None for _ in values]
    generation = context.gateway.memory.generation(vendor.id)
    told = zip(keys, await _matches(vendor, name, values), strict=True)
    return [_only_one(context, vendor, key, generation, found) for key, found in told]


async def _matches(vendor: Vendor, name: str, values: Sequence[str]) -> Matches:
    most = bounds.of_named(vendor, BY[name].method, len(values))
    try:
        with allowance.within(Quota(most)):
            return await BY[name].ask(vendor, values)
    except BackendFault as fault:
        return [fault for _ in values]


def _key(vendor: Vendor, name: str, value: str) -> Any:
    """The key under which the last answer for this identifier is kept, in case the backend fails."""
    return (Order, vendor.id, name, value) if name in BY else Ref(Order, vendor.id, value)


def named(identifier: OrderIdentifierInput) -> tuple[str, str]:
    """The kind of the identifier, and its value."""
    values = ((name, given(getattr(identifier, name))) for name in ("vendor_id", *BY))
    return next((name, value) for name, value in values if value is not None)


def _only_one(
    context: Context, vendor: Vendor, key: Hashable, generation: Generation, found: list[Order] | BackendFault
) -> Order | Exception | None:
    """The only match, or Ambiguous. If the backend failed: the last known one, or the fault."""
    matches = context.stale.in_its_place(vendor.id, key, generation, found or None) or []
    if isinstance(matches, BackendFault):
        return matches
    if not matches:
        return None
    if len(matches) > 1:
        return Ambiguous(f"{len(matches)} orders match; list them with orders(where:).")
    only: Order = matches[0]
    context.shown.put(Ref(Order, vendor.id, only.vendor_id), only, WHOLE, context.stale.as_of(key))
    return only
