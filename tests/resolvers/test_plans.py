"""What each backend is asked, decided before any call."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers import plans
from resolvers.keys import Ordering
from resolvers.plans import Plan, Way
from resolvers.vendors.listing import Listing, OrderFilter, Span
from schema.sort import OrderSortField, SortDirection
from schema.status import OrderStatus
from tests.resolvers.simulated import (
    ALL_SORTS,
    CREATED,
    DATED,
    DAYS,
    EVERY,
    EXACT,
    HEAP,
    KINDS,
    MUTE,
    PLAIN,
    Simulated,
    at,
    kind,
    vendor,
)

NEWEST_FIRST = Ordering(OrderSortField.ORDERED_AT, SortDirection.DESC)
OLDEST_FIRST = Ordering(OrderSortField.ORDERED_AT, SortDirection.ASC)
KEY = NEWEST_FIRST.at(1_767_225_600_000_000 + 36_000_000_000, "other", "1")
"""Ten o'clock on DAY_ONE, at another backend."""


def _plan(kind: type[Simulated], where: OrderFilter = OrderFilter(), **more: object) -> Plan:  # noqa: B008
    plan = plans.of_orders(vendor(kind, "shop"), where, **{"ordering": NEWEST_FIRST, "after": None} | more)  # type: ignore[arg-type]
    assert plan is not None
    return plan


def test_a_vendor_that_sorts_as_asked_is_read_in_its_order() -> None:
    assert _plan(PLAIN).way is Way.IN_ORDER
    assert _plan(PLAIN, ordering=OLDEST_FIRST).way is Way.SCAN


@pytest.mark.parametrize(
    ("sort", "way"),
    [
        ((OrderSortField.ORDERED_AT, SortDirection.DESC), Way.BY_CREATION),
        ((OrderSortField.CREATED_AT, SortDirection.DESC), Way.BY_CREATION),
        ((OrderSortField.ORDERED_AT, SortDirection.ASC), Way.SCAN),
        ((OrderSortField.UPDATED_AT, SortDirection.DESC), Way.SCAN),
        ((OrderSortField.NUMBER, SortDirection.DESC), Way.SCAN),
    ],
)
def test_a_list_by_creation_serves_the_newest_first_and_nothing_else(
    sort: tuple[OrderSortField, SortDirection], way: Way
) -> None:
    assert _plan(CREATED, ordering=Ordering(*sort)).way is way


def test_a_list_by_creation_that_is_not_counted_is_scanned() -> None:
    uncounted = kind("Uncounted", Listing(max_page=10, counted=False, by_creation=True))

    assert _plan(uncounted).way is Way.SCAN


def test_a_backend_that_is_configured_so_or_contradicted_itself_is_scanned() -> None:
    configured = plans.of_orders(vendor(CREATED, "shop", list_order="none"), OrderFilter(), NEWEST_FIRST, None)

    assert configured is not None
    assert configured.way is Way.SCAN
    assert _plan(CREATED, may_trust=False).way is Way.SCAN
    assert _plan(EXACT, may_trust=False).way is Way.SCAN


def test_what_a_vendor_applies_exactly_is_not_looked_at_again() -> None:
    plan = _plan(EXACT, OrderFilter(ordered_at=Span(at(1), at(2)), origin="web"))

    assert plan.pushed == {"ordered_at"}
    assert plan.residual == {"origin"}
    assert plan.counted is None


def test_what_a_vendor_only_narrows_is_finished_by_the_gateway() -> None:
    plan = _plan(DAYS, OrderFilter(ordered_at=Span(at(1), at(2))))
    order = vendor(DAYS, "shop").made("1", 5)

    assert plan.pushed == plan.residual == {"ordered_at"}
    assert plan.asks[0]["from"] == at(0).isoformat()  # type: ignore[union-attr]
    assert plan.keeps(order) is False


def test_several_statuses_are_several_lists_where_one_word_can_be_asked_for() -> None:
    plan = _plan(EXACT, OrderFilter(statuses=frozenset({OrderStatus.CONFIRMED, OrderStatus.COMPLETED})))

    assert plan.asks == ({"status": "done"}, {"status": "open"})
    assert plan.counted == plan.asks


@pytest.mark.parametrize("name", ["ids", "statuses", "vendor_statuses", "customer_ids"])
@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_set_asks_nothing_and_counts_nothing(kind: type[Simulated], name: str) -> None:
    plan = _plan(kind, OrderFilter(**{name: frozenset()}))

    assert (plan.asks, plan.counted) == ((), ())


