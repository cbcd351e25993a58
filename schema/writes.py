"""The results of mutations."""

from enum import Enum

import strawberry

from schema.field import optional
from schema.order import Order


@strawberry.enum(description="The outcome of a write.")
class WriteOutcome(Enum):
    DONE = strawberry.enum_value("DONE", description="The write was done.")
    REFUSED = strawberry.enum_value("REFUSED", description="Nothing was done; `userErrors` says why.")
    UNKNOWN = strawberry.enum_value(
        "UNKNOWN", description="The write may have been done; `userErrors` says what to do next."
    )


@strawberry.enum(description="Why a write was refused, or why its outcome is unknown.")
class UserErrorCode(Enum):
    BAD_USER_INPUT = strawberry.enum_value("BAD_USER_INPUT", description="The input is not valid.")
    NOT_FOUND = strawberry.enum_value("NOT_FOUND", description="The order does not exist.")
    UNSUPPORTED = strawberry.enum_value("UNSUPPORTED", description="The vendor does not support this.")
    REJECTED = strawberry.enum_value("REJECTED", description="The vendor rejected the write.")
    IDEMPOTENCY_CONCURRENT_REQUEST = strawberry.enum_value(
        "IDEMPOTENCY_CONCURRENT_REQUEST", description="Another request with this key is in progress; retry shortly."
    )
    IDEMPOTENCY_KEY_MISMATCH = strawberry.enum_value(
        "IDEMPOTENCY_KEY_MISMATCH", description="This key was used with different input."
    )
    OUTCOME_UNKNOWN = strawberry.enum_value(
        "OUTCOME_UNKNOWN", description="The write may have been done. For a create, retry with the same key."
    )
    BACKEND_UNAVAILABLE = strawberry.enum_value(
        "BACKEND_UNAVAILABLE", description="The backend could not be reached; nothing was done."
    )


@strawberry.type(description="A reason why a write was refused, or why its outcome is unknown.")
class UserError:
    code: UserErrorCode = strawberry.field(description="The reason as a code.")
    message: str = strawberry.field(description="The reason in words.")
    field: list[str] | None = optional('The path in the input, such as ["input", "lines", "0", "product", "ean"].')
    is_retryable: bool = strawberry.field(default=False, description="Whether the same request may succeed later.")
    vendor_code: str | None = optional("The vendor's own error code.")
    documentation_url: str | None = optional("The URL of the vendor's explanation.")


@strawberry.type(description="The result of creating an order.")
class OrderCreatePayload:
    outcome: WriteOutcome = strawberry.field(description="The outcome.")
    order: Order | None = optional("The order, if the outcome is DONE.")
    user_errors: list[UserError] = strawberry.field(
        default_factory=list, description="The reasons, if the outcome is not DONE."
    )
    is_replay: bool = strawberry.field(
        default=False, description="Whether this is the outcome of an earlier request with the same key."
    )
    idempotency_key: str = strawberry.field(description="The idempotency key of the request.")


@strawberry.type(description="The result of updating an order.")
class OrderUpdatePayload:
    outcome: WriteOutcome = strawberry.field(description="The outcome.")
    order: Order | None = optional("The order as it is now, if the outcome is DONE.")
    user_errors: list[UserError] = strawberry.field(
        default_factory=list, description="The reasons, if the outcome is not DONE."
    )


@strawberry.type(description="The result of deleting an order.")
class OrderDeletePayload:
    outcome: WriteOutcome = strawberry.field(description="The outcome.")
    deleted_id: strawberry.ID | None = optional("The id of the deleted order.")
    user_errors: list[UserError] = strawberry.field(
        default_factory=list, description="The reasons, if the outcome is not DONE."
    )
