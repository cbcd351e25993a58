"""Prices and discounts as LogicTrade is told them, which works the one out of the other."""

from decimal import Decimal

import pytest
from hypothesis import given as for_any
from hypothesis import strategies as st

from resolvers.vendors import checking
from resolvers.vendors.logictrade import catalogue, write
from resolvers.vendors.writing import Saying
from schema.money import TaxBasis
from tests.resolvers.vendors.logictrade.readings import ZONE
from tests.resolvers.vendors.ordering import LEAST, faults, least, to_create

SAYING = Saying("erp", "LOGICTRADE", "EUR", ZONE, TaxBasis.UNKNOWN, {})
LINE = LEAST["logictrade"]["lines"][0]
PRICES = st.decimals("0.01", "99999.99", places=2)
DISCOUNTS = st.decimals("0.1", "99", places=1)


@for_any(PRICES, DISCOUNTS)
def test_trap_10_the_price_of_one_comes_out_as_given_whatever_the_discount(unit: Decimal, discount: Decimal) -> None:
    line = LINE | {"unitPrice": unit, "discountPercent": discount}
    body, _ = write.create(to_create(least("logictrade", lines=[line])), SAYING, None)
    (said,) = body["lines"]

    assert catalogue.discounted(said["basePartPrice"], said["discount"]) == unit


@pytest.mark.parametrize(("percent", "said"), [("10", "10"), ("0.5", "0.005"), ("1", "1"), ("12.50", "12.50")])
def test_trap_9_a_discount_below_one_per_cent_is_told_as_a_fraction(percent: str, said: str) -> None:
    line = LINE | {"listPrice": Decimal(100), "discountPercent": Decimal(percent)}
    body, _ = write.create(to_create(least("logictrade", lines=[line])), SAYING, None)

    assert body["lines"][0]["discount"] == Decimal(said)


@pytest.mark.parametrize(
    ("unit", "base", "discount", "is_right"),
    [
        ("90", "100", "10", True),
        ("89.99", "99.99", "10", True),
        ("95", "100", "10", False),
        ("95", "100", "0", True),
        ("1", None, "100", False),
        ("0", "10", "100", True),
    ],
)
def test_a_price_that_the_discount_would_not_lead_to_is_refused(
    unit: str, base: str | None, discount: str, is_right: bool
) -> None:
    prices = {"unitPrice": Decimal(unit), "listPrice": base and Decimal(base), "discountPercent": Decimal(discount)}

    given = to_create(least("logictrade", lines=[LINE | prices]))

    assert faults(checking.create_errors(write.TABLE, given, SAYING)) == (
        [] if is_right else [("BAD_USER_INPUT", "lines.0.unitPrice")]
    )
