"""What is asked of a backend that can't sort as asked, and is read whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.keys import Ordering
from resolvers.vendors.listing import Listing, OrderFilter
from schema.page import BackendReportStatus
from schema.sort import OrderSortField, SortDirection
from tests.resolvers.simulated import (
    HEAP,
    HEAP_CAPPED,
    HEAP_UNCOUNTED,
    MUTE,
    Shops,
    Simulated,
    ids,
    ids_of,
    kind,
    run,
    vendor,
)

pytestmark = pytest.mark.anyio

BY_NUMBER = Ordering(OrderSortField.NUMBER, SortDirection.ASC)
COUNTED = kind("Counted", Listing(max_page=100, counted=True))
UNCOUNTED = kind("Uncounted", Listing(max_page=100, counted=False, by_page=True))
CAPPED_PAGES = kind("CappedPages", Listing(max_page=100, counted=True, by_page=True), cap=30)
TINY_PAGES = kind("TinyPages", Listing(max_page=100, counted=True, by_page=True), cap=5)


def _filled(kind: type[Simulated], count: int, **config: object) -> Shops:
    shop = vendor(kind, "shop", **config)
    shop.shelf = [shop.made(str(number), number * 7 % 1000, number=f"{number % 50:03}") for number in range(count)]
    return Shops([shop])


def _asked(shops: Shops) -> list[tuple[int, int]]:
    return [(ask.offset, ask.limit) for ask in shops.vendors[0].asked]


@pytest.mark.parametrize("kind", [COUNTED, UNCOUNTED, HEAP_CAPPED, CAPPED_PAGES])
async def test_every_row_is_given_in_the_promised_order(kind: type[Simulated]) -> None:
    shops = _filled(kind, 345)
    shops.ordering = BY_NUMBER
    pages = await shops.walk(70)

    assert [id for page in pages for id in ids(page)] == ids_of(shops.there())


async def test_numbered_pages_too_short_to_be_put_together_are_a_part_of_the_list() -> None:
    page = await _filled(TINY_PAGES, 345).page(100)

    assert len(ids(page)) == TINY_PAGES.cap
    assert page.sources[0].status is BackendReportStatus.PARTIAL


async def test_pages_are_asked_for_side_by_side_once_the_length_is_known() -> None:
    shops = _filled(COUNTED, 345)
    await shops.page(10)

    assert _asked(shops) == [(0, 100), (99, 100), (198, 100), (297, 100)]


async def test_following_pages_do_not_read_the_list_again() -> None:
    shops = _filled(COUNTED, 345)
    first = await shops.page(10)
    shops.forget()
    await shops.page(10, first.page_info.end_cursor)

    assert _asked(shops) == []


async def test_the_list_is_read_again_once_row_ttl_is_over() -> None:
    now = [0.0]
    shops = Shops(_filled(COUNTED, 10, row_ttl=30).vendors, timer=lambda: now[0])
    await shops.page(3)
    now[0] = 31
    shops.forget()
    await shops.page(3)

    assert len(_asked(shops)) == 1


async def test_over_the_scan_limit_the_newest_end_is_read_and_the_report_is_partial() -> None:
    shops = _filled(COUNTED, 1000, scan_limit=200)
    shops.ordering = BY_NUMBER
    pages = await shops.walk(100)
    given = {int(edge.node.vendor_id) for page in pages for edge in page.edges}

    assert set(range(800, 1000)) <= given
    assert len(given) <= 300
    assert {page.sources[0].status for page in pages} == {BackendReportStatus.PARTIAL}


async def test_over_the_scan_limit_an_uncounted_list_is_read_from_its_start() -> None:
    shops = _filled(UNCOUNTED, 1000, scan_limit=200)
    page = await shops.page(10)

    assert sum(limit for _, limit in _asked(shops)) <= 300
    assert page.sources[0].status is BackendReportStatus.PARTIAL


async def test_only_what_is_left_after_push_down_counts_towards_the_scan_limit() -> None:
    shop = vendor(MUTE, "shop", scan_limit=10)
    shop.shelf = [shop.made(str(number), number, status="done" if number % 20 else "open") for number in range(100)]
    shops = Shops([shop], OrderFilter(statuses=frozenset({next(iter(shop.shelf)).status})))
    page = await shops.page(10)

    assert page.sources[0].status is BackendReportStatus.OK
    assert ids(page) == ids_of(shops.there())


@given(
    st.sampled_from([HEAP, HEAP_CAPPED, HEAP_UNCOUNTED, MUTE]), st.randoms(use_true_random=False), st.integers(0, 80)
)
def test_rows_that_stay_are_all_read_though_others_come_and_go_at_every_call(
    kind: type[Simulated], chance: object, count: int
) -> None:
    shops = _filled(kind, count)
    shop, gone = shops.vendors[0], set()

    def befall() -> None:
        place = chance.randrange(1000)  # type: ignore[attr-defined]
        for number in range(chance.randrange(8)):  # type: ignore[attr-defined]
            if place % 3 == 0:
                shop.put(place, shop.made(f"new{place}-{number}-{len(shop.shelf)}", number))
            elif shop.shelf:
                gone.add(str(shop.shelf[place % len(shop.shelf)].id))
                shop.drop(place)

    shop.storm.extend([befall] * 12)
    page = run(shops.page(100))

    assert {f"gid://shop/Order/{number}" for number in range(count)} - gone <= set(ids(page))
    assert page.sources[0].status is BackendReportStatus.OK
