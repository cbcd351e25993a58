"""The changes to orders."""

from schema.link import Info
from schema.write_inputs import OrderCreateInput, OrderDeleteInput, OrderUpdateInput
from schema.writes import (
    OrderCreatePayload,
    OrderDeletePayload,
    OrderUpdatePayload,
    UserError,
    UserErrorCode,
    WriteOutcome,
)

NOT_YET = UserError(code=UserErrorCode.UNSUPPORTED, message="This gateway does not write yet.", field=["input"])


async def create(info: Info, input: OrderCreateInput) -> OrderCreatePayload:
    return OrderCreatePayload(
        outcome=WriteOutcome.REFUSED, user_errors=[NOT_YET], idempotency_key=input.idempotency_key
    )


async def update(info: Info, input: OrderUpdateInput) -> OrderUpdatePayload:
    return OrderUpdatePayload(outcome=WriteOutcome.REFUSED, user_errors=[NOT_YET])


async def delete(info: Info, input: OrderDeleteInput) -> OrderDeletePayload:
    return OrderDeletePayload(outcome=WriteOutcome.REFUSED, user_errors=[NOT_YET])
