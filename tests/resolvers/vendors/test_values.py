"""How single values of a vendor's JSON are read, and that no arithmetic changes them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.vendors import values
from resolvers.vendors.writing import was_before

ZONE = ZoneInfo("Europe/Amsterdam")
DIGITS = st.from_regex(r"-?[0-9]{1,25}(\.[0-9]{1,25})?(e-?[0-4]?[0-9])?", fullmatch=True)
NUMBERS = DIGITS.map(values.decimal).filter(lambda number: number is not None)


@pytest.mark.parametrize("text", ["0", "-0.0", "19.90", "5000.00", "20.000", "1E+2", "1e-7", "9" * 50])
def test_a_number_keeps_its_digits(text: str) -> None:
    assert str(values.decimal(text)) == str(Decimal(text))


@pytest.mark.parametrize(
    "text",
    ["", "much", "NaN", "sNaN", "Infinity", "1e51", "1e-51", "1e999999999", "0e999999999", "9" * 51, "1." + "0" * 50],
)
def test_what_is_no_sensible_number_is_none(text: str) -> None:
    assert values.decimal(text) is None


def test_cents_have_two_decimals_and_are_no_more_than_any_number() -> None:
    assert (str(values.cents(10000)), str(values.cents(-5)), values.cents(10**60)) == ("100.00", "-0.05", None)


@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=20))
def test_sums_of_products_are_exact(pairs: list[tuple[Decimal, Decimal]]) -> None:
    total = values.total(values.product(left, right) for left, right in pairs)

    assert total is not None
    assert Fraction(total) == sum(Fraction(left) * Fraction(right) for left, right in pairs)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 24, 23, 30, tzinfo=UTC), date(2026, 3, 25)),
        (datetime.max.replace(tzinfo=UTC), None),
        (datetime.min.replace(tzinfo=ZoneInfo("Asia/Tokyo")), None),
        (None, None),
    ],
)
def test_the_day_of_an_instant_is_the_zones_unless_that_is_beyond_the_calendar(
    moment: datetime | None, day: date | None
) -> None:
    assert values.day_of(moment, ZONE) == day


@pytest.mark.parametrize(
    ("made", "is_before"), [("0001-01-01T00:00:00", True), ("9999-12-31T23:59:59", False), ("2026-03-24", True)]
)
def test_any_instant_is_before_a_write_or_not(made: str, is_before: bool) -> None:
    assert was_before(values.instant(made, ZONE), datetime(2026, 3, 24, 12, tzinfo=UTC)) is is_before


@pytest.mark.parametrize(("minute", "is_before"), [(34, False), (36, True)])
def test_an_hour_that_comes_twice_is_taken_for_the_later_one(minute: int, is_before: bool) -> None:
    made = datetime(2026, 10, 25, 2, 30, tzinfo=ZONE)

    assert was_before(made, datetime(2026, 10, 25, 1, minute, tzinfo=UTC)) is is_before
