"""What is asked of a backend that sorts as the list is sorted."""

from dataclasses import replace

import pytest

from resolvers.keys import Ordering
from resolvers.vendors.listing import Listing, Ties
from schema.page import BackendReportStatus
from schema.sort import OrderSortField, SortDirection
from tests.resolvers.simulated import ALL_SORTS, BY_DATE, DAY_ONE, Shops, Simulated, ids, ids_of, kind, vendor

pytestmark = pytest.mark.anyio

SORTER = kind("Sorter", Listing(max_page=100, counted=True, sorts=ALL_SORTS))
SUPPLIER = kind(
    "Supplier",
    Listing(max_page=200, counted=True, by_page=True, sorts=BY_DATE, ties=Ties.SHUFFLED, always_dated=True),
    dates="days",
)
OLDEST = Ordering(OrderSortField.ORDERED_AT, SortDirection.ASC)


def _filled(kind: type[Simulated], count: int, hours: float = 1, **config: object) -> Shops:
    shop = vendor(kind, "shop", **config)
    for number in range(count):
        shop.put(0, shop.made(str(number), hours * number))
    return Shops([shop])


def _asked(shops: Shops) -> list[tuple[int, int]]:
    return [(ask.offset, ask.limit) for ask in shops.vendors[0].asked]


async def test_the_first_page_asks_for_one_row_more_than_it_gives() -> None:
    shops = _filled(SORTER, 1000)

    await shops.page(20)
    assert _asked(shops) == [(0, 21)]


async def test_a_following_page_begins_with_the_last_rows_of_the_one_before() -> None:
    shops = _filled(SORTER, 1000)
    first = await shops.page(20)
    shops.forget()
    second = await shops.page(20, first.page_info.end_cursor)

    assert _asked(shops) == [(18, 23)]
    assert ids(first) + ids(second) == ids_of(shops.there())[:40]


async def test_where_rows_were_deleted_the_reading_goes_back_until_it_sees_one_that_it_knows() -> None:
    shops = _filled(SORTER, 1000)
    first = await shops.page(20)
    del shops.vendors[0].shelf[:15]
    shops.forget()
    second = await shops.page(20, first.page_info.end_cursor)

    assert _asked(shops)[0] == (18, 23)
    assert len(shops.vendors[0].asked) <= 3
    assert ids(second) == [f"gid://shop/Order/{number}" for number in range(979, 959, -1)]


async def test_a_list_that_shrank_to_nothing_ends_after_a_few_calls() -> None:
    shops = _filled(SORTER, 1000)
    pages = await shops.walk(100)
    page = pages[-2]
    shops.vendors[0].shelf.clear()
    shops.forget()
    page = await shops.page(100, page.page_info.end_cursor)

    assert (ids(page), page.page_info.has_next_page) == ([], False)
    assert len(shops.vendors[0].asked) <= 3


async def test_the_cursor_of_an_edge_deep_in_the_list_is_found_by_a_few_single_rows() -> None:
    shops = _filled(SORTER, 10_000)
    there = shops.there()
    page = await shops.page(20, shops.behind(there[7000]))

    assert ids(page) == ids_of(there)[7001:7021]
    assert len(shops.vendors[0].asked) < 25


async def test_a_group_of_equals_is_read_whole_before_any_of_it_is_given() -> None:
    shops = _filled(SORTER, 50, hours=0)
    page = await shops.page(5)

    assert ids(page) == ids_of(shops.there())[:5]
    assert _asked(shops)[-1][0] + _asked(shops)[-1][1] >= 50


async def test_a_group_given_in_part_is_read_from_its_start_by_one_call_more() -> None:
    shops = _filled(SORTER, 30, hours=0)
    later = shops.vendors[0]
    for number in range(30, 60):
        later.put(0, later.made(str(number), 100 + number))
    first = await shops.page(35)
    shops.forget()
    second = await shops.page(35, first.page_info.end_cursor)

    assert ids(first) + ids(second) == ids_of(shops.there())
    assert _asked(shops) == [(28, 38)]


