"""How a write ended."""

from enum import Enum

import strawberry

from schema.field import optional
from schema.order import Order


@strawberry.enum(description="How a write ended.")
class WriteOutcome(Enum):
    DONE = strawberry.enum_value("DONE", description="It is done.")
    REFUSED = strawberry.enum_value("REFUSED", description="It is not done, and userErrors say why.")
    UNKNOWN = strawberry.enum_value("UNKNOWN", description="It may be done; ask again with the same key.")


@strawberry.enum(description="Why a write was not done, or is in doubt.")
class UserErrorCode(Enum):
    BAD_USER_INPUT = strawberry.enum_value("BAD_USER_INPUT", description="The input can't be used as given.")
    NOT_FOUND = strawberry.enum_value("NOT_FOUND", description="There is nothing by that id.")
    UNSUPPORTED = strawberry.enum_value("UNSUPPORTED", description="The vendor has no such thing.")
    REJECTED = strawberry.enum_value("REJECTED", description="The vendor knows it, and says no.")
    IDEMPOTENCY_CONCURRENT_REQUEST = strawberry.enum_value(
        "IDEMPOTENCY_CONCURRENT_REQUEST", description="Another request with this key runs now."
    )
    IDEMPOTENCY_KEY_MISMATCH = strawberry.enum_value(
        "IDEMPOTENCY_KEY_MISMATCH", description="This key was used with another input."
    )
    OUTCOME_UNKNOWN = strawberry.enum_value(
        "OUTCOME_UNKNOWN", description="The write may have happened. Ask again with the same key."
    )
    BACKEND_UNAVAILABLE = strawberry.enum_value("BACKEND_UNAVAILABLE", description="Nothing was done.")


@strawberry.type(description="One reason why a write was not done, or is in doubt.")
class UserError:
    code: UserErrorCode = strawberry.field(description="The reason in a word.")
    message: str = strawberry.field(description="The reason in a sentence.")
    field: list[str] | None = optional('The path in the input: ["input", "lines", "0", "product", "ean"].')
    is_retryable: bool = strawberry.field(default=False, description="Whether the same request may succeed later.")
    vendor_code: str | None = optional("The vendor's own code.")
    documentation_url: str | None = optional("Where the vendor explains it.")


@strawberry.type(description="How making an order ended.")
class OrderCreatePayload:
    outcome: WriteOutcome = strawberry.field(description="How it ended.")
    order: Order | None = optional("The order, where it is made.")
    user_errors: list[UserError] = strawberry.field(default_factory=list, description="Why not, where it is not.")
    is_replay: bool = strawberry.field(default=False, description="Whether this is an earlier request's answer again.")
    idempotency_key: str = strawberry.field(description="The key that was given.")


@strawberry.type(description="How changing an order ended.")
class OrderUpdatePayload:
    outcome: WriteOutcome = strawberry.field(description="How it ended.")
    order: Order | None = optional("The order as it is now.")
    user_errors: list[UserError] = strawberry.field(default_factory=list, description="Why not, where it is not.")


@strawberry.type(description="How deleting an order ended.")
class OrderDeletePayload:
    outcome: WriteOutcome = strawberry.field(description="How it ended.")
    deleted_id: strawberry.ID | None = optional("The id of the order that is gone.")
    user_errors: list[UserError] = strawberry.field(default_factory=list, description="Why not, where it is not.")
