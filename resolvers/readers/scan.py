"""Reads a list whole, up to the scan limit, and sorts it: for what the vendor can't sort as asked."""

import asyncio
from bisect import bisect_right
from collections.abc import Collection, Iterator
from itertools import islice, pairwise
from typing import Any, NamedTuple

from resolvers.keys import Key
from resolvers.readers import paging
from resolvers.readers.source import Item, Source
from resolvers.vendors.listing import Row, RowPage

TRIES = 2


class Read(NamedTuple):
    """A page and where it began."""

    offset: int
    page: RowPage[Any]


class Scan:
    """`rows`: as read before, where they are remembered; else they are read, and `rows` is there to be remembered.

    `without`: ids that this page gave already, by another way of reading.
    """

    def __init__(
        self, source: Source, after: Key | None, rows: list[Row[Any]] | None = None, without: Collection[str] = ()
    ) -> None:
        self.source = source
        self.rows = rows
        self._after = after
        self._without = frozenset(without)
        self._items: list[Item] | None = None
        self._next = 0

    async def head(self) -> Item | None:
        if self._items is None:
            if self.rows is None:
                self.rows = await self._read()
            self._items = self._sorted(self.rows)
        return self._items[self._next] if self._next < len(self._items) else None

    def take(self) -> Item:
        assert self._items is not None
        self._next += 1
        return self._items[self._next - 1]

    def has_more(self) -> bool:
        return self._items is None or self._next < len(self._items)

    def mark(self) -> dict[str, Any]:
        return {}

    def matches(self) -> int:
        """How many rows match, behind the key or not; known once read."""
        return sum(self.source.kept(row) for row in self.rows or ())

    def _sorted(self, rows: list[Row[Any]]) -> list[Item]:
        items = [Item(self.source.key(row), row) for row in rows if self.source.kept(row)]
        items.sort(key=lambda item: item.key)
        start = bisect_right(items, self._after, key=lambda item: item.key) if self._after else 0
        return [item for item in items[start:] if item.key.vendor_id not in self._without]

    # ---------------------------------------------------------------- reading

    async def _read(self) -> list[Row[Any]]:
        """Each row once. Pages overlap by a row, so that one deleted meanwhile is noticed; then it is read again."""
        for _ in range(TRIES):
            self.source.tally.is_partial = False
            pages = await self._pages()
            if _are_joined(pages):
                return _distinct(pages)
        self.source.tally.is_partial = True
        return _distinct(pages)

    async def _pages(self) -> list[Read]:
        listing = self.source.listing
        first = await self._page((0, listing.max_page))
        if first.page.is_last:
            return [first]
        if first.page.total is None:
            return await self._one_by_one(first, islice(paging.overlapping(listing), 1, None))
        total = first.page.total
        return await self._side_by_side(first, total, islice(paging.overlapping(listing, total), 1, None))

    async def _one_by_one(self, first: Read, pages: Iterator[paging.Page]) -> list[Read]:
        """Where nothing is counted there is no newest end to begin at."""
        read = [first]
        while not read[-1].page.is_last and read[-1].page.rows:
            offset, size = next(pages)
            if offset + size > self.source.scan_limit:
                self.source.tally.is_partial = True
                break
            read.append(await self._page((offset, size)))
        return read

    async def _side_by_side(self, first: Read, total: int, pages: Iterator[paging.Page]) -> list[Read]:
        """The newest up to the limit, where new rows are added; the oldest are left unread."""
        unread = max(0, total - self.source.scan_limit)
        wanted = [page for page in pages if page[0] + page[1] > unread]
        if unread:
            self.source.tally.is_partial, self.source.tally.rows_unread = True, unread
        read = await asyncio.gather(*map(self._page, wanted))
        return [*read] if unread else [first, *read]

    async def _page(self, page: paging.Page) -> Read:
        return Read(page[0], await self.source.page(*page))


def _are_joined(pages: list[Read]) -> bool:
    """Whether every page begins with the row that the one before has at that place."""
    return all(_meet(before, after) for before, after in pairwise(pages))


def _meet(before: Read, after: Read) -> bool:
    place = after.offset - before.offset
    if not after.page.rows or place >= len(before.page.rows):
        return False
    return bool(before.page.rows[place].thing.vendor_id == after.page.rows[0].thing.vendor_id)


def _distinct(pages: list[Read]) -> list[Row[Any]]:
    return list({row.thing.vendor_id: row for read in pages for row in read.page.rows}.values())
