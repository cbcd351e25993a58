"""Reads a whole list while rows are added and deleted, without missing or repeating any row that stays."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from resolvers.readers import paging
from resolvers.readers.source import PATIENCE, Source
from resolvers.vendors.listing import Row, RowPage
from resolvers.vendors.places import together


class Read(NamedTuple):
    """A page and its offset."""

    offset: int
    page: RowPage[Any]

    @property
    def end(self) -> int:
        """The offset after its last row."""
        return self.offset + len(self.page.rows)


async def rows(source: Source) -> list[Row[Any]]:
    """Up to the scan limit. If the list is longer, the tally is partial."""
    return await _Reading(source).rows()


class _Reading:
    """Each page must start with a row that was read before. If it does not, the reading steps back to find one."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._listing = source.listing
        self._rows: dict[str, Row[Any]] = {}
        self._end = 0
        self._is_last = False
        self._steps_back = 0

    async def rows(self) -> list[Row[Any]]:
        for read in await self._read_concurrently():
            if not self._joins(read):
                break
            self._add(read)
        while not self._is_last:
            if len(self._rows) >= self._source.scan_limit or self._source.is_spent:
                self._source.tally.is_partial = True
                break
            self._add(await self._next_that_joins())
        return list(self._rows.values())

    async def _read_concurrently(self) -> list[Read]:
        """All pages concurrently if the list's length is known, else the first. Past the limit, only the list's end."""
        first = await self._page((0, self._listing.max_page))
        if first.page.is_last or not first.page.rows or first.page.total is None:
            return [first]
        self._listing = paging.fitted(self._listing, len(first.page.rows))
        start = max(0, first.page.total - self._most_rows())
        pages = list(paging.overlapping(self._listing, start or first.end, first.page.total))
        if start:
            self._source.tally.is_partial = True
        read = await self._all(pages)
        return read if start else [first, *read]

    def _most_rows(self) -> int:
        """How many rows may still be read, in pages as long as the first one."""
        source = self._source
        if source.most_pages is None:
            return source.scan_limit
        return min(source.scan_limit, max(0, source.most_pages - source.tally.pages) * (self._listing.max_page - 1))

    async def _all(self, pages: Iterable[paging.Page]) -> list[Read]:
        return await together(map(self._page, pages))

    async def _next_that_joins(self) -> Read:
        page = paging.onward(self._listing, self._end, self._listing.max_page)
        read, step = await self._page(page), page[1]
        while read.offset > 0 and not self._joins(read):
            self._steps_back += 1
            if self._steps_back > PATIENCE:
                self._source.tally.is_partial = True
                break
            total = read.offset if read.page.total is None else read.page.total
            back = min(read.offset - step, total)
            read = await self._page(paging.onward(self._listing, max(0, back), self._listing.max_page, 0))
            step *= 2
        return read

    def _joins(self, read: Read) -> bool:
        """Whether no row that stays can lie between those read before and this page."""
        return not self._rows or (bool(read.page.rows) and read.page.rows[0].thing.vendor_id in self._rows)

    def _add(self, read: Read) -> None:
        known = len(self._rows)
        for row in read.page.rows:
            self._rows[row.thing.vendor_id] = row
        self._end = read.end
        self._is_last = read.page.is_last or not read.page.rows
        if len(self._rows) > known:
            self._steps_back = 0

    async def _page(self, page: paging.Page) -> Read:
        return Read(page[0], await self._source.page(*page))
