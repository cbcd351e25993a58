"""The resolvers of the mutations."""

from collections.abc import Callable

from resolvers.context import Context
from resolvers.costs import bounds
from resolvers.state.record import Slot
from resolvers.vendors import allowance
from resolvers.vendors.allowance import Quota
from resolvers.vendors.base import Vendor
from resolvers.writing import answers, endings, fingerprint
from resolvers.writing.change import Change
from resolvers.writing.create import Creation
from resolvers.writing.endings import Ending
from resolvers.writing.handling import Write, handle
from schema.link import Gid, Info, parse_gid_of
from schema.order import Order
from schema.write_inputs import OrderCreateInput, OrderDeleteInput, OrderUpdateInput
from schema.writes import OrderCreatePayload, OrderDeletePayload, OrderUpdatePayload

LONGEST_KEY = 255


async def create(info: Info, input: OrderCreateInput) -> OrderCreatePayload | None:
    context: Context = info.context
    vendor = context.backends.get(input.backend)
    if _is_only_planned(context, vendor, "create", bounds.of_create):
        return None
    key = input.idempotency_key[:LONGEST_KEY]  # A longer one is refused.
    write = Write("create", _id(vendor), key)
    ending = await handle(context, write, _created(context, vendor, input))
    return OrderCreatePayload(
        outcome=ending.outcome,
        order=await _order(info, vendor, ending),
        user_errors=list(ending.errors),
        is_replay=ending.is_replay,
        idempotency_key=key,
    )


async def update(info: Info, input: OrderUpdateInput) -> OrderUpdatePayload | None:
    context: Context = info.context
    named, vendor = _named(context, input.id)
    if _is_only_planned(context, vendor, "update", bounds.of_update):
        return None
    work = _refused(named) if vendor is None else Change(vendor, named.vendor_id).update(input)  # type: ignore[union-attr]
    ending = await handle(context, Write("update", _id(vendor)), work)
    is_whole = vendor is not None and vendor.update_is_complete
    return OrderUpdatePayload(
        outcome=ending.outcome,
        order=await _order(info, vendor, ending, is_whole=is_whole),
        user_errors=list(ending.errors),
    )


async def delete(info: Info, input: OrderDeleteInput) -> OrderDeletePayload | None:
    context: Context = info.context
    named, vendor = _named(context, input.id)
    if _is_only_planned(context, vendor, "delete", bounds.of_delete):
        return None
    work = _refused(named) if vendor is None else Change(vendor, named.vendor_id).delete()  # type: ignore[union-attr]
    ending = await handle(context, Write("delete", _id(vendor)), work)
    return OrderDeletePayload(
        outcome=ending.outcome,
        deleted_id=input.id if ending.vendor_id is not None else None,
        user_errors=list(ending.errors),
    )


async def _created(context: Context, vendor: Vendor | None, input: OrderCreateInput) -> Ending:
    key = input.idempotency_key
    if not 1 <= len(key) <= LONGEST_KEY or not key.isprintable():
        return endings.bad_input(
            f"An idempotency key must have 1 to {LONGEST_KEY} printable characters.", "idempotencyKey"
        )
    if vendor is None:
        return endings.bad_input("There is no such backend; the query backends lists them.", "backend")
    slot = Slot(context.caller.idempotency_scope, vendor.id, key)
    with allowance.within(Quota(bounds.of_create(vendor))):
        return await Creation(context.gateway.writing, vendor, input, slot, fingerprint.of(input)).run()


def _is_only_planned(context: Context, vendor: Vendor | None, what: str, calls: Callable[[Vendor], int]) -> bool:
    """Whether the operation is only explained: its calls are recorded then, and nothing may be written."""
    if context.explanation is not None and vendor is not None:
        context.explanation.write(vendor.id, what, calls(vendor))
    return context.explanation is not None


def _named(context: Context, id: str) -> tuple[Gid | None, Vendor | None]:
    """The parsed id, None if it is not an order's; and the vendor, None if there is no such backend."""
    found = parse_gid_of("Order", id)
    return found, (context.backends.get(found.backend) if found else None)


def _id(vendor: Vendor | None) -> str | None:
    return None if vendor is None else vendor.id


async def _refused(named: Gid | None) -> Ending:
    return endings.not_found() if named else endings.bad_input("This is not the id of an order.", "id")


async def _order(info: Info, vendor: Vendor | None, ending: Ending, *, is_whole: bool = False) -> Order | None:
    if vendor is None or ending.vendor_id is None:
        return None
    return await answers.order(info.context, info, vendor, ending, is_whole=is_whole)
