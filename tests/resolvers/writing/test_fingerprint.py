"""Two inputs are one where the same was given."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from resolvers.writing import fingerprint
from schema.money import TaxBasis
from schema.status import OrderStatus
from schema.write_inputs import OrderCreateInput, OrderLineInput, ProductIdentifierInput


def of(**given: Any) -> str:
    known = {"backend": "shop", "idempotency_key": "k", **given}
    return fingerprint.of(OrderCreateInput(**known))


def line(quantity: str = "1.0", **given: Any) -> OrderLineInput:
    return OrderLineInput(product=ProductIdentifierInput(code="A"), quantity=Decimal(quantity), **given)


def test_neither_key_nor_backend_are_part_of_it() -> None:
    assert of(note="x") == of(note="x", idempotency_key="other", backend="erp")


def test_json_is_the_same_in_whatever_order() -> None:
    assert of(lines=[line(configuration={"a": 1, "b": [2.5]})]) == of(lines=[line(configuration={"b": [2.5], "a": 1})])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"note": None}, {}),
        ({"note": ""}, {"note": None}),
        ({"note": "x"}, {"description": "x"}),
        ({"lines": [line("1.0")]}, {"lines": [line("1.00")]}),
        ({"lines": [line("1"), line("2")]}, {"lines": [line("2"), line("1")]}),
        ({"lines": []}, {}),
        ({"lines": [line(configuration=None)]}, {"lines": [line()]}),
        ({"status": OrderStatus.PENDING}, {"status": OrderStatus.DRAFT}),
        ({"tax_basis": TaxBasis.NET}, {"tax_basis": TaxBasis.GROSS}),
        ({"ordered_at": datetime(2026, 3, 24, tzinfo=UTC)}, {"ordered_at": datetime(2026, 3, 25, tzinfo=UTC)}),
    ],
    ids=str,
)
def test_what_differs_is_another(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert of(**one) != of(**other)


def test_any_json_can_be_told() -> None:
    assert of(lines=[line(configuration={"big": 10**400, "odd": "\ud800", "deep": [[None, True]]})])
