"""What a list that lies costs, and what is said of it: never more calls and rows than are bounded, never silence."""

from collections.abc import Callable
from typing import Any

import pytest

from resolvers.memory import LISTED
from resolvers.vendors.listing import ListAsk, Row, RowPage
from schema.order import Order
from schema.page import BackendReportStatus
from tests.resolvers.readers.lying import (
    LIES,
    LISTINGS,
    Lying,
    counts_none,
    gives_each_row_twice,
    is_never_over,
    lying,
    never_ends,
)
from tests.resolvers.simulated import Shops, ids, ids_of, vendor

pytestmark = pytest.mark.anyio
THERE = 35
LIMIT = 100
Lie = Callable[..., RowPage[Order]]


def shops_of(name: str, lie: Lie) -> Shops:
    shop = vendor(lying(name, lie), "shop", scan_limit=LIMIT)
    shop.shelf = [shop.made(str(at), at // 3, created=at // 3 + 0.5) for at in range(THERE)]
    return Shops([shop])


async def some_pages(shops: Shops, most: int = 12) -> list[Any]:
    """A list without an end has no last page."""
    pages = [await shops.page(10)]
    while pages[-1].page_info.has_next_page and len(pages) < most:
        shops.forget()
        pages.append(await shops.page(10, pages[-1].page_info.end_cursor))
    return pages


@pytest.mark.parametrize("lie", LIES)
@pytest.mark.parametrize("name", LISTINGS)
async def test_each_page_is_bounded_and_gives_no_order_twice(name: str, lie: Lie) -> None:
    """The vendor itself counts the calls that one page costs."""
    pages = await some_pages(shops_of(name, lie))
    given = [id for page in pages for id in ids(page)]

    assert len(given) == len(set(given))


@pytest.mark.parametrize("name", ["by creation", "by creation, numbered"])
async def test_a_row_that_comes_twice_on_a_page_is_no_order_to_be_looked_up(name: str) -> None:
    """Only what a cursor names is: nobody has counted on more calls."""
    shops = shops_of(name, gives_each_row_twice)
    page = await shops.page(THERE)

    assert ids(page) == ids_of(shops.there())
    assert shops.vendors[0].looked_up == []


@pytest.mark.parametrize("lie", LIES)
@pytest.mark.parametrize("name", LISTINGS)
async def test_what_is_missing_is_said(name: str, lie: Lie) -> None:
    shops = shops_of(name, lie)
    pages = await some_pages(shops)
    given = {id for page in pages for id in ids(page)}
    is_whole = given >= set(ids_of(shops.vendors[0].shelf))
    statuses = {page.sources[0].status for page in pages}

    assert is_whole or pages[-1].page_info.has_next_page or BackendReportStatus.PARTIAL in statuses


@pytest.mark.parametrize("name", [name for name in LISTINGS if name != "sorted, shuffled"])
@pytest.mark.parametrize("lie", [is_never_over, counts_none])
async def test_where_only_the_end_or_the_count_is_wrong_every_row_is_given(name: str, lie: Lie) -> None:
    shops = shops_of(name, lie)
    pages = await some_pages(shops)

    assert {id for page in pages for id in ids(page)} == set(ids_of(shops.vendors[0].shelf))
    assert not pages[-1].page_info.has_next_page


async def test_a_page_of_more_rows_than_are_remembered_is_answered_all_the_same() -> None:
    def sends_everything(vendor: Lying, ask: ListAsk, page: RowPage[Order]) -> RowPage[Order]:
        return RowPage([row] * (LISTED + 1), 1, is_last=True)

    shops = shops_of("unsorted", sends_everything)
    row = Row(shops.vendors[0].shelf[0])

    assert ids(await shops.page(10)) == [row.thing.id]


async def test_equals_without_end_are_held_no_further_than_the_scan_limit() -> None:
    """All of one instant, so none of them may be given before all of them are known."""
    shop = vendor(lying("sorted", never_ends), "shop", scan_limit=LIMIT)
    shop.invented = lambda ask: [Row(shop.made(f"x{at}", 1)) for at in range(ask.offset, ask.offset + ask.limit)]  # type: ignore[attr-defined]
    page = await Shops([shop]).page(10)

    assert len(page.edges) == 10
    assert page.sources[0].status is BackendReportStatus.PARTIAL
    assert sum(ask.limit for ask in shop.asked) <= 2 * LIMIT


async def test_the_rows_of_one_day_without_end_are_held_no_further_than_the_scan_limit() -> None:
    """Where equals change places, they are read by a window of their own."""
    shop = vendor(lying("sorted, shuffled", never_ends), "shop", scan_limit=LIMIT)
    shop.invented = lambda ask: [Row(shop.made(f"x{at}", 1)) for at in range(ask.offset, ask.offset + ask.limit)]  # type: ignore[attr-defined]
    page = await Shops([shop]).page(10)

    assert page.sources[0].status is BackendReportStatus.PARTIAL
    assert sum(ask.limit for ask in shop.asked) <= 12 * LIMIT
