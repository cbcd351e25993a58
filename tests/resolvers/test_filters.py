"""A client's conditions, as each backend's."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers import customer_list, filters
from resolvers.errors import BadUserInput
from resolvers.vendors.listing import OrderFilter, Span
from schema.inputs import CustomerWhereInput, DateTimeRangeInput, OrderWhereInput
from schema.link import gid
from schema.status import OrderStatus
from tests.resolvers.simulated import PLAIN, at, vendor

SHOP = vendor(PLAIN, "shop")
INSTANTS = st.none() | st.integers(0, 5).map(at)


def test_no_condition_asks_nothing() -> None:
    assert filters.of_backend(None, "shop") == OrderFilter()


def test_an_id_of_another_backend_leaves_an_empty_set() -> None:
    where = OrderWhereInput(ids=["gid://shop/Order/7", "gid://erp/Order/8"])  # type: ignore[list-item]

    assert filters.of_backend(where, "shop").ids == {"7"}
    assert filters.of_backend(where, "other").ids == frozenset()
    assert filters.is_impossible(filters.of_backend(where, "other"))


@pytest.mark.parametrize("id", ["7", "gid://shop/Customer/7", "gid://shop/Order/7/1", "", "gid://shop/Order/"])
def test_what_is_no_orders_id_is_refused_with_its_argument(id: str) -> None:
    with pytest.raises(BadUserInput) as raised:
        filters.of_backend(OrderWhereInput(ids=[id]), "shop")  # type: ignore[list-item]

    assert raised.value.details["argument"] == "where.ids"


@pytest.mark.parametrize(
    ("condition", "value", "argument"),
    [
        ("ids", gid("shop", "Order", "1"), "where.ids"),
        ("customer_ids", gid("shop", "Customer", "1"), "where.customerIds"),
        ("vendor_statuses", "new", "where.vendorStatuses"),
        ("statuses", OrderStatus.UNKNOWN, "where.statuses"),
    ],
)
def test_a_condition_lists_a_thousand_values_and_no_more(condition: str, value: Any, argument: str) -> None:
    filters.of_backend(OrderWhereInput(**{condition: [value] * 1000}), "shop")

    with pytest.raises(BadUserInput, match=f"{argument} has 1001 values; at most 1000 are allowed") as raised:
        filters.of_backend(OrderWhereInput(**{condition: [value] * 1001}), "shop")
    assert raised.value.details["argument"] == argument


@pytest.mark.parametrize("condition", ["number", "reference", "external_number", "any_number", "origin"])
def test_a_text_has_a_thousand_characters_and_no_more(condition: str) -> None:
    longest: dict[str, Any] = {condition: "7" * 1000}
    longer: dict[str, Any] = {condition: "7" * 1001}
    filters.of_backend(OrderWhereInput(**longest), "shop")

    with pytest.raises(BadUserInput, match="has 1001 characters; at most 1000 are allowed"):
        filters.of_backend(OrderWhereInput(**longer), "shop")


@pytest.mark.parametrize("condition", ["email", "number", "name"])
def test_a_text_of_a_customers_has_no_more_either(condition: str) -> None:
    longest: dict[str, Any] = {condition: "7" * 1000}
    longer: dict[str, Any] = {condition: "7" * 1001}
    customer_list.of_backend(CustomerWhereInput(**longest), "shop")

    with pytest.raises(BadUserInput, match=f"where.{condition} has 1001 characters"):
        customer_list.of_backend(CustomerWhereInput(**longer), "shop")


def test_a_condition_given_as_null_asks_nothing() -> None:
    where = OrderWhereInput(ids=None, number=None, ordered_at=None, statuses=None)

    assert filters.of_backend(where, "shop") == OrderFilter()


@given(INSTANTS, INSTANTS, INSTANTS, INSTANTS, st.integers(0, 5).map(at))
def test_a_range_holds_what_all_its_bounds_hold(
    gte: datetime | None, gt: datetime | None, lte: datetime | None, lt: datetime | None, value: datetime
) -> None:
    given_range = DateTimeRangeInput(gte=gte, gt=gt, lte=lte, lt=lt)
    span = filters.of_backend(OrderWhereInput(ordered_at=given_range), "shop").ordered_at
    assert span is not None
    bounds = [
        gte is None or value >= gte,
        gt is None or value > gt,
        lte is None or value <= lte,
        lt is None or value < lt,
    ]

    assert span.holds(value) is all(bounds)


def test_a_cursor_is_bound_to_what_is_asked_and_not_to_how_it_is_written() -> None:
    noon = datetime(2026, 3, 24, 12, tzinfo=UTC)
    one = OrderFilter(ids=frozenset({"1", "2"}), ordered_at=Span(noon))
    other = OrderFilter(ids=frozenset({"2", "1"}), ordered_at=Span(noon.astimezone(timezone(timedelta(hours=2)))))

    assert filters.in_one_form({"shop": one}) == filters.in_one_form({"shop": other})


@pytest.mark.parametrize(
    "other",
    [
        OrderFilter(),
        OrderFilter(ordered_at=Span(at(1), open_start=True)),
        OrderFilter(ordered_at=Span(None, at(1))),
        OrderFilter(created_at=Span(at(1))),
        OrderFilter(ordered_at=Span(at(1)), statuses=frozenset()),
    ],
    ids=str,
)
def test_other_conditions_have_another_form(other: OrderFilter) -> None:
    one = OrderFilter(ordered_at=Span(at(1)))

    assert filters.in_one_form({"shop": one}) != filters.in_one_form({"shop": other})
    assert filters.in_one_form({"shop": one}) != filters.in_one_form({"erp": one})


def test_the_first_and_the_last_instant_can_be_asked_about() -> None:
    edge = datetime.min.replace(tzinfo=timezone(timedelta(hours=14)))

    assert filters.in_one_form({"shop": OrderFilter(ordered_at=Span(edge))})
