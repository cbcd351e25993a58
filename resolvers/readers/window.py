"""Reads all rows with one sort value by a separate query, and checks them against the vendor's count."""

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

from resolvers.keys import Key
from resolvers.readers.source import Source
from resolvers.vendors.listing import Row, RowPage

TRIES = 8

Fetch = Callable[[int, int], Awaitable[RowPage[Any]]]


class Window:
    """`narrowed(key)`: a fetcher for the rows with that key's sort value; others may be among them."""

    def __init__(self, narrowed: Callable[[Key], Fetch]) -> None:
        self._narrowed = narrowed

    async def rows(self, source: Source, key: Key) -> list[Row[Any]]:
        """Ties may change places between two pages, so this reads until it has as many rows as the vendor counts.

        Several readings are combined only while the count stays the same; otherwise some of the rows may be gone.
        """
        fetch = self._narrowed(key)
        found: dict[str, Row[Any]] = {}
        counted: int | None = None
        for _ in range(TRIES):
            reading = await _read(fetch, source)
            has_changed = reading.total is None or reading.total != counted
            found = reading.rows if has_changed else found | reading.rows
            if reading.is_final or len(found) == reading.total:
                break
            counted = None if reading.total is None or len(found) > reading.total else reading.total
        else:
            source.tally.is_partial = True
        rows = await source.completed(list(found.values()))
        return [row for row in rows if source.key(row).group == key.group]


class _Reading(NamedTuple):
    """`rows`: by id. `total`: the vendor's count; None if it does not count, or pages differ.

    `is_final`: another reading would not add to it, because it is one page, or as much as may be read.
    """

    rows: dict[str, Row[Any]]
    total: int | None
    is_final: bool


async def _read(fetch: Fetch, source: Source) -> _Reading:
    rows: dict[str, Row[Any]] = {}
    totals: set[int | None] = set()
    offset, size = 0, source.listing.max_page
    while True:
        page = await source.recorded(fetch(offset, size))
        rows |= {row.thing.vendor_id: row for row in page.rows}
        totals.add(page.total)
        if page.is_last or not page.rows:
            return _Reading(rows, page.total if len(totals) == 1 else None, is_final=offset == 0)
        if len(rows) >= source.scan_limit or source.is_spent:
            source.tally.is_partial = True
            return _Reading(rows, None, is_final=True)
        offset += len(page.rows)
