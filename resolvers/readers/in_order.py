"""Reads a list that the vendor sorts as asked, whole groups of equals at a time."""

from collections import deque
from typing import Any

from resolvers.keys import Key
from resolvers.readers import paging
from resolvers.readers.source import Item, Source
from resolvers.readers.window import Window
from resolvers.vendors.listing import Row, RowPage, Ties

OVERLAP = 2
"""Rows read again before a hint: the last one given, and one before it to be sure."""


class InOrder:
    """Within a group of equal sort values no vendor's order is ours, so a group is given only when it is complete.

    Every page but the first begins at or before a row that was seen already. Where that row is gone, rows were deleted
    meanwhile and others moved up, so the reader goes back until it sees one at or before the last.
    """

    def __init__(self, source: Source, after: Key | None, hint: int, first: int, window: Window | None = None) -> None:
        self.source = source
        self._after = after
        self._window = window
        self._is_stable = source.listing.ties is Ties.STABLE
        self._limit = self._page_size(first)
        self._offset = hint if after else 0
        self._ready: deque[tuple[Item, int]] = deque()
        self._open: dict[str, tuple[Item, int]] = {}
        self._group: tuple[bool, Any] | None = after.group if after else None
        self._group_is_complete = False
        self._examined: Key | None = after
        self._ended = False
        self._read = 0

    async def head(self) -> Item | None:
        while not self._ready and not self._ended:
            if self._needs_window():
                await self._complete_by_window()
            elif self._may_stop():
                self.source.tally.is_partial = True
                return Item(self._examined, None) if self._examined else None
            else:
                await self._read_on()
        return self._ready[0][0] if self._ready else None

    def take(self) -> Item:
        return self._ready.popleft()[0]

    def has_more(self) -> bool:
        return bool(self._ready) or not self._ended

    def mark(self) -> dict[str, Any]:
        places = [place for _, place in (*self._ready, *self._open.values())]
        return {"o": min(places, default=self._offset)}

    # ---------------------------------------------------------------- reading

    async def _read_on(self) -> None:
        offset, page = await self._page_that_joins()
        self._read += len(page.rows)
        for place, row in enumerate(page.rows, offset):
            self._place(row, place)
        self._offset = offset + len(page.rows)
        if page.is_last or not page.rows:
            self._close()
            self._ended = True

    async def _page_that_joins(self) -> tuple[int, RowPage[Any]]:
        offset, limit = paging.from_place(self.source.listing, max(0, self._offset - OVERLAP), self._limit)
        page = await self.source.page(offset, limit)
        while offset > 0 and not self._joins(page):
            offset, limit = paging.from_place(self.source.listing, max(0, offset - limit + 1), self._limit)
            page = await self.source.page(offset, limit)
        return offset, page

    def _joins(self, page: RowPage[Any]) -> bool:
        """Whether nothing can lie between what was read before and this page."""
        if not page.rows or self._group is None:
            return False
        first = self.source.key(page.rows[0])
        if first.group == self._group:
            return self._group_is_complete or (self._is_stable and first.vendor_id in self._open)
        return first.group < self._group

    def _page_size(self, first: int) -> int:
        listing = self.source.listing
        wanted = first + 1 + OVERLAP if self._is_stable else 2 * first + 10
        return max(2, min(wanted, listing.max_page))

    # ---------------------------------------------------------------- groups

    def _place(self, row: Row[Any], place: int) -> None:
        key = self.source.key(row)
        if self._group is not None and key.group < self._group:
            return  # Seen before: it was read again to be sure.
        if key.group != self._group:
            self._close()
            self._group, self._group_is_complete = key.group, False
        if not self._group_is_complete:
            self._open[key.vendor_id] = (Item(key, row), place)

    def _close(self) -> None:
        """The open group is complete: what of it is wanted can be given."""
        for item, place in sorted(self._open.values(), key=lambda entry: entry[0].key):
            self._examined = max(self._examined, item.key) if self._examined else item.key
            if (self._after is None or item.key > self._after) and item.row and self.source.kept(item.row):
                self._ready.append((item, place))
        self._open.clear()

    def _needs_window(self) -> bool:
        return bool(self._open) and not self._is_stable and self._window is not None

    def _may_stop(self) -> bool:
        """At the scan limit, where the cursor can remember how far it came."""
        return self._read >= self.source.scan_limit and self._examined != self._after

    async def _complete_by_window(self) -> None:
        """Equals that change places at each call can't be pieced together over pages: their window is read anew."""
        assert self._window is not None
        some = next(iter(self._open.values()))
        rows = await self._window.rows(self.source, some[0].key)
        place = min(place for _, place in self._open.values())
        self._open = {row.thing.vendor_id: (Item(self.source.key(row), row), place) for row in rows}
        self._close()
        self._group_is_complete = True
