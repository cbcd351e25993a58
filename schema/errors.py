"""The error codes that clients can act on, and the exception that carries one."""

from enum import Enum
from typing import Any, ClassVar

import strawberry


@strawberry.enum(description="The value of `errors[].extensions.code`.")
class ErrorCode(Enum):
    GRAPHQL_PARSE_FAILED = strawberry.enum_value(
        "GRAPHQL_PARSE_FAILED", description="The document is not valid GraphQL."
    )
    GRAPHQL_VALIDATION_FAILED = strawberry.enum_value(
        "GRAPHQL_VALIDATION_FAILED", description="The document does not match the schema."
    )
    PERSISTED_QUERY_NOT_FOUND = strawberry.enum_value(
        "PERSISTED_QUERY_NOT_FOUND", description="The hash is unknown; send the document together with its hash."
    )
    BAD_USER_INPUT = strawberry.enum_value(
        "BAD_USER_INPUT", description="An argument is not valid; `extensions.argument` names it."
    )
    UNAUTHENTICATED = strawberry.enum_value("UNAUTHENTICATED", description="The credential is missing or not valid.")
    FORBIDDEN = strawberry.enum_value("FORBIDDEN", description="The caller lacks the scope that this needs.")
    UNSUPPORTED = strawberry.enum_value("UNSUPPORTED", description="The backend does not support this.")
    NOT_FOUND = strawberry.enum_value("NOT_FOUND", description="The object does not exist, or no longer exists.")
    AMBIGUOUS = strawberry.enum_value("AMBIGUOUS", description="More than one object matches.")
    BACKEND_UNAVAILABLE = strawberry.enum_value(
        "BACKEND_UNAVAILABLE", description="The backend can't be reached, or failed."
    )
    BACKEND_TIMEOUT = strawberry.enum_value("BACKEND_TIMEOUT", description="The backend did not answer in time.")
    BACKEND_RATE_LIMITED = strawberry.enum_value(
        "BACKEND_RATE_LIMITED", description="The backend's quota is used up for now."
    )
    BACKEND_UNAUTHENTICATED = strawberry.enum_value(
        "BACKEND_UNAUTHENTICATED", description="The backend rejects the gateway's credential; the operator must fix it."
    )
    BACKEND_BAD_RESPONSE = strawberry.enum_value(
        "BACKEND_BAD_RESPONSE", description="The backend's answer can't be read."
    )
    BACKEND_OVERLOADED = strawberry.enum_value(
        "BACKEND_OVERLOADED", description="Too many calls are already queued for this backend."
    )
    CIRCUIT_OPEN = strawberry.enum_value(
        "CIRCUIT_OPEN", description="The backend failed so often that it is not called for a while."
    )
    UPSTREAM_BUDGET_EXCEEDED = strawberry.enum_value(
        "UPSTREAM_BUDGET_EXCEEDED", description="The operation has used up its calls to this backend."
    )
    QUERY_TOO_EXPENSIVE = strawberry.enum_value(
        "QUERY_TOO_EXPENSIVE", description="The operation exceeds a limit; ask for less."
    )
    RATE_LIMITED = strawberry.enum_value(
        "RATE_LIMITED", description="The caller's rate limit is used up; retry after `extensions.retryAfterSeconds`."
    )
    OVERLOADED = strawberry.enum_value("OVERLOADED", description="The gateway is overloaded; retry shortly.")
    INTERNAL = strawberry.enum_value(
        "INTERNAL", description="A bug in the gateway; `extensions.requestId` identifies it in the log."
    )


class GatewayError(Exception):
    """An error that clients see as it is. `details`: further entries of `extensions`; None is left out."""

    code: ClassVar[ErrorCode]

    def __init__(self, message: str, **details: Any) -> None:
        super().__init__(message)
        self.message = message
        self.details = details

    @property
    def extensions(self) -> dict[str, Any]:
        """What graphql-core copies into `errors[].extensions`."""
        return {
            "code": self.code.name,
            **{key: value for key, value in self.details.items() if value is not None},
        }


@strawberry.type(description="What went wrong at a backend.")
class BackendError:
    code: ErrorCode = strawberry.field(description="The code that a field error would have.")
    message: str = strawberry.field(description="What went wrong.")
    is_retryable: bool = strawberry.field(description="Whether the same request may succeed later.")
    retry_after_seconds: int | None = strawberry.field(
        default=None, description="How many seconds to wait before retrying, if known."
    )
