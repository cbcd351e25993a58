"""All rows of one sort value, read by a window of their own and checked against the vendor's count."""

from collections.abc import Awaitable, Callable
from typing import Any

from resolvers.keys import Key
from resolvers.readers.source import Source
from resolvers.vendors.listing import Row, RowPage

TRIES = 3

Fetch = Callable[[int, int], Awaitable[RowPage[Any]]]


class Window:
    """`narrowed(key)` gives the way to ask for the rows of that sort value alone."""

    def __init__(self, narrowed: Callable[[Key], Fetch]) -> None:
        self._narrowed = narrowed

    async def rows(self, source: Source, key: Key) -> list[Row[Any]]:
        """Equals may change places between two pages, so it is read until as many are there as are counted."""
        found: dict[str, Row[Any]] = {}
        for _ in range(TRIES):
            found, total = await self._read(source, key, found)
            if len(found) >= total:
                return list(found.values())
        source.tally.is_partial = True
        return list(found.values())

    async def _read(self, source: Source, key: Key, found: dict[str, Row[Any]]) -> tuple[dict[str, Row[Any]], int]:
        fetch, size, offset, seen = self._narrowed(key), source.listing.max_page, 0, dict(found)
        while True:
            page = await fetch(offset, size)
            source.tally.rows_read += len(page.rows)
            seen |= {row.thing.vendor_id: row for row in page.rows}
            if page.is_last or not page.rows:
                return seen, page.total or 0
            offset += size