async def test_no_sorter_is_stopped_by_the_scan_limit_while_it_gives_rows() -> None:
    shops = _filled(SORTER, 100, scan_limit=5)
    pages = await shops.walk(10)

    assert [len(page.edges) for page in pages] == [10] * 10
    assert all(report.status is BackendReportStatus.OK for page in pages for report in page.sources)


async def test_no_window_is_read_for_a_day_that_the_page_does_not_need() -> None:
    shops = _filled(SUPPLIER, 60, hours=2)
    await shops.page(20)

    assert [(ask.offset, ask.limit, ask.narrow) for ask in shops.vendors[0].asked] == [(0, 50, {})]


async def test_a_day_that_crosses_the_pages_end_is_read_by_a_window_of_that_day_on_the_largest_page() -> None:
    shops = _filled(SUPPLIER, 0)
    shop = shops.vendors[0]
    for number in range(150):
        shop.put(0, shop.made(str(number), number // 70 * 24))
    page = await shops.page(20)
    day = DAY_ONE.replace(day=2)

    assert ids(page) == ids_of(shops.there())[:20]
    window = shop.asked[-1]
    assert (window.offset, window.limit) == (0, 200)
    assert window.narrow["from"] == day.isoformat()
    assert window.narrow["to"].startswith("2026-01-02T23:59:59")


async def test_a_day_larger_than_the_largest_page_is_read_until_all_that_are_counted_are_there() -> None:
    shops = _filled(SUPPLIER, 300, hours=0)
    pages = await shops.walk(100)

    assert [id for page in pages for id in ids(page)] == ids_of(shops.there())
    assert pages[-1].sources[0].status is BackendReportStatus.OK


async def test_a_page_as_large_as_the_vendors_does_not_ask_for_the_same_one_for_ever() -> None:
    shops = _filled(SUPPLIER, 450, hours=24)
    shops.where = replace(shops.where, number="V1")
    page = await shops.page(100)

    assert (ids(page), page.page_info.has_next_page) == ([], False)
    assert len(shops.vendors[0].asked) < 10


async def test_a_list_that_is_filtered_by_date_goes_on_from_the_keys_day() -> None:
    shops = _filled(SUPPLIER, 100, hours=24)
    first = await shops.page(10)
    shops.forget()
    second = await shops.page(10, first.page_info.end_cursor)

    assert ids(second) == ids_of(shops.there())[10:20]
    assert [(ask.offset, ask.narrow["to"][:10]) for ask in shops.vendors[0].asked] == [(0, "2026-04-01")]


async def test_orders_without_a_date_are_not_lost_to_a_condition_on_it() -> None:
    dated = kind("Undated", Listing(max_page=50, counted=True, sorts=ALL_SORTS), dates="exact")
    shop = vendor(dated, "shop")
    for number in range(10):
        shop.put(0, shop.made(str(number), None if number % 2 else number))
    shops = Shops([shop], ordering=OLDEST)
    pages = await shops.walk(3)

    assert [id for page in pages for id in ids(page)] == ids_of(shops.there())


async def test_a_list_that_is_not_sorted_as_it_was_said_to_be_is_read_whole_instead() -> None:
    class Unsorted(SORTER):  # type: ignore[misc, valid-type]
        def _sorted(self, orders: list[object], sort: object) -> list[object]:
            return orders

    shop = vendor(Unsorted, "shop")
    for number in range(40):
        shop.put(0, shop.made(str(number), number * 7 % 40))
    shops = Shops([shop])
    pages = await shops.walk(6)

    assert [id for page in pages for id in ids(page)] == ids_of(shops.there())
    assert shops.memory.contradicted == {("shop", shops.ordering.sort)}
    assert pages[-1].sources[0].status is BackendReportStatus.OK
