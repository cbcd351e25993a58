"""What a backend that fails costs, and how its rows come later."""

import pytest

from resolvers.errors import BackendFault, Unavailable, Unsupported
from resolvers.vendors.listing import ListAsk, Listing, RowPage
from schema.order import Order
from schema.page import BackendReport, BackendReportStatus
from schema.sort import OnFailure
from tests.resolvers.simulated import ALL_SORTS, Shops, Simulated, ids, kind, vendor

pytestmark = pytest.mark.anyio

SORTER = kind("Sorter", Listing(max_page=100, counted=True, sorts=ALL_SORTS))
FAILED, OK, STALE = BackendReportStatus.FAILED, BackendReportStatus.OK, BackendReportStatus.STALE


class Refusing(SORTER):  # type: ignore[misc, valid-type]
    async def order_page(self, ask: ListAsk) -> RowPage[Order]:
        raise Unsupported(self.id, "has no list here.")


def _two(count: int = 20, **config: object) -> tuple[Shops, Simulated, Simulated]:
    """ "a" has the odd hours and "b" the even ones."""
    a, b = (vendor(SORTER, id, **{"row_ttl": 0, "stale_ttl": 0} | config) for id in "ab")
    a.shelf = [a.made(str(number), 2 * number + 1) for number in range(count)]
    b.shelf = [b.made(str(number), 2 * number) for number in range(count)]
    return Shops([a, b]), a, b


def _report(page: object, id: str) -> BackendReport:
    return next(report for report in page.sources if report.backend.id == id)  # type: ignore[attr-defined]


def _of(backend: str, *numbers: int) -> list[str]:
    return [f"gid://{backend}/Order/{number}" for number in numbers]


async def test_the_others_page_is_right_and_there_is_more() -> None:
    shops, a, _ = _two()
    a.failing = 1
    page = await shops.page(5, counts=True)

    assert ids(page) == _of("b", 19, 18, 17, 16, 15)
    assert page.page_info.has_next_page
    assert (page.total_count, page.count.count) == (None, 20)
    report = _report(page, "a")
    assert (report.status, report.error and report.error.code) == (FAILED, Unavailable.code)
    assert _report(page, "b").status is OK


async def test_its_rows_are_taken_up_later_without_repeating_any() -> None:
    shops, a, _ = _two()
    a.failing = 1
    first = await shops.page(5)
    second = await shops.page(6, first.page_info.end_cursor)
    third = await shops.page(4, second.page_info.end_cursor)

    assert ids(second) == [*_of("a", 19, 18, 17, 16, 15), *_of("a", 14)]
    assert ids(third) == [*_of("b", 14), *_of("a", 13), *_of("b", 13), *_of("a", 12)]


async def test_it_is_reported_as_failed_until_its_rows_were_taken_up() -> None:
    shops, a, _ = _two()
    a.failing = 1
    page = await shops.page(5)
    found = []
    for _ in range(3):
        page = await shops.page(3, page.page_info.end_cursor)
        found.append((_report(page, "a").status, _report(page, "a").error is not None))

    assert found == [(FAILED, True), (OK, False), (OK, False)]


async def test_one_that_failed_and_has_nothing_left_is_not_reported_for_ever() -> None:
    shops, a, b = _two()
    a.failing = 1
    first = await shops.page(20)
    a.shelf.clear()
    page = await shops.page(5, first.page_info.end_cursor)

    assert (ids(page), page.page_info.has_next_page) == ([], False)
    assert _report(page, "a").status is OK


async def test_one_that_fails_in_the_middle_of_a_page_keeps_what_it_gave() -> None:
    shops, a, _ = _two(100)
    a.order_listing = Listing(max_page=5, counted=True, sorts=ALL_SORTS)  # type: ignore[misc]
    a.storm.extend([lambda: None, lambda: setattr(a, "failing", 1)])
    first = await shops.page(20)
    second = await shops.page(200, first.page_info.end_cursor)
    found = ids(first) + ids(second)

    assert ids(first)[:7] == [
        *_of("a", 99),
        *_of("b", 99),
        *_of("a", 98),
        *_of("b", 98),
        *_of("a", 97),
        *_of("b", 97),
        *_of("a", 96),
    ]
    assert len(first.edges) == 20
    assert _report(first, "a").status is FAILED
    assert len(found) == len(set(found)) == 200


