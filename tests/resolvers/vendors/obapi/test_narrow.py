"""Which conditions an OBAPI supplier is left to apply, and that it applies them as the gateway would."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.vendors.listing import Narrowed, OrderFilter, Span
from resolvers.vendors.obapi import narrow, parse
from schema.status import OrderStatus
from tests.resolvers.vendors.obapi.said import ZONE

WORDS = {**parse.STATUS, "on_hold": OrderStatus.PENDING, "returned": OrderStatus.UNKNOWN}
ZONES = st.sampled_from(
    [ZoneInfo(name) for name in ("Europe/Amsterdam", "America/Sao_Paulo", "Asia/Beirut", "Pacific/Apia", "UTC")]
)
OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
INSTANTS = st.datetimes(datetime(2010, 1, 1), datetime(2014, 1, 1), timezones=OFFSETS | ZONES)
MIDNIGHTS = st.builds(
    lambda day, zone: datetime(day.year, day.month, day.day, tzinfo=zone),
    st.dates(date(2010, 1, 1), date(2014, 1, 1)),
    ZONES,
)
BOUNDS = st.none() | INSTANTS | MIDNIGHTS
SPANS = st.builds(Span, BOUNDS, BOUNDS, st.booleans(), st.booleans())
DAYS = st.dates(date(2009, 12, 1), date(2014, 2, 1))


def narrowed(**asked: object) -> Narrowed:
    return narrow.orders(OrderFilter(**asked), WORDS, ZONE)  # type: ignore[arg-type]


def takes(asks: Narrowed, day: date, word: str) -> int:
    """In how many of the lists the vendor shows an order of that day and status word."""
    return sum(
        ask.get("date_start", "") <= day.isoformat() <= ask.get("date_end", "9999-12-31")
        and ask.get("status", word) == word
        for ask in asks.asks
    )


@given(span=SPANS, day=DAYS, zone=ZONES)
def test_days_are_asked_for_exactly_where_their_midnight_lies_in_the_span(
    span: Span, day: date, zone: ZoneInfo
) -> None:
    asked = narrow.orders(OrderFilter(ordered_at=span), WORDS, zone)

    midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
    assert takes(asked, day, "draft") == span.holds(midnight)
    assert asked.wider == frozenset()


@given(
    statuses=st.none() | st.frozensets(st.sampled_from(OrderStatus)),
    named=st.none() | st.frozensets(st.sampled_from([*WORDS, "lost"])),
    word=st.sampled_from([*WORDS, "lost"]),
)
def test_each_order_that_matches_stands_in_one_list_and_no_other_in_any_where_it_is_exact(
    statuses: frozenset[OrderStatus] | None, named: frozenset[str] | None, word: str
) -> None:
    asked = narrowed(statuses=statuses, vendor_statuses=named)

    status = WORDS.get(word, OrderStatus.UNKNOWN)
    matches = (statuses is None or status in statuses) and (named is None or word in named)
    shown = takes(asked, date(2026, 1, 1), word)
    assert shown == 1 if matches else shown <= 1
    assert matches or not asked.exact or shown == 0


def test_a_span_is_asked_for_as_its_first_and_last_day() -> None:
    start, end = datetime(2026, 3, 1, 12, tzinfo=UTC), datetime(2026, 3, 24, 12, tzinfo=UTC)

    assert narrowed(ordered_at=Span(start, end)) == Narrowed(
        asks=({"date_start": "2026-03-02", "date_end": "2026-03-24"},), exact=frozenset({"ordered_at"})
    )


def test_an_open_end_at_midnight_leaves_that_day_out() -> None:
    midnight = datetime(2026, 3, 24, tzinfo=ZONE)

    assert narrowed(ordered_at=Span(end=midnight, open_end=True)).asks == ({"date_end": "2026-03-23"},)
    assert narrowed(ordered_at=Span(end=midnight)).asks == ({"date_end": "2026-03-24"},)


def test_a_span_between_two_midnights_is_surely_empty() -> None:
    span = Span(datetime(2026, 3, 24, 8, tzinfo=ZONE), datetime(2026, 3, 24, 18, tzinfo=ZONE))

    assert narrowed(ordered_at=span) == Narrowed(asks=(), exact=frozenset({"ordered_at"}))


@pytest.mark.parametrize(
    ("span", "days"),
    [
        (Span(start=datetime.max.replace(tzinfo=UTC)), ()),
        (Span(end=datetime(1, 1, 1, tzinfo=ZONE), open_end=True), ()),
        (Span(start=datetime.min.replace(tzinfo=UTC)), ({"date_start": "0001-01-02"},)),
    ],
)
def test_the_ends_of_time_are_days_like_others(span: Span, days: tuple[dict[str, str], ...]) -> None:
    assert narrow.orders(OrderFilter(ordered_at=span), WORDS, ZONE).asks == days


def test_one_list_is_asked_for_each_word_of_a_status_and_day_span() -> None:
    asked = narrowed(
        statuses=frozenset({OrderStatus.DRAFT, OrderStatus.PENDING}),
        ordered_at=Span(start=datetime(2026, 3, 24, tzinfo=ZONE)),
    )

    assert asked.asks == (
        {"status": "draft", "date_start": "2026-03-24"},
        {"status": "on_hold", "date_start": "2026-03-24"},
    )
    assert asked.exact == {"statuses", "ordered_at"}


def test_a_status_that_no_word_means_is_surely_empty() -> None:
    asked = narrowed(statuses=frozenset({OrderStatus.SHIPPED}))

    assert asked == Narrowed(asks=(), exact=frozenset({"statuses"}))


def test_unknown_is_left_to_the_gateway() -> None:
    assert narrowed(statuses=frozenset({OrderStatus.UNKNOWN, OrderStatus.DRAFT})) == Narrowed()


def test_a_word_that_is_not_known_is_left_to_the_gateway_for_the_vendor_would_refuse_it() -> None:
    assert narrowed(vendor_statuses=frozenset({"draft", "lost"})) == Narrowed()


def test_a_span_without_bounds_asks_nothing() -> None:
    assert narrowed(ordered_at=Span()) == Narrowed()
