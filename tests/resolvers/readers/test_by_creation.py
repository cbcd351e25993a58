"""What is asked of a backend whose list runs by creation, and sorts by nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.vendors.listing import Listing, OrderFilter
from schema.page import BackendReportStatus
from schema.status import OrderStatus
from tests.resolvers.simulated import Shops, Simulated, ids, ids_of, kind, run, vendor

pytestmark = pytest.mark.anyio

SHOP = kind("Shop", Listing(max_page=100, counted=True, by_creation=True), by_status=True)
SHORT_PAGES = kind("ShortPages", Listing(max_page=100, counted=True, by_page=True, by_creation=True), cap=30)

TINY_PAGES = kind("TinyPages", Listing(max_page=100, counted=True, by_page=True, by_creation=True), cap=8)


@pytest.fixture(scope="module")
def large() -> Simulated:
    """100,000 orders, one an hour, each recorded half an hour after it was placed."""
    shop = vendor(SHOP, "shop")
    shop.shelf = [shop.made(str(number), number, created=number + 0.5) for number in range(100_000)]
    return shop


def _filled(count: int, **config: object) -> Shops:
    shop = vendor(SHOP, "shop", **config)
    shop.shelf = [shop.made(str(number), number, created=number + 0.5) for number in range(count)]
    return Shops([shop])


def _imported(shops: Shops, count: int) -> None:
    """Recorded today, sold long ago."""
    shop = shops.vendors[0]
    shop.shelf += [shop.made(f"old{number}", -number, created=100_000) for number in range(count)]


def _asked(shops: Shops) -> list[tuple[int, int]]:
    return [(ask.offset, ask.limit) for ask in shops.vendors[0].asked]


async def test_the_first_page_of_100_000_costs_two_calls_and_later_ones_one(large: Simulated) -> None:
    shops, costs, after = Shops([large]), [], None
    for _ in range(5):
        shops.forget()
        page = await shops.page(20, after)
        after = page.page_info.end_cursor
        costs.append(len(large.asked))

    assert costs == [2, 1, 1, 1, 1]


async def test_numbered_pages_that_are_shorter_than_declared_are_put_together() -> None:
    shop = vendor(SHORT_PAGES, "shop")
    shop.shelf = [shop.made(str(number), number // 3, created=number) for number in range(345)]
    shops = Shops([shop])
    pages = await shops.walk(20)

    assert [id for page in pages for id in ids(page)] == ids_of(shops.there())
    assert {page.sources[0].status for page in pages} == {BackendReportStatus.OK}


async def test_numbered_pages_too_short_to_be_put_together_do_not_lead_to_and_fro() -> None:
    shop = vendor(TINY_PAGES, "shop")
    shop.shelf = [shop.made(str(number), number // 3, created=number) for number in range(345)]
    shops = Shops([shop])
    first = await shops.page(20)
    second = await shops.page(20, first.page_info.end_cursor)

    assert [page.sources[0].status for page in (first, second)] == [BackendReportStatus.PARTIAL] * 2
    assert len(shop.asked) < 100


async def test_the_next_first_page_knows_how_long_the_list_was(large: Simulated) -> None:
    shops = Shops([large])
    await shops.page(20)
    shops.forget()
    page = await shops.page(20)

    assert len(large.asked) == 1
    assert ids(page) == [f"gid://shop/Order/{number}" for number in range(99_999, 99_979, -1)]


async def test_the_oldest_page_is_read_once_though_it_is_read_first_for_the_list_s_length() -> None:
    shops = _filled(150)
    shops.where = OrderFilter(origin="nowhere")
    page = await shops.page(20)

    assert _asked(shops) == [(0, 100), (51, 100)]
    assert (page.edges, page.page_info.has_next_page) == ([], False)


async def test_the_oldest_page_is_read_anew_where_rows_went_that_joined_it_to_the_newer_ones() -> None:
    shops = _filled(150)
    shop = shops.vendors[0]
    shops.where = OrderFilter(origin="nowhere")
    shop.storm.extend([lambda: None, lambda: shop.shelf.__delitem__(slice(20, 110))])
    shop.shelf[15] = shop.made("found", 15, created=15.5, origin="nowhere")

    assert ids(await shops.page(20)) == ["gid://shop/Order/found"]
    assert len(_asked(shops)) > 2


async def test_a_page_of_an_edge_deep_in_100_000_is_reached_without_a_gap(large: Simulated) -> None:
    """It takes some empty pages: its cursor does not say how far the list was read."""
    shops = Shops([large])
    pages = [await shops.page(10, shops.behind(large.shelf[97_000]))]
    while not pages[-1].edges:
        pages.append(await shops.page(10, pages[-1].page_info.end_cursor))

    assert ids(pages[-1])[0] == "gid://shop/Order/96999"
    assert len(pages) == 2
    assert all(page.page_info.has_next_page for page in pages)


async def test_where_a_page_does_not_suffice_the_next_ones_are_larger() -> None:
    shops = _filled(400)
    _imported(shops, 300)
    await shops.page(5)
    shops.forget()
    await shops.page(5)

    assert [limit for _, limit in _asked(shops)][:4] == [21, 41, 81, 100]


async def test_an_order_is_not_given_before_one_that_was_recorded_earlier_and_placed_later() -> None:
    shops = _filled(30)
    shop = shops.vendors[0]
    shop.shelf += [shop.made("old", 12.5, created=100), shop.made("new", 40, created=101)]
    pages = await shops.walk(5)

    assert [id for page in pages for id in ids(page)] == ids_of(shops.there())


async def test_a_few_that_are_passed_over_are_named_by_the_cursor_and_looked_up_when_their_turn_comes() -> None:
    shops = _filled(400)
    _imported(shops, 3)
    first = await shops.page(20)
    shops.forget()
    second = await shops.page(20, first.page_info.end_cursor)

    assert ids(first) + ids(second) == ids_of(shops.there())[:40]
    assert len(shops.vendors[0].asked) == 1
    pages = await shops.walk(100)
    assert [id for page in pages for id in ids(page)] == ids_of(shops.there())
    assert shops.vendors[0].looked_up == ["old0", "old1", "old2"]


async def test_many_that_are_passed_over_are_read_again() -> None:
    shops = _filled(400)
    _imported(shops, 60)
    pages = await shops.walk(50)

    assert [id for page in pages for id in ids(page)] == ids_of(shops.there())
    assert len(shops.vendors[0].looked_up) <= 50


async def test_one_that_is_named_and_does_not_match_any_more_is_left_out() -> None:
    shops = _filled(100)
    _imported(shops, 2)
    shops.where = OrderFilter(statuses=frozenset({OrderStatus.CONFIRMED}))
    first = await shops.page(10)
    shop = shops.vendors[0]
    shop.shelf = [order for order in shop.shelf if order.vendor_id != "old0"]
    shop.shelf.append(shop.made("old0", 0, created=100_000, status="done"))
    rest, after = [], first.page_info.end_cursor
    while after:
        page = await shops.page(50, after)
        rest += ids(page)
        after = page.page_info.end_cursor if page.page_info.has_next_page else None

    assert "gid://shop/Order/old0" not in rest
    assert ids(first) + rest == ids_of(shops.there())


async def test_new_orders_at_the_newest_end_move_no_place() -> None:
    shops = _filled(200)
    first = await shops.page(20)
    shop = shops.vendors[0]
    shop.shelf += [shop.made(f"new{number}", 500 + number, created=501 + number) for number in range(30)]
    shops.forget()
    second = await shops.page(20, first.page_info.end_cursor)

    assert ids(second) == [f"gid://shop/Order/{number}" for number in range(179, 159, -1)]
    assert len(shop.asked) == 1


async def test_orders_that_enter_the_list_in_its_middle_push_none_past_the_reader() -> None:
    """As in a list of one status, where an old order takes that status."""
    shops = _filled(200)
    first = await shops.page(20)
    shop = shops.vendors[0]
    shop.shelf[100:100] = [shop.made(f"x{number}", 99.5, created=100.2) for number in range(40)]
    second = await shops.page(20, first.page_info.end_cursor)

    assert ids(second) == [f"gid://shop/Order/{number}" for number in range(179, 159, -1)]


async def test_a_shrunken_list_is_read_from_its_new_end() -> None:
    shops = _filled(300)
    first = await shops.page(20)
    del shops.vendors[0].shelf[50:]
    second = await shops.page(100, first.page_info.end_cursor)

    assert ids(second) == ids_of(shops.there())


async def test_the_reading_stops_at_the_scan_limit_and_goes_on_from_there() -> None:
    shops = _filled(1000, scan_limit=150)
    shops.where = OrderFilter(number="none")
    pages = await shops.walk(20)

    assert [len(page.edges) for page in pages] == [0] * len(pages)
    assert 4 <= len(pages) <= 8
    assert [page.sources[0].status for page in pages[:-1]] == [BackendReportStatus.PARTIAL] * (len(pages) - 1)
    assert pages[-1].sources[0].status is BackendReportStatus.OK


async def test_a_great_import_of_old_orders_costs_no_more_than_the_scan_limit_and_is_said() -> None:
    shops = _filled(300, scan_limit=200)
    _imported(shops, 250)
    page = await shops.page(20)

    assert page.sources[0].status is BackendReportStatus.PARTIAL
    assert sum(limit for _, limit in _asked(shops)) < 400
    assert page.page_info.has_next_page


@pytest.mark.parametrize("created", [lambda number: 1000 - number, lambda number: number - 5, lambda number: None])
async def test_a_list_that_is_not_by_creation_is_read_whole_instead(created: object) -> None:
    shop = vendor(SHOP, "shop")
    shop.shelf = [shop.made(str(number), number, created=created(number)) for number in range(40)]  # type: ignore[operator]
    shops = Shops([shop])
    pages = await shops.walk(6)

    assert [id for page in pages for id in ids(page)] == ids_of(shops.there())
    assert shops.memory.contradicted == {("shop", shops.ordering.sort)}
    assert pages[-1].sources[0].status is BackendReportStatus.OK


async def test_where_the_order_proves_wrong_on_a_later_page_the_report_says_so() -> None:
    shops = _filled(300)
    first = await shops.page(20)
    shops.vendors[0].shelf[:200] = reversed(shops.vendors[0].shelf[:200])
    page = await shops.page(100, first.page_info.end_cursor)
    page = await shops.page(100, page.page_info.end_cursor)

    assert page.sources[0].status is BackendReportStatus.PARTIAL
    last = await shops.page(100, page.page_info.end_cursor)
    assert last.sources[0].status is BackendReportStatus.PARTIAL


async def test_a_backend_that_is_not_to_be_trusted_is_scanned() -> None:
    shops = _filled(300, list_order="none")
    await shops.page(20)

    assert sum(limit for _, limit in _asked(shops)) >= 300


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(-5, 60)), max_size=60), st.integers(1, 30))
def test_whatever_order_the_list_is_in_what_it_lacks_is_said(records: list[tuple[int, int]], first: int) -> None:
    """Hours at which orders were placed, and from then to their records."""
    shop = vendor(kind("Odd", Listing(max_page=7, counted=True, by_creation=True)), "shop")
    shop.shelf = [shop.made(str(at), hour, created=hour + later) for at, (hour, later) in enumerate(records)]
    pages = run(Shops([shop]).walk(first))
    given = [id for page in pages for id in ids(page)]

    assert len(given) == len(set(given))
    assert len(given) == len(records) or pages[-1].sources[0].status is BackendReportStatus.PARTIAL


async def test_where_all_that_the_cursor_named_is_gone_the_reading_goes_on() -> None:
    shops = _filled(400)
    _imported(shops, 2)
    shop = shops.vendors[0]
    shop.shelf[-2:] = [shop.made("x", 379.2, created=100_000), shop.made("y", 379.1, created=100_000)]
    first = await shops.page(20)
    shop.shelf = shop.shelf[:-2]
    second = await shops.page(20, first.page_info.end_cursor)

    assert ids(first)[-1] == "gid://shop/Order/380"
    assert ids(second) == [f"gid://shop/Order/{number}" for number in range(379, 359, -1)]