@pytest.mark.parametrize("kind", KINDS)
def test_a_status_that_a_vendor_has_no_word_for_is_no_call_unless_it_may_be_any_word(kind: type[Simulated]) -> None:
    assert _plan(kind, OrderFilter(statuses=frozenset({OrderStatus.CANCELLED}))).asks == ()
    assert _plan(PLAIN, OrderFilter(statuses=frozenset({OrderStatus.CANCELLED, OrderStatus.UNKNOWN}))).asks == ({},)


def test_a_vendor_that_never_fills_a_field_asked_about_has_no_plan() -> None:
    silent = kind("Silent", Listing(max_page=10, counted=True), absent_order_fields=frozenset({"origin", "number"}))

    assert plans.of_orders(vendor(silent, "shop"), OrderFilter(origin="web"), NEWEST_FIRST, None) is None
    assert plans.of_orders(vendor(silent, "shop"), OrderFilter(any_number="1"), NEWEST_FIRST, None) is not None


def test_a_list_that_filters_by_date_begins_at_the_keys_instant() -> None:
    assert dict(_plan(DATED, after=KEY).asks[0]) == {"to": at(10).isoformat()}  # type: ignore[union-attr]
    assert _plan(DATED, after=KEY).starts_at_key
    upward = _plan(DATED, ordering=OLDEST_FIRST, after=OLDEST_FIRST.at(OLDEST_FIRST.plain_of(KEY) and 0, "b", "1"))
    assert dict(upward.asks[0]) == {"from": "1970-01-01T00:00:00+00:00"}


def test_the_key_narrows_a_condition_and_never_widens_it() -> None:
    plan = _plan(DATED, OrderFilter(ordered_at=Span(at(3), at(5))), after=KEY)

    assert dict(plan.asks[0]) == {"from": at(3).isoformat(), "to": at(5).isoformat()}  # type: ignore[union-attr]


def test_a_list_that_may_hold_orders_without_a_date_is_not_begun_at_an_instant() -> None:
    assert not _plan(EXACT, after=KEY).starts_at_key
    assert _plan(EXACT, OrderFilter(ordered_at=Span(at(3))), after=KEY).starts_at_key


def test_a_key_without_a_value_narrows_nothing() -> None:
    plan = _plan(DATED, after=NEWEST_FIRST.at(None, "shop", "1"))

    assert (plan.asks, plan.starts_at_key) == (({},), False)


def test_a_row_is_completed_only_where_it_lacks_what_is_asked_about() -> None:
    thin = kind(
        "Thin", Listing(max_page=10, counted=True, sorts=ALL_SORTS), row_order_fields=frozenset({"orderedAt", "number"})
    )

    assert not _plan(thin).needs_whole
    assert not _plan(thin, OrderFilter(number="1")).needs_whole
    assert _plan(thin, OrderFilter(origin="web")).needs_whole
    assert _plan(thin, ordering=Ordering(OrderSortField.UPDATED_AT, SortDirection.ASC)).needs_whole


@given(
    st.sampled_from([EXACT, DATED, DAYS, MUTE, CREATED, HEAP]),
    st.sampled_from(EVERY[:2]),
    st.integers(0, 400),
    st.none() | st.integers(0, 400),
    st.none() | st.integers(0, 400),
    st.integers(0, 400),
)
def test_what_is_asked_leaves_out_no_row_behind_the_key_that_matches(
    kind: type[Simulated], sort: object, hour: int, start: int | None, end: int | None, row: int
) -> None:
    shop = vendor(kind, "shop")
    ordering = Ordering(*sort)  # type: ignore[misc]
    where = OrderFilter(ordered_at=Span(at(start), at(end))) if start is not None or end is not None else OrderFilter()
    key = ordering.key(shop.made("k", hour))
    order = shop.made("r", row // 24 * 24 if kind is DAYS else row)
    plan = plans.of_orders(shop, where, ordering, key)
    assert plan is not None
    due = ordering.key(order) > key and (where.ordered_at is None or where.ordered_at.holds(order.ordered_at))  # type: ignore[arg-type]
    asked = [ask for ask in plan.asks if _within(order.ordered_at, ask)]  # type: ignore[arg-type]

    assert not due or (len(asked) == 1 and plan.keeps(order))


def _within(instant: datetime, ask: object) -> bool:
    bounds = {name: datetime.fromisoformat(ask[name]) for name in ("from", "to") if name in ask}  # type: ignore[index, operator]
    far = timedelta(days=9999)
    first, last = bounds.get("from", datetime(2026, 1, 1, tzinfo=UTC) - far), bounds.get("to", instant)
    return first <= instant <= last
