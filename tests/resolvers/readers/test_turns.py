"""A vendor that sends thousands of rows on one page holds up nobody else while they are put in order."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from resolvers.batches import BATCH
from resolvers.keys import Key, Ordering
from resolvers.readers.by_creation import ByCreation
from resolvers.readers.in_order import InOrder
from resolvers.readers.scan import Scan
from resolvers.readers.source import NO_MARK, Reader, Source
from resolvers.vendors.listing import Listing, Row, RowPage
from tests.resolvers.simulated import ALL_SORTS, HEAP, NEWEST, vendor

pytestmark = pytest.mark.anyio

ORDERING = Ordering(*NEWEST)
ROWS = 3 * BATCH + 1
SHOP = vendor(HEAP, "shop")
UPWARD = [Row(SHOP.made(str(at), at, created=at)) for at in range(ROWS)]


class Watched:
    """A list that comes on one page. `most`: rows whose places were worked out without anybody else's turn."""

    def __init__(self, rows: list[Row[Any]]) -> None:
        self.most = self._since = 0
        self._page = RowPage(rows, total=len(rows), is_last=True)
        listing = Listing(max_page=100, counted=True, sorts=ALL_SORTS)
        self.source = Source("shop", listing, self._fetch, self._key, lambda row: True, scan_limit=2000)

    async def headed(self, reader: Reader) -> None:
        others = asyncio.create_task(self._others())
        await reader.head()
        others.cancel()
        self._take_turn()

    async def _others(self) -> None:
        while True:
            self._take_turn()
            await asyncio.sleep(0)

    def _take_turn(self) -> None:
        self.most, self._since = max(self.most, self._since), 0

    async def _fetch(self, offset: int, limit: int) -> RowPage[Any]:
        return self._page

    def _key(self, row: Row[Any]) -> Key:
        self._since += 1
        return ORDERING.key(row.thing)


async def _nobody(vendor_id: str) -> None:
    return None


@pytest.mark.parametrize(
    ("made", "rows"),
    [
        (lambda source: Scan(source, None), UPWARD),
        (lambda source: InOrder(source, None, None, 20), UPWARD[::-1]),
        (lambda source: ByCreation(source, ORDERING, None, NO_MARK, 20, None, _nobody), UPWARD),
    ],
    ids=["scan", "in order", "by creation"],
)
async def test_others_get_their_turn_while_a_long_page_is_put_in_order(
    made: Callable[[Source], Reader], rows: list[Row[Any]]
) -> None:
    watched = Watched(rows)
    await watched.headed(made(watched.source))

    assert BATCH <= watched.most <= BATCH + 2


async def test_no_more_rows_are_completed_at_a_time_than_a_page_should_have() -> None:
    source, under_way = Watched([]).source, list[int]()

    async def complete(row: Row[Any]) -> Row[Any]:
        under_way.append(under_way[-1] + 1 if under_way else 1)
        await asyncio.sleep(0)
        under_way.append(under_way[-1] - 1)
        return row

    source.complete = complete

    assert await source.completed(UPWARD[:250]) == UPWARD[:250]
    assert max(under_way) == source.listing.max_page
