"""The scalars: exact decimals, dates, instants with an offset, and unchanged JSON."""

import datetime
import decimal
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import strawberry
from graphql import IntValueNode, StringValueNode, ValueNode
from graphql.utilities import value_from_ast_untyped

from schema.errors import ErrorCode, GatewayError

NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
LONGEST_NUMBER = 1000
"""Characters. What is done digit by digit would hold up other requests."""


class JSON:
    """The Python type of fields with any JSON value."""


class InvalidValue(GatewayError):
    """A value in the request is not valid for its scalar."""

    code = ErrorCode.BAD_USER_INPUT


def _decimal(value: object) -> decimal.Decimal:
    if isinstance(value, str) and len(value) <= LONGEST_NUMBER and NUMBER.fullmatch(value):
        return decimal.Decimal(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return decimal.Decimal(value)
    raise InvalidValue(f'Decimal takes a string like "19.90" or an integer, not {_shown(value)}.')


def _decimal_literal(node: ValueNode, variables: Mapping[str, Any] | None = None) -> decimal.Decimal:
    if isinstance(node, (StringValueNode, IntValueNode)):
        return _decimal(node.value)
    raise InvalidValue('Decimal takes a string like "19.90" or an integer literal.')


def _date(value: object) -> datetime.date:
    with suppress(ValueError):
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            return datetime.date.fromisoformat(value)
    raise InvalidValue(f'Date takes a day like "2026-03-24", not {_shown(value)}.')


def _instant(value: object) -> datetime.datetime:
    with suppress(ValueError):
        if isinstance(value, str) and "T" in value and (instant := datetime.datetime.fromisoformat(value)).tzinfo:
            return instant
    raise InvalidValue(
        f'DateTime takes an instant with its offset like "2026-03-24T10:00:00+01:00", not {_shown(value)}.'
    )


def _shown(value: object) -> str:
    return repr(value) if isinstance(value, (int, float)) else f'"{str(value)[:40]}"'


def plain(value: decimal.Decimal) -> str:
    """With the same digits, never with an exponent."""
    return format(value, "f")


SCALARS: dict[object, Any] = {
    decimal.Decimal: strawberry.scalar(
        name="Decimal",
        description='An exact decimal number as a string with the digits the vendor sent ("19.90"), never with an '
        "exponent. Input: a string or an integer. Floats are rejected, because they are not exact.",
        serialize=plain,
        parse_value=_decimal,
        parse_literal=_decimal_literal,
    ),
    datetime.date: strawberry.scalar(
        name="Date",
        description='A date in ISO 8601: "2026-03-24".',
        serialize=datetime.date.isoformat,
        parse_value=_date,
    ),
    datetime.datetime: strawberry.scalar(
        name="DateTime",
        description='An instant in ISO 8601 with a UTC offset: "2026-03-24T10:00:00+01:00". A vendor\'s time without a '
        "zone is read in the backend's configured time zone.",
        serialize=datetime.datetime.isoformat,
        parse_value=_instant,
    ),
    JSON: strawberry.scalar(
        name="JSON",
        description="Any JSON value, as the vendor sent it.",
        serialize=lambda value: value,
        parse_value=lambda value: value,
        parse_literal=value_from_ast_untyped,
    ),
}
