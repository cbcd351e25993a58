"""A group of equals read by a window of its own, though its rows change places at each call."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.vendors.listing import ListAsk, Listing, RowPage, Ties
from schema.order import Order
from schema.page import BackendReportStatus
from tests.resolvers.simulated import BY_DATE, Shops, ids, ids_of, kind, run, vendor

pytestmark = pytest.mark.anyio

OF_TEN = Listing(max_page=10, counted=True, sorts=BY_DATE, ties=Ties.SHUFFLED, always_dated=True)
COUNTED = kind("Counted", OF_TEN, dates="days")
UNCOUNTED = kind(
    "Uncounted",
    Listing(max_page=10, counted=False, sorts=BY_DATE, ties=Ties.SHUFFLED, always_dated=True),
    dates="days",
)


def _one_day(kind: type, count: int) -> Shops:
    shop = vendor(kind, "shop")
    shop.shelf = [shop.made(str(number), 0) for number in range(count)]
    return Shops([shop])


@given(st.integers(1, 25), st.integers(1, 9))
def test_a_day_of_a_few_pages_is_whole(count: int, first: int) -> None:
    shops = _one_day(COUNTED, count)
    pages = run(shops.walk(first))
    is_whole = all(page.sources[0].status is BackendReportStatus.OK for page in pages)

    assert not is_whole or [id for page in pages for id in ids(page)] == ids_of(shops.there())


async def test_a_day_of_which_less_is_there_than_is_counted_is_partial_after_a_few_tries() -> None:
    class Boasting(COUNTED):  # type: ignore[misc, valid-type]
        async def order_page(self, ask: ListAsk) -> RowPage[Order]:
            page = await super().order_page(ask)
            return replace(page, total=page.total + 1)

    shops = _one_day(Boasting, 25)
    page = await shops.page(5)

    assert page.sources[0].status is BackendReportStatus.PARTIAL
    assert len(shops.vendors[0].asked) <= 30


async def test_a_day_of_more_than_a_page_that_is_not_counted_can_not_be_known_to_be_whole() -> None:
    page = await _one_day(UNCOUNTED, 25).page(5)

    assert page.sources[0].status is BackendReportStatus.PARTIAL


async def test_a_day_of_one_page_needs_no_count() -> None:
    shops = _one_day(UNCOUNTED, 9)
    page = await shops.page(5)

    assert ids(page) == ids_of(shops.there())[:5]
    assert page.sources[0].status is BackendReportStatus.OK


async def test_a_day_of_exactly_the_scan_limit_is_whole() -> None:
    class Still(Random):
        def sample(self, population: Any, k: int, **more: Any) -> Any:
            return population

    shop = vendor(COUNTED, "shop", scan_limit=20)
    shop.chance = Still()
    shop.shelf = [shop.made(str(number), 0) for number in range(20)]
    shops = Shops([shop])
    page = await shops.page(5)

    assert ids(page) == ids_of(shops.there())[:5]
    assert page.sources[0].status is BackendReportStatus.OK


async def test_what_is_gone_between_two_readings_is_not_taken_for_what_is_missing() -> None:
    shops = _one_day(COUNTED, 15)
    shop = shops.vendors[0]

    def lose_five() -> None:
        del shop.shelf[:5]

    shop.storm.extend([lambda: None, lambda: None, lose_five])
    page = await shops.page(100)

    assert set(ids(page)) >= set(ids_of(shops.there()))
