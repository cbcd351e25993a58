"""One order, one cursor, one page: what holds for every list, by examples."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers import federate
from resolvers.errors import BadUserInput
from resolvers.federate import Position
from resolvers.keys import Key, Ordering
from resolvers.vendors.listing import Listing, OrderFilter
from schema.page import CountPrecision
from schema.sort import OrderSortField, SortDirection
from tests.resolvers.simulated import (
    ALL_SORTS,
    BY_DATE,
    EVERY,
    NEWEST,
    Shops,
    ids,
    ids_of,
    kind,
    vendor,
)

pytestmark = pytest.mark.anyio

SORTER = kind("Sorter", Listing(max_page=100, counted=True, sorts=ALL_SORTS))
DESCENDING = kind("Descending", Listing(max_page=100, counted=False, sorts={NEWEST: ""}))
DATED = kind("DatedSupplier", Listing(max_page=200, counted=True, by_page=True, sorts=BY_DATE), dates="days")
SHOP = kind("Shop", Listing(max_page=100, counted=True, by_creation=True))
NEWEST_FIRST = Ordering(*NEWEST)


def _four(count: int) -> Shops:
    vendors = [vendor(kind, f"b{at}") for at, kind in enumerate((SORTER, DESCENDING, DATED, SHOP))]
    for shop in vendors:
        shop.shelf = [shop.made(str(number), number * 24, created=number * 24 + 1) for number in range(count)]
    return Shops(vendors)


async def test_twenty_over_four_idle_backends_are_one_call_each() -> None:
    shops = _four(90)
    page = await shops.page(20)

    assert shops.calls() == {"b0": 1, "b1": 1, "b2": 1, "b3": 1}
    assert ids(page) == ids_of(shops.there())[:20]


async def test_the_next_twenty_are_one_call_each_again() -> None:
    shops = _four(90)
    first = await shops.page(20)
    shops.forget()
    second = await shops.page(20, first.page_info.end_cursor)

    assert shops.calls() == {"b0": 1, "b1": 1, "b2": 1, "b3": 1}
    assert ids(second) == ids_of(shops.there())[20:40]


async def test_the_first_none_are_no_call_at_all() -> None:
    shops = _four(90)
    page = await shops.page(0)

    assert not any(shops.calls().values())
    assert (ids(page), page.page_info.has_next_page, page.page_info.end_cursor) == ([], True, None)


async def test_a_count_alone_is_one_small_call_each_where_it_can_be_had() -> None:
    shops = _four(90)
    page = await shops.page(0, counts=True)

    assert {shop.id: [(ask.offset, ask.limit) for ask in shop.asked] for shop in shops.vendors} == {
        "b0": [(0, 1)],
        "b1": [],
        "b2": [(0, 1)],
        "b3": [(0, 1)],
    }
    assert (page.total_count, page.count.count, page.count.precision) == (None, 270, CountPrecision.AT_LEAST)


@pytest.mark.parametrize("sort", EVERY, ids=lambda sort: "-".join(part.name for part in sort))
async def test_nulls_come_last_in_both_directions(sort: tuple[OrderSortField, SortDirection]) -> None:
    shop = vendor(SORTER, "shop")
    shop.shelf = [shop.made(str(number), None if number % 2 else number, number=None) for number in range(6)]
    shops = Shops([shop], ordering=Ordering(*sort))
    values = [shops.ordering.plain(edge.node) for page in await shops.walk(4) for edge in page.edges]

    assert values == [value for value in values if value is not None] + [None] * values.count(None)


@pytest.mark.parametrize("direction", SortDirection)
async def test_equals_are_ordered_by_backend_and_then_id_whichever_way_the_list_goes(direction: SortDirection) -> None:
    shops = Shops(
        [vendor(SORTER, id) for id in ("b", "a-", "a")], ordering=Ordering(OrderSortField.ORDERED_AT, direction)
    )
    for shop in shops.vendors:
        shop.shelf = [shop.made(id, 1) for id in ("10", "9", "B", "a")]
    found = [id for page in await shops.walk(2) for id in ids(page)]

    assert found == [f"gid://{shop}/Order/{id}" for shop in ("a", "a-", "b") for id in ("10", "9", "B", "a")]


async def test_numbers_are_compared_by_code_point() -> None:
    shop = vendor(SHOP, "shop")
    numbers = ["10", "9", "Z", "a", "é", "\U0001f600", "\uffee"]
    shop.shelf = [shop.made(number, 1, number=number) for number in numbers]
    page = await Shops([shop], ordering=Ordering(OrderSortField.NUMBER, SortDirection.ASC)).page(20)

    assert [edge.node.number for edge in page.edges] == ["10", "9", "Z", "a", "é", "\uffee", "\U0001f600"]


async def test_every_edges_cursor_goes_on_behind_that_edge() -> None:
    shops = _four(30)
    there = ids_of(shops.there())
    page = await shops.page(25)

    for place, edge in enumerate(page.edges, 1):
        assert ids(await shops.page(5, edge.cursor)) == there[place : place + 5]


async def test_the_last_edges_cursor_is_the_pages_own() -> None:
    page = await _four(30).page(25)

    assert page.edges[-1].cursor == page.page_info.end_cursor


async def test_a_cursor_is_refused_beside_other_conditions_or_another_order() -> None:
    shops = _four(30)
    after = (await shops.page(5)).page_info.end_cursor
    other_order = Shops(shops.vendors, ordering=Ordering(OrderSortField.ORDERED_AT, SortDirection.ASC))
    other_where = Shops(shops.vendors, OrderFilter(origin="web"))

    for other in (other_order, other_where, Shops(shops.vendors[:3])):
        with pytest.raises(BadUserInput):
            await other.page(5, after)


async def test_any_other_process_can_go_on_from_a_cursor() -> None:
    shops = _four(60)
    first = await shops.page(30)
    second = await Shops(shops.vendors).page(30, first.page_info.end_cursor)

    assert ids(first) + ids(second) == ids_of(shops.there())[:60]


async def test_an_order_that_moves_from_one_asked_list_to_another_meanwhile_comes_once() -> None:
    by_status = kind("ByStatus", Listing(max_page=100, counted=True, sorts=ALL_SORTS), by_status=True)
    shop = vendor(by_status, "shop")
    shop.shelf = [shop.made(str(number), number, status="done") for number in range(5)]
    wanted = frozenset({shop.shelf[0].status, shop.made("x", 1, status="open").status})

    def reopen() -> None:
        shop.shelf = [shop.made(str(number), number, status="open") for number in range(5)]

    shop.storm.extend([lambda: None, reopen])
    page = await Shops([shop], OrderFilter(statuses=wanted)).page(20)

    assert ids(page) == [f"gid://shop/Order/{number}" for number in (4, 3, 2, 1, 0)]


async def test_a_condition_that_no_order_there_can_meet_is_no_call() -> None:
    shops = _four(30)
    shops.where = OrderFilter(customer_ids=frozenset())
    page = await shops.page(20, counts=True)

    assert not any(shops.calls().values())
    assert (page.total_count, page.page_info.has_next_page) == (0, False)


async def test_the_empty_list_ends() -> None:
    shops = Shops([])
    page = await shops.page(20, counts=True)

    assert (ids(page), page.total_count, page.page_info.has_next_page) == ([], 0, False)
    assert (page.page_info.start_cursor, page.page_info.end_cursor) == (None, None)


# ---------------------------------------------------------------- positions

KEYS = st.builds(
    lambda value, backend: NEWEST_FIRST.at(value, backend, "1"), st.none() | st.integers(0, 5), st.sampled_from("abc")
)
PLACES = st.dictionaries(st.sampled_from("abc"), st.none() | KEYS)


@given(st.none() | KEYS, PLACES, KEYS, PLACES)
def test_a_position_never_moves_back(key: Key | None, behind: dict[str, Key | None], to: Key, stuck: object) -> None:
    start = Position(key, {id: place for id, place in behind.items() if place is None or (key and place < key)})
    moved = start.moved("abc", to, {})

    for backend in "abc":
        before, after = start.of(backend), moved.of(backend)
        assert after is not None
        assert before is None or after >= before
        assert after >= to


@given(KEYS, KEYS, st.none() | KEYS)
def test_a_backend_that_is_stuck_stays_where_it_came_to(key: Key, to: Key, stuck: Key | None) -> None:
    moved = Position(key).moved("ab", to, {"a": stuck})

    assert moved.of("a") == (None if stuck is None else min(stuck, max(key, to)))
    assert moved.of("b") == max(key, to)


async def test_a_page_of_no_readers_is_where_it_started() -> None:
    start = Position(NEWEST_FIRST.at(1, "a", "1"), {"b": None})
    merged = await federate.page([], start, 10, ["a"])

    assert (merged.taken, merged.end.key, merged.has_more) == ([], start.key, False)
