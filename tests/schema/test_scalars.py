"""Scalars in arguments: what they take, and how much of it."""

from decimal import Decimal

import pytest
from graphql import IntValueNode, StringValueNode, ValueNode

from schema.scalars import LONGEST_NUMBER, SCALARS, InvalidValue

DECIMAL = SCALARS[Decimal]


@pytest.mark.parametrize("given", ["9" * LONGEST_NUMBER, "-19.90", "+0", 7])
def test_a_decimal_keeps_its_digits(given: str | int) -> None:
    assert DECIMAL.parse_value(given) == Decimal(given)


@pytest.mark.parametrize("given", ["9" * (LONGEST_NUMBER + 1), "1e5", "", ".5", "NaN", 1.5, True, None])
def test_what_is_no_plain_number_or_endless_is_no_decimal(given: object) -> None:
    with pytest.raises(InvalidValue):
        DECIMAL.parse_value(given)


@pytest.mark.parametrize("kind", [IntValueNode, StringValueNode])
def test_the_same_holds_in_the_document(kind: type[ValueNode]) -> None:
    assert DECIMAL.parse_literal(kind(value="12")) == 12

    with pytest.raises(InvalidValue):
        DECIMAL.parse_literal(kind(value="1" * (LONGEST_NUMBER + 1)))
