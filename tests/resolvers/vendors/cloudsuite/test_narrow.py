"""Which conditions CloudSuite's list is told."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.vendors.cloudsuite.narrow import MOST_STATES, narrow
from resolvers.vendors.cloudsuite.parse import STATUS
from resolvers.vendors.listing import Narrowed, OrderFilter, Span
from schema.status import OrderStatus

ANY = OrderFilter()
CONFIRMED, DRAFT, UNKNOWN = OrderStatus.CONFIRMED, OrderStatus.DRAFT, OrderStatus.UNKNOWN


def some(*members: OrderStatus) -> frozenset[OrderStatus]:
    return frozenset(members)


def words(*members: str) -> frozenset[str]:
    return frozenset(members)


def test_no_condition_asks_for_everything():
    assert narrow(ANY, STATUS) == Narrowed(asks=({},))


def test_a_status_with_one_word_is_one_ask():
    assert narrow(OrderFilter(statuses=some(CONFIRMED)), STATUS) == Narrowed(
        asks=({"state": "confirmed"},), exact=words("statuses")
    )


def test_a_status_with_two_words_is_two_asks_for_state_takes_one():
    assert narrow(OrderFilter(statuses=some(DRAFT)), STATUS).asks == ({"state": "draft"}, {"state": "quotation"})


def test_a_status_without_a_word_is_surely_empty():
    where = OrderFilter(statuses=some(OrderStatus.SHIPPED, OrderStatus.PENDING))

    assert narrow(where, STATUS) == Narrowed(asks=(), exact=words("statuses"))


def test_unknown_is_left_to_the_gateway_beside_everything():
    assert narrow(OrderFilter(statuses=some(CONFIRMED, UNKNOWN)), STATUS) == Narrowed(asks=({},))


def test_a_configured_word_is_asked_for_too():
    told = STATUS | {"Verzonden": OrderStatus.SHIPPED}

    assert narrow(OrderFilter(statuses=some(OrderStatus.SHIPPED)), told).asks == ({"state": "Verzonden"},)


def test_a_documented_word_that_the_configuration_gives_another_meaning_keeps_its_spelling():
    told = STATUS | {"Done": OrderStatus.DELIVERED}

    assert narrow(OrderFilter(statuses=some(OrderStatus.DELIVERED)), told).asks == ({"state": "done"},)
    assert narrow(OrderFilter(statuses=some(OrderStatus.COMPLETED)), told).asks == ()


def test_the_vendors_own_words_are_asked_as_they_are_known_or_not():
    where = OrderFilter(vendor_statuses=words("quotation", "backorder"))

    assert narrow(where, STATUS) == Narrowed(
        asks=({"state": "backorder"}, {"state": "quotation"}), exact=words("vendor_statuses")
    )


@pytest.mark.parametrize(("more", "asks"), [(0, MOST_STATES), (1, 1)])
def test_more_words_than_are_worth_a_list_each_are_left_to_the_gateway(more: int, asks: int):
    named = frozenset(f"word-{number}" for number in range(MOST_STATES + more))
    told = narrow(OrderFilter(vendor_statuses=named, number="CS26"), STATUS)

    assert len(told.asks) == asks
    assert all(ask["reference"] == "CS26" for ask in told.asks)
    assert ("vendor_statuses" in told.exact) is (more == 0)


def test_words_and_statuses_together_ask_for_what_is_both():
    where = OrderFilter(vendor_statuses=words("quotation", "done", "backorder"), statuses=some(DRAFT, UNKNOWN))

    assert narrow(where, STATUS) == Narrowed(
        asks=({"state": "backorder"}, {"state": "quotation"}), exact=words("vendor_statuses", "statuses")
    )


def test_words_and_statuses_that_exclude_each_other_are_surely_empty():
    where = OrderFilter(vendor_statuses=words("done"), statuses=some(DRAFT))

    assert narrow(where, STATUS).asks == ()


def test_a_number_is_told_beside_each_state():
    where = OrderFilter(number="CS26", statuses=some(DRAFT))

    assert narrow(where, STATUS) == Narrowed(
        asks=({"state": "draft", "reference": "CS26"}, {"state": "quotation", "reference": "CS26"}),
        exact=words("number", "statuses"),
    )


@pytest.mark.parametrize(
    "where",
    [
        OrderFilter(number=""),
        OrderFilter(number=" CS26"),
        OrderFilter(statuses=some()),
        OrderFilter(vendor_statuses=words("")),
        OrderFilter(ids=words()),
        OrderFilter(customer_ids=words(), number="CS26"),
    ],
)
def test_what_no_order_can_have_is_surely_empty(where: OrderFilter):
    assert narrow(where, STATUS).asks == ()


def test_trap_17_the_confirm_date_is_never_used_for_another_date():
    since = Span(start=datetime(2024, 10, 23, tzinfo=UTC))

    assert narrow(OrderFilter(ordered_at=since, created_at=since, updated_at=since), STATUS) == Narrowed()


def test_what_the_list_can_not_be_told_is_left_to_the_gateway():
    where = OrderFilter(
        ids=words("27"), customer_ids=words("54"), reference="def", external_number="ERP1", any_number="x"
    )

    assert narrow(where, STATUS) == Narrowed()


WORDS = st.sampled_from([*STATUS, "backorder"])


@given(st.none() | st.frozensets(st.sampled_from(OrderStatus)), st.none() | st.frozensets(WORDS), WORDS)
def test_an_order_that_matches_is_in_one_ask_and_another_in_none_unless_the_gateway_looks_on(
    statuses: frozenset[OrderStatus] | None, vendor_statuses: frozenset[str] | None, state: str
):
    where = OrderFilter(statuses=statuses, vendor_statuses=vendor_statuses)
    matches = (statuses is None or STATUS.get(state, UNKNOWN) in statuses) and (
        vendor_statuses is None or state in vendor_statuses
    )
    told = narrow(where, STATUS)
    holding = sum(ask.get("state", state) == state for ask in told.asks)

    assert holding == matches or (not matches and told.exact != where.asked())
    assert holding <= 1
