"""Requests that are answered without being executed."""

from collections.abc import Mapping, Sequence
from typing import Any

from schema.errors import ErrorCode

Formatted = dict[str, Any]
"""An entry of an answer's `errors`."""
LARGEST = 2**53 - 1
"""The largest integer that every JSON parser reads exactly. Fragments and lists within others can come to more."""


class Refusal(Exception):
    """`is_http`: the HTTP request is at fault, so the status is the same for every media type. Otherwise the operation
    is: then it is 200 with application/json, and the status with application/graphql-response+json.

    `retry_after`: seconds until it is worth trying again.
    """

    def __init__(
        self,
        errors: Sequence[Formatted],
        status: int = 400,
        headers: Mapping[str, str] | None = None,
        *,
        is_http: bool,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(errors[0]["message"])
        self.errors = list(errors)
        self.status = status
        self.headers = dict(headers or {}) | ({} if retry_after is None else {"Retry-After": str(retry_after)})
        self.is_http = is_http
        self.retry_after = retry_after

    @property
    def codes(self) -> list[str]:
        return [error["extensions"]["code"] for error in self.errors]


def error(message: str, code: ErrorCode, **details: Any) -> Formatted:
    known = {name: value for name, value in details.items() if value is not None}
    return {"message": message, "extensions": {"code": code.name, **known}}


def overloaded(message: str, seconds: int) -> Refusal:
    """`seconds`: until it is worth trying again."""
    formatted = error(message, ErrorCode.OVERLOADED, retryAfterSeconds=seconds)
    return Refusal([formatted], 503, is_http=True, retry_after=seconds)


def bad_request(message: str, status: int = 400, headers: Mapping[str, str] | None = None, **details: Any) -> Refusal:
    """The HTTP request is not a valid GraphQL request."""
    return Refusal([error(message, ErrorCode.BAD_USER_INPUT, **details)], status, headers, is_http=True)


def not_found(message: str) -> Refusal:
    return Refusal([error(message, ErrorCode.NOT_FOUND)], 404, is_http=True)


def bad_operation(message: str, code: ErrorCode = ErrorCode.BAD_USER_INPUT, **details: Any) -> Refusal:
    """The operation can't be executed."""
    return Refusal([error(message, code, **details)], is_http=False)


def too_expensive(what: str, limit: int, asked: int | None = None) -> Refusal:
    """`asked`: None if counting stopped at the limit."""
    told = asked if asked is not None and asked <= LARGEST else None
    figure = f"more than {limit}" if told is None else str(told)
    message = f"The operation has {figure} {what}; the limit is {limit}."
    return bad_operation(message, ErrorCode.QUERY_TOO_EXPENSIVE, limit=limit, asked=told)
