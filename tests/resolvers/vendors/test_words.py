"""Values as vendors' JSON has them."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.vendors import values, words
from resolvers.vendors.writing import Saying, Unsayable, was_before
from schema.inputs import OriginKeyInput
from schema.money import TaxBasis

ZONE = ZoneInfo("Europe/Amsterdam")
SAYING = Saying("shop", "SHOP", "EUR", ZONE, TaxBasis.UNKNOWN, {})


@given(st.integers(0, 10**12 - 1), st.integers(0, 9))
def test_exactly_one_check_digit_fits_an_ean(body: int, digit: int) -> None:
    fitting = [last for last in range(10) if _is_sayable(words.ean, f"{body:012}{last}")]

    assert len(fitting) == 1


@given(st.integers(0, 10**12 - 1), st.integers(0, 11), st.integers(1, 9))
def test_a_wrong_digit_in_an_ean_is_noticed(body: int, place: int, off: int) -> None:
    ean = next(f"{body:012}{last}" for last in range(10) if _is_sayable(words.ean, f"{body:012}{last}"))
    wrong = ean[:place] + str((int(ean[place]) + off) % 10) + ean[place + 1 :]

    assert not _is_sayable(words.ean, wrong)


@pytest.mark.parametrize("text", ["", "978949311386", "97894931138621", "978949311386x", "９789493113862"])
def test_what_is_not_thirteen_digits_is_no_ean(text: str) -> None:
    assert not _is_sayable(words.ean, text)


@pytest.mark.parametrize(("text", "good"), [("SO 1", True), (" SO-1", False), ("SO-1\n", False), ("", False)])
def test_what_a_thing_is_found_by_has_nothing_that_a_vendor_might_trim(text: str, good: bool) -> None:
    assert _is_sayable(words.name, text) is good


@given(st.decimals("-1e12", "1e12", allow_nan=False, places=3))
def test_a_double_is_told_with_the_digits_given(number: Decimal) -> None:
    if _is_sayable(words.double, number):
        assert json.loads(words.json(words.double(number, SAYING)), parse_float=Decimal, parse_int=Decimal) == number
        assert Decimal(repr(float(number))) == number


@pytest.mark.parametrize("text", ["1234567890.1234567", "1" + "0" * 400, "0." + "0" * 400 + "1"])
def test_a_number_that_a_double_would_not_hold_is_not_told(text: str) -> None:
    assert not _is_sayable(words.double, Decimal(text))


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)))
def test_a_days_midnight_is_read_as_the_same_day(day: date) -> None:
    assert values.day(words.midnight(day, SAYING), ZONE) == day


@given(st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)))
def test_an_instant_is_read_back_to_the_millisecond(instant: datetime) -> None:
    read = values.instant(words.instant(instant, SAYING), ZONE)

    assert read == instant.replace(microsecond=instant.microsecond // 1000 * 1000)


@pytest.mark.parametrize("word", [words.instant, words.day_of])
def test_an_instant_off_the_calendars_end_is_refused(word: Any) -> None:
    edge = datetime.max.replace(tzinfo=ZoneInfo("America/New_York"))

    assert not _is_sayable(word, edge)


@pytest.mark.parametrize("value", [{"a": {"b": [1, None, "x"]}}, {}])
def test_an_object_is_told_as_it_came(value: Any) -> None:
    assert words.as_object(value, SAYING) == value


@pytest.mark.parametrize("value", [[], "text", 1, True, {"a": "\ud800"}, {"a": [float("inf")]}])
def test_what_is_no_object_or_no_json_is_refused(value: Any) -> None:
    assert not _is_sayable(words.as_object, value)


def test_an_object_too_deep_to_be_written_is_refused() -> None:
    deep: dict[str, Any] = {}
    for _ in range(100_000):
        deep = {"a": deep}

    assert not _is_sayable(words.as_object, deep)


@pytest.mark.parametrize(("origin", "key", "good"), [("O", "K", True), ("", "K", False), ("O", " ", False)])
def test_a_key_has_both_its_halves(origin: str, key: str, good: bool) -> None:
    assert _is_sayable(words.origin_key, OriginKeyInput(origin=origin, key=key)) is good


@pytest.mark.parametrize(("minutes", "before"), [(5, False), (6, True)])
def test_a_clock_may_be_five_minutes_off(minutes: int, before: bool) -> None:
    made = datetime(2026, 3, 24, 12, tzinfo=ZONE)

    assert was_before(made, made.replace(minute=minutes)) is before


def test_what_was_made_at_an_unknown_time_was_not_before() -> None:
    assert not was_before(None, datetime(2026, 3, 24, 12, tzinfo=ZONE))


def test_words_that_differ_in_case_are_one_with_the_first_spelling_and_the_last_meaning() -> None:
    assert values.distinct_words({"open": 1, "Done": 2, "OPEN": 3}) == {"open": 3, "Done": 2}


def _is_sayable(word: Any, value: Any) -> bool:
    try:
        word(value, SAYING)
    except Unsayable:
        return False
    return True
