"""Prices: how they add up, and what an operation's parts come to at most."""

from hypothesis import given
from hypothesis import strategies as st

from resolvers.costs.price import FREE, THINGS_A_POINT, Once, Part, Price, added, most, points

MANY = 1000
READ = Once("a", "a list", 7)


def test_things_are_rounded_up_once_and_nothing_is_for_nothing() -> None:
    assert [points(0, 0), points(0, 1), points(3, 0), points(3, 1)] == [1, 1, 3, 4]
    assert points(3, THINGS_A_POINT) == 4
    assert points(3, THINGS_A_POINT + 1) == 5


@given(st.integers(0, 99), st.integers(0, 999), st.integers(0, 9), st.integers(0, 99))
def test_less_never_costs_more(calls: int, things: int, fewer: int, less: int) -> None:
    assert points(max(0, calls - fewer), max(0, things - less)) <= points(calls, things)


def test_what_is_paid_once_is_paid_once_however_often_it_is_needed() -> None:
    each = Price({"a": 2}, things=1, once=frozenset({READ}))

    assert added([(3, each), (0, Price({"b": 9}))]) == Price({"a": 6}, things=3, once=frozenset({READ}))
    assert most([Part(each), Part(each)], MANY) == 2 * 2 + 7 + 1


def test_the_rows_of_a_list_are_shared_out_in_the_dearest_way() -> None:
    rows = Part(each={"a": 20, "b": 20}, total=20, per={"a": Price({"a": 9}), "b": Price({"b": 1})})

    assert most([rows], MANY) == 20 * 9


def test_a_backend_that_can_give_few_rows_leaves_the_rest_to_the_others() -> None:
    rows = Part(each={"a": 2, "b": 20}, total=20, per={"a": Price({"a": 9}), "b": Price({"b": 1})})

    assert most([rows], MANY) == 2 * 9 + 18 * 1


def test_no_backend_gets_more_calls_than_one_operation_may_make() -> None:
    rows = Part(Price({"a": 30, "b": 30}), {"a": 20, "b": 20}, 20, {"a": Price({"a": 9}), "b": Price({"b": 1})})

    assert most([rows], 100) == 100 + 30 + 20
    assert most([rows], 40) == 40 + 40


def test_what_is_paid_once_is_bounded_by_what_one_operation_may_ask_too() -> None:
    rows = Part(each=dict.fromkeys("abc", 20), total=20, per={id: Price({id: 1}) for id in "abc"})
    read = Part(Price(once=frozenset({Once("a", "a list", 90)})))

    assert most([rows, read], 40) == 40 + 20


def test_what_costs_nothing_costs_a_point() -> None:
    assert most([], MANY) == most([Part(FREE)], MANY) == 1
