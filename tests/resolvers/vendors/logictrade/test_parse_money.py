"""What LogicTrade says of money: prices, discounts, tax, totals, payments."""

import dataclasses
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.vendors.logictrade import parse
from schema.money import TaxBasis, TaxedMoney
from schema.payment import Payment
from schema.product import Product
from schema.status import PaymentStatus
from tests.resolvers.vendors.logictrade.readings import (
    READING,
    euros,
    line,
    parsed,
    stated,
)

GROSS = dataclasses.replace(READING, prices=TaxBasis.GROSS)
AMOUNTS = st.decimals(min_value="0.01", max_value=10**6, places=2)


# ---------------------------------------------------------------- money, discount, tax


def test_trap_1_a_json_double_keeps_the_digits_that_were_written() -> None:
    order = parse.order(b'{"id": 7, "lines": [{"partPrice": 175.90, "quantity": 1.50, "linePrice": 263.850}]}', READING)
    (only,) = order.lines or ()

    assert only.unit_price == stated("175.90")
    assert str(only.quantity) == "1.50"
    assert order.total == stated("263.850", derived=True)


def test_trap_3_a_total_of_0_beside_priced_lines_is_summed_over_them() -> None:
    order = parsed(totalAmount=0, lines=[{"linePrice": 369}, {"linePrice": 12.5}])

    assert order.total == stated("381.5", derived=True)


def test_trap_3_a_total_is_not_checked_against_the_lines() -> None:
    assert parsed(totalAmount=400, lines=[{"linePrice": 369}]).total == stated(400)


@pytest.mark.parametrize("lines", [[], [{"linePrice": 0}], [{"code": "LT00000043"}]])
def test_a_total_of_0_beside_nothing_that_costs_anything_is_0(lines: list[dict[str, Any]]) -> None:
    assert parsed(totalAmount=0, lines=lines).total == stated(0)


@pytest.mark.parametrize("said", [{}, {"totalAmount": 0}])
def test_a_line_without_a_price_leaves_no_total_to_sum(said: dict[str, Any]) -> None:
    assert parsed(lines=[{"linePrice": 369}, {"code": "LT00000043"}], **said).total is None


@given(st.lists(AMOUNTS, min_size=1, max_size=20))
def test_a_summed_total_is_exact(amounts: list[Decimal]) -> None:
    encoder = msgspec.json.Encoder(decimal_format="number")
    order = parse.order(encoder.encode({"id": 7, "lines": [{"linePrice": amount} for amount in amounts]}), READING)

    assert order.total is not None
    assert order.total.stated.amount == sum(amounts)


def test_trap_5_whether_tax_is_in_is_as_the_backend_is_configured() -> None:
    assert parsed(totalAmount=121).total == stated(121)
    assert parsed(GROSS, totalAmount=121).total == TaxedMoney(
        stated=euros(121), tax_basis=TaxBasis.GROSS, gross=euros(121)
    )


@pytest.mark.parametrize(("discount", "percent"), [(0, "0"), (0.1, "10"), (0.125, "12.5"), (1, "1"), (10, "10")])
def test_trap_9_a_discount_below_1_is_a_fraction(discount: float, percent: str) -> None:
    assert line(discount=discount).discount_percent == Decimal(percent)


def test_trap_10_a_price_has_its_discount_off_already() -> None:
    only = line(partPrice=158.31, discount=0.1, quantity=6)

    assert only.unit_price == stated("158.31")
    assert only.list_price is None
    assert only.total == stated("949.86", derived=True)


@pytest.mark.parametrize(
    ("vat", "percent"),
    [(21, "21"), ({"id": 1, "percentage": 9.0}, "9.0"), (None, None), ({}, None), ("hoog", None), ([], None)],
)
def test_trap_11_vat_is_a_number_or_an_object_or_nothing(vat: Any, percent: str | None) -> None:
    only = line(code="LT00000043", vat=vat)

    assert only.tax_percent == (None if percent is None else Decimal(percent))
    assert only.product == Product(code="LT00000043")


# ---------------------------------------------------------------- payments


def test_payments_add_up() -> None:
    order = parsed(
        GROSS,
        totalAmount=300,
        payments=[
            {"amount": 100, "type": "iDeal", "method": "Rabobank"},
            {"amount": 49.5, "type": "Pin", "method": ""},
        ],
    )

    assert order.payments == [
        Payment(status=PaymentStatus.PAID, type="iDeal", method="Rabobank", amount=euros(100)),
        Payment(status=PaymentStatus.PAID, type="Pin", amount=euros("49.5")),
    ]
    assert order.paid_amount == euros("149.5")
    assert order.outstanding_amount == euros("150.5")
    assert order.payment_status is PaymentStatus.PARTIALLY_PAID


def test_what_is_paid_of_a_total_of_unknown_tax_is_unknown() -> None:
    order = parsed(totalAmount=100, payments=[{"amount": 100}])

    assert (order.payment_status, order.outstanding_amount) == (PaymentStatus.UNKNOWN, None)


def test_a_payment_without_an_amount_leaves_the_sum_unknown() -> None:
    order = parsed(payments=[{"amount": 100}, {"type": "Pin"}])

    assert order.paid_amount is None
    assert order.payments == [
        Payment(status=PaymentStatus.PAID, amount=euros(100)),
        Payment(status=PaymentStatus.UNKNOWN, type="Pin"),
    ]