async def test_an_edges_cursor_of_a_page_in_which_one_failed_takes_its_rows_up_too() -> None:
    shops, a, _ = _two()
    a.failing = 1
    first = await shops.page(5)
    page = await shops.page(3, first.edges[2].cursor)

    assert ids(page) == _of("a", 19, 18, 17)


async def test_two_that_failed_at_different_places_are_both_taken_up() -> None:
    a, b, c = (vendor(SORTER, id, stale_ttl=0) for id in "abc")
    for shop in (a, b, c):
        shop.shelf = [shop.made(str(number), number) for number in range(10)]
    shops = Shops([a, b, c])
    pages = []
    for failing in ((a,), (b,), (a, b), (), (), (), (), (), ()):
        for shop in failing:
            shop.failing = 1
        pages.append(await shops.page(4, pages[-1].page_info.end_cursor if pages else None))
    found = [id for page in pages for id in ids(page)]

    assert len(found) == len(set(found)) == 30
    assert [report.status for report in pages[2].sources] == [FAILED, FAILED, OK]
    assert not pages[-1].page_info.has_next_page


async def test_a_page_with_nothing_left_but_what_failed_is_an_error_with_its_code() -> None:
    shops, a, _ = _two(3)
    a.failing = 9
    page = await shops.page(3)

    with pytest.raises(Unavailable):
        await shops.page(3, page.page_info.end_cursor)


async def test_the_cursor_before_such_an_error_is_good_once_the_backend_answers() -> None:
    shops, a, _ = _two(3)
    a.failing = 2
    after = (await shops.page(3)).page_info.end_cursor
    with pytest.raises(BackendFault):
        await shops.page(3, after)
    page = await shops.page(3, after)

    assert ids(page) == _of("a", 2, 1, 0)
    assert not page.page_info.has_next_page


async def test_all_or_nothing_is_an_error_at_the_first_that_fails() -> None:
    shops, a, _ = _two()
    a.failing = 1

    with pytest.raises(Unavailable):
        await shops.page(5, on_failure=OnFailure.FAIL)


async def test_an_earlier_answer_to_the_same_call_is_used_and_said_to_be_old() -> None:
    shops, a, b = _two(stale_ttl=300)
    before = await shops.page(5)
    a.failing = 1
    page = await shops.page(5)

    assert ids(page) == ids(before)
    report = _report(page, "a")
    assert (report.status, report.as_of, report.error) == (STALE, _report(before, "a").as_of, None)
    assert _report(page, "b").status is OK


async def test_what_is_old_on_one_page_is_said_on_the_following_ones() -> None:
    shops, a, _ = _two(stale_ttl=300)
    await shops.page(5)
    a.failing = 1
    first = await shops.page(5)
    second = await shops.page(5, first.page_info.end_cursor)

    assert _report(second, "a").status is STALE
    assert _report(second, "a").as_of == _report(first, "a").as_of


async def test_no_earlier_answer_is_used_after_stale_ttl() -> None:
    now = [0.0]
    two, a, _ = _two(stale_ttl=300)
    shops = Shops(two.vendors, timer=lambda: now[0])
    await shops.page(5)
    now[0] = 301
    a.failing = 1

    assert _report(await shops.page(5), "a").status is FAILED


async def test_one_that_says_when_asked_that_it_has_no_list_is_unsupported_and_the_list_ends() -> None:
    shops, _, b = _two(3)
    odd = vendor(Refusing, "c")
    pages = await Shops([odd, b]).walk(2)

    assert [id for page in pages for id in ids(page)] == _of("b", 2, 1, 0)
    assert {_report(page, "c").status for page in pages} == {BackendReportStatus.UNSUPPORTED}
