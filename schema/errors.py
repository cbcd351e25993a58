"""The codes that a client can act on, and the error that carries one."""

from enum import Enum
from typing import Any, ClassVar

import strawberry


@strawberry.enum(description="What stands in `errors[].extensions.code`.")
class ErrorCode(Enum):
    GRAPHQL_PARSE_FAILED = strawberry.enum_value("GRAPHQL_PARSE_FAILED", description="The document is no GraphQL.")
    GRAPHQL_VALIDATION_FAILED = strawberry.enum_value(
        "GRAPHQL_VALIDATION_FAILED", description="The document does not fit the schema."
    )
    PERSISTED_QUERY_NOT_FOUND = strawberry.enum_value(
        "PERSISTED_QUERY_NOT_FOUND", description="Send the document once beside its hash."
    )
    BAD_USER_INPUT = strawberry.enum_value("BAD_USER_INPUT", description="An argument can't be used as given.")
    UNAUTHENTICATED = strawberry.enum_value("UNAUTHENTICATED", description="The credential is not known here.")
    FORBIDDEN = strawberry.enum_value("FORBIDDEN", description="The caller lacks the scope for this field.")
    UNSUPPORTED = strawberry.enum_value("UNSUPPORTED", description="This backend's vendor has no such thing.")
    NOT_FOUND = strawberry.enum_value("NOT_FOUND", description="There is nothing by that id.")
    AMBIGUOUS = strawberry.enum_value("AMBIGUOUS", description="More than one thing matches.")
    BACKEND_UNAVAILABLE = strawberry.enum_value(
        "BACKEND_UNAVAILABLE", description="The backend can't be reached or failed."
    )
    BACKEND_TIMEOUT = strawberry.enum_value("BACKEND_TIMEOUT", description="The backend did not answer in time.")
    BACKEND_RATE_LIMITED = strawberry.enum_value(
        "BACKEND_RATE_LIMITED", description="The backend takes no more calls for now."
    )
    BACKEND_UNAUTHENTICATED = strawberry.enum_value(
        "BACKEND_UNAUTHENTICATED", description="The backend refuses the gateway's own credential."
    )
    BACKEND_BAD_RESPONSE = strawberry.enum_value(
        "BACKEND_BAD_RESPONSE", description="The backend answered what can't be read."
    )
    BACKEND_OVERLOADED = strawberry.enum_value(
        "BACKEND_OVERLOADED", description="Too many calls wait for this backend already."
    )
    CIRCUIT_OPEN = strawberry.enum_value(
        "CIRCUIT_OPEN", description="The backend failed so often that it is left alone for a while."
    )
    UPSTREAM_BUDGET_EXCEEDED = strawberry.enum_value(
        "UPSTREAM_BUDGET_EXCEEDED", description="The operation used up its calls to this backend."
    )
    QUERY_TOO_EXPENSIVE = strawberry.enum_value("QUERY_TOO_EXPENSIVE", description="The operation asks for too much.")
    RATE_LIMITED = strawberry.enum_value("RATE_LIMITED", description="The caller asked too much in too short a time.")
    OVERLOADED = strawberry.enum_value("OVERLOADED", description="The gateway has too much to do; ask again shortly.")
    INTERNAL = strawberry.enum_value("INTERNAL", description="A fault of the gateway's own.")


class GatewayError(Exception):
    """An error that a client may see as it is: its message is ours, its code is the contract's."""

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
    code: ErrorCode = strawberry.field(description="The same code that an error of a field would carry.")
    message: str = strawberry.field(description="What went wrong, in a sentence of the gateway's.")
    is_retryable: bool = strawberry.field(description="Whether the same request may succeed if asked again.")
    retry_after_seconds: int | None = strawberry.field(
        default=None, description="How many seconds to wait before asking again, where the backend said so."
    )
