"""The scalars: exact decimals, days, instants with an offset, and JSON untouched."""

import datetime
import decimal
import re
from collections.abc import Mapping
from typing import Any

import strawberry
from graphql import IntValueNode, StringValueNode, ValueNode
from graphql.utilities import value_from_ast_untyped

from schema.errors import ErrorCode, GatewayError

NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


class JSON:
    """Marks a field that holds any JSON value."""


class InvalidValue(GatewayError):
    """A value in the request that its scalar can't take."""

    code = ErrorCode.BAD_USER_INPUT


def _decimal(value: object) -> decimal.Decimal:
    if isinstance(value, str) and NUMBER.fullmatch(value):
        return decimal.Decimal(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return decimal.Decimal(value)
    raise InvalidValue(f'Decimal takes a string like "19.90" or an integer, not {_shown(value)}.')


def _decimal_literal(node: ValueNode, variables: Mapping[str, Any] | None = None) -> decimal.Decimal:
    if isinstance(node, StringValueNode):
        return _decimal(node.value)
    if isinstance(node, IntValueNode):
        return decimal.Decimal(node.value)
    raise InvalidValue('Decimal takes a string like "19.90" or an integer literal.')


def _date(value: object) -> datetime.date:
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            pass
    raise InvalidValue(f'Date takes a day like "2026-03-24", not {_shown(value)}.')


def _instant(value: object) -> datetime.datetime:
    if isinstance(value, str) and "T" in value:
        try:
            instant = datetime.datetime.fromisoformat(value)
        except ValueError:
            instant = datetime.datetime.min
        if instant.tzinfo:
            return instant
    raise InvalidValue(
        f'DateTime takes an instant with its offset like "2026-03-24T10:00:00+01:00", not {_shown(value)}.'
    )


def _shown(value: object) -> str:
    return repr(value) if isinstance(value, (int, float)) else f'"{str(value)[:40]}"'


def plain(value: decimal.Decimal) -> str:
    """Digits as they are, never an exponent."""
    return format(value, "f")


SCALARS: dict[object, Any] = {
    decimal.Decimal: strawberry.scalar(
        name="Decimal",
        description='An exact decimal number as a string with the digits the vendor wrote ("19.90"), never with an '
        "exponent. As input: a string or an integer; a float is refused, for its digits are already lost.",
        serialize=plain,
        parse_value=_decimal,
        parse_literal=_decimal_literal,
    ),
    datetime.date: strawberry.scalar(
        name="Date",
        description='A calendar day in ISO 8601: "2026-03-24".',
        serialize=datetime.date.isoformat,
        parse_value=_date,
    ),
    datetime.datetime: strawberry.scalar(
        name="DateTime",
        description='An instant in ISO 8601 with its offset: "2026-03-24T10:00:00+01:00". A vendor\'s time without a '
        "zone is read in the backend's time zone.",
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
