"""How many there are, exactly or not at all, and what was left out."""

import pytest

from resolvers.keys import Ordering
from resolvers.vendors.listing import Listing, OrderFilter, Span
from schema.page import BackendReportStatus, CountPrecision
from schema.sort import OrderSortField, SortDirection
from schema.status import OrderStatus
from tests.resolvers.simulated import ALL_SORTS, BY_DATE, DAY_ONE, KINDS, Shops, Simulated, at, ids, kind, vendor

pytestmark = pytest.mark.anyio

SORTER = kind("Sorter", Listing(max_page=100, counted=True, sorts=ALL_SORTS), dates="exact", by_status=True)
UNCOUNTED = kind("Uncounted", Listing(max_page=100, counted=False, sorts=ALL_SORTS))
HEAP = kind("Heap", Listing(max_page=100, counted=True))
DATED = kind("Dated", Listing(max_page=100, counted=True, sorts=BY_DATE, always_dated=True), dates="exact")
OPEN_OR_DONE = frozenset({OrderStatus.CONFIRMED, OrderStatus.COMPLETED})


def _filled(kind: type[Simulated], count: int = 60, **config: object) -> Shops:
    shop = vendor(kind, "shop", **config)
    shop.shelf = [
        shop.made(
            str(number),
            number,
            created=1000 + number,
            status=("open", "done", "odd")[number % 3],
            origin=("web", "shop", None)[number % 3],
        )
        for number in range(count)
    ]
    return Shops([shop])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "where", [OrderFilter(), OrderFilter(origin="web"), OrderFilter(statuses=OPEN_OR_DONE)], ids=["all", "web", "two"]
)
async def test_a_total_is_exact_or_null_on_every_page(kind: type[Simulated], where: OrderFilter) -> None:
    shops = _filled(kind)
    shops.where = where
    true, after, totals = len(shops.there()), None, set()
    for _ in range(3):
        page = await shops.page(7, after, counts=True)
        after = page.page_info.end_cursor
        totals.add(page.total_count)
        assert page.count.precision is (CountPrecision.AT_LEAST if page.total_count is None else CountPrecision.EXACT)
        assert page.count.count == (page.total_count or 0)

    assert len(totals) == 1
    assert totals <= {None, true}


async def test_a_count_that_the_page_tells_costs_no_call_of_its_own() -> None:
    shops = _filled(SORTER)
    page = await shops.page(7, counts=True)

    assert (page.total_count, shops.calls()) == (60, {"shop": 1})


async def test_the_counts_of_several_lists_of_one_backend_add_up() -> None:
    shops = _filled(SORTER)
    shops.where = OrderFilter(statuses=OPEN_OR_DONE)
    page = await shops.page(7, counts=True)

    assert (page.total_count, shops.calls()) == (40, {"shop": 2})


async def test_a_condition_that_the_gateway_has_to_finish_makes_the_count_null() -> None:
    shops = _filled(SORTER)
    shops.where = OrderFilter(origin="web")

    assert (await shops.page(7, counts=True)).total_count is None


async def test_rows_that_were_all_read_are_counted_whatever_is_asked_of_them() -> None:
    shops = _filled(HEAP)
    shops.where = OrderFilter(origin="web")

    assert (await shops.page(7, counts=True)).total_count == 20


async def test_a_list_that_goes_on_from_its_keys_day_is_counted_whole() -> None:
    shops = _filled(DATED)
    first = await shops.page(7)
    shops.forget()
    page = await shops.page(7, first.page_info.end_cursor, counts=True)

    assert (page.total_count, shops.calls()) == (60, {"shop": 2})


async def test_a_backend_with_nothing_left_behind_the_key_still_counts_what_it_gave() -> None:
    """The key lies between its last order and the condition's bound."""
    early, late = vendor(DATED, "early"), vendor(DATED, "late")
    early.shelf = [early.made(str(number), 10 + number) for number in range(5)]
    late.shelf = [late.made("1", 9)]
    shops = Shops([early, late], OrderFilter(ordered_at=Span(start=at(9))))
    first = await shops.page(6)
    page = await shops.page(6, first.page_info.end_cursor, counts=True)

    assert (ids(page), page.total_count) == ([], 6)


async def test_a_scan_that_stopped_at_its_limit_counts_by_the_vendors_own_count() -> None:
    shops = _filled(HEAP, 400, scan_limit=100)
    page = await shops.page(7, counts=True)

    assert page.total_count == 400
    assert page.sources[0].status is BackendReportStatus.PARTIAL


async def test_a_count_that_fails_is_null() -> None:
    shops = _filled(SORTER)
    shops.vendors[0].failing = 1
    page = await shops.page(0, counts=True)

    assert (page.total_count, page.count.count) == (None, 0)


@pytest.mark.parametrize("kind", KINDS)
async def test_rows_whose_value_asked_about_is_null_are_told_once_over_all_pages(kind: type[Simulated]) -> None:
    shops = _filled(kind)
    shops.where = OrderFilter(origin="web")
    pages = await shops.walk(4)

    assert pages[-1].sources[0].rows_undecided == 20
    assert [page.sources[0].rows_undecided for page in pages] == sorted(
        page.sources[0].rows_undecided for page in pages
    )


async def test_a_backend_that_never_fills_a_field_asked_about_is_unsupported() -> None:
    silent = kind("Silent", Listing(max_page=100, counted=True), absent_order_fields=frozenset({"origin"}))
    shops = _filled(silent)
    shops.where = OrderFilter(origin="web")
    page = await shops.page(7, counts=True)

    assert [report.status for report in page.sources] == [BackendReportStatus.UNSUPPORTED]
    assert (ids(page), page.total_count, shops.calls()) == ([], 0, {"shop": 0})


async def test_a_report_tells_when_the_backend_answered() -> None:
    shops = _filled(HEAP)
    shops.vendors[0].now = lambda: DAY_ONE
    shops.ordering = Ordering(OrderSortField.NUMBER, SortDirection.ASC)
    await shops.page(7)
    page = await shops.page(8)

    assert page.sources[0].as_of == DAY_ONE
