"""A request that is answered without being executed."""

from collections.abc import Mapping, Sequence
from typing import Any

from schema.errors import ErrorCode

Formatted = dict[str, Any]
"""An error as it stands in an answer's `errors`."""


class Refusal(Exception):
    """What is wrong, and the HTTP status that says so.

    `is_http`: the request itself is at fault, so the status is the same whatever the client accepts. Else the operation
    is: that is 200 to a client that accepts application/json, and the status under application/graphql-response+json.
    """

    def __init__(
        self,
        errors: Sequence[Formatted],
        status: int = 400,
        headers: Mapping[str, str] | None = None,
        *,
        is_http: bool,
    ) -> None:
        super().__init__(errors[0]["message"])
        self.errors = list(errors)
        self.status = status
        self.headers = dict(headers or {})
        self.is_http = is_http

    @property
    def codes(self) -> list[str]:
        return [error["extensions"]["code"] for error in self.errors]


def error(message: str, code: ErrorCode, **details: Any) -> Formatted:
    known = {name: value for name, value in details.items() if value is not None}
    return {"message": message, "extensions": {"code": code.name, **known}}


def bad_request(message: str, status: int = 400, headers: Mapping[str, str] | None = None, **details: Any) -> Refusal:
    """A request that is no GraphQL request."""
    return Refusal([error(message, ErrorCode.BAD_USER_INPUT, **details)], status, headers, is_http=True)


def bad_operation(message: str, code: ErrorCode = ErrorCode.BAD_USER_INPUT, **details: Any) -> Refusal:
    """An operation that can't be executed as asked."""
    return Refusal([error(message, code, **details)], is_http=False)


def too_expensive(what: str, limit: int, asked: int | None = None) -> Refusal:
    """Says the limit, and the figure where it was counted to the end."""
    figure = f"more than {limit}" if asked is None else str(asked)
    message = f"The operation has {figure} {what}; the limit is {limit}."
    return bad_operation(message, ErrorCode.QUERY_TOO_EXPENSIVE, limit=limit, asked=asked)
