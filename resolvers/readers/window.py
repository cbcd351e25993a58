"""All rows of one sort value, read by a window of their own and checked against the vendor's count."""

from collections.abc import Awaitable, Callable
from typing import Any

from resolvers.keys import Key
from resolvers.readers.source import Source
from resolvers.vendors.listing import Row, RowPage

TRIES = 8

Fetch = Callable[[int, int], Awaitable[RowPage[Any]]]


class Window:
    """`narrowed(key)` gives the way to ask for the rows of that sort value alone, or for a few more."""

    def __init__(self, narrowed: Callable[[Key], Fetch]) -> None:
        self._narrowed = narrowed

    async def rows(self, source: Source, key: Key) -> list[Row[Any]]:
        """Equals may change places between two pages, so it is read until as many are there as are counted."""
        fetch, counted = self._narrowed(key), None
        found: dict[str, Row[Any]] = {}
        for _ in range(TRIES):
            read, total, is_one_page = await _read(fetch, source)
            found = found | read if total == counted else read
            counted = total
            if is_one_page or (total is not None and len(found) >= total):
                break
        else:
            source.tally.is_partial = True
        return [row for row in found.values() if source.key(row).group == key.group]


async def _read(fetch: Fetch, source: Source) -> tuple[dict[str, Row[Any]], int | None, bool]:
    """The rows by id, how many the vendor counts, and whether one answer held them all."""
    found: dict[str, Row[Any]] = {}
    offset, size = 0, source.listing.max_page
    while True:
        page = await fetch(offset, size)
        source.tally.rows_read += len(page.rows)
        found |= {row.thing.vendor_id: row for row in page.rows}
        if page.is_last or not page.rows:
            return found, page.total, offset == 0
        offset += len(page.rows)
