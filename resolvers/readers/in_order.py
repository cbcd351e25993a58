"""Reads a list that the vendor sorts as asked, one whole group of equal sort values at a time."""

from collections import deque
from itertools import count, pairwise
from typing import Any

from resolvers import batches
from resolvers.keys import Key
from resolvers.readers import paging
from resolvers.readers.source import PATIENCE, Contradicted, Item, Mark, Source
from resolvers.readers.window import Window
from resolvers.vendors.listing import Row, RowPage, Ties

OVERLAP = 2
"""Rows of the previous page that each page repeats: the last one, and one more in case that one was deleted."""

Group = tuple[bool, Any]


class InOrder:
    """Vendors order equal sort values in their own way, so a group of them is returned only once it is complete.

    Every page but the first starts at or before a row that was seen before. If that row is gone, rows were deleted and
    the others shifted, so the reader steps back until it finds one. `hint`: the offset to start at; None if unknown.
    """

    def __init__(
        self, source: Source, after: Key | None, hint: int | None, first: int, window: Window | None = None
    ) -> None:
        self.source = source
        self._after = after
        self._window = window
        self._is_stable = source.listing.ties is Ties.STABLE
        begins_with_the_key = after is not None and hint == 0
        self._wanted = first + 1 + begins_with_the_key if self._is_stable else 2 * first + 10
        self._is_placed = after is None or hint is not None
        self._next = (hint or 0) if after else 0
        self._ready: deque[tuple[Item, int]] = deque()
        self._open: dict[str, Item] = {}
        self._group: Group | None = after.group if after else None
        self._group_place = self._next
        self._group_is_complete = False
        self._group_is_pieced = False
        self._examined: Key | None = after
        self._ended = False
        self._steps_back = 0
        self._read = 0

    async def head(self) -> Item | None:
        while not self._ready and not self._ended:
            is_far = self._read >= self.source.scan_limit or self.source.is_spent
            if is_far and self._examined and self._examined != self._after:
                return Item(self._examined, None)
            if is_far:
                self._give_up()
            elif self._open and not self._is_stable:
                await self._complete()
            else:
                await self._read_on()
        return self._ready[0][0] if self._ready else None

    def take(self) -> Item:
        return self._ready.popleft()[0]

    def has_more(self) -> bool:
        return bool(self._ready) or not self._ended

    def mark(self) -> Mark:
        """A group that was returned only in part is read again from its start."""
        if self._ready:
            return Mark(o=self._ready[0][1])
        return Mark(o=self._group_place if self._open else self._next) if self._is_placed else Mark()

    def passed(self) -> frozenset[str]:
        return frozenset()

    # ---------------------------------------------------------------- reading

    async def _read_on(self) -> None:
        offset, page = await self._page_that_joins(self._next, self._wanted)
        await self._add(offset, page)
        self._wanted = min(2 * self._wanted, self.source.listing.max_page)  # This page may not suffice.
        if not self._is_placed and page.rows:
            self._is_placed = True
            if self._group is not None and self.source.key(page.rows[-1]).group < self._group and not self._ended:
                self._next = await self._search(self._next)

    async def _add(self, offset: int, page: RowPage[Any]) -> None:
        keys = await batches.mapped(self.source.key, page.rows)
        if any(later.group < earlier.group for earlier, later in pairwise(keys)):
            raise Contradicted(self.source.backend)
        self._read += len(page.rows)
        placed = list(zip(keys, page.rows, count(offset), strict=False))
        await batches.mapped(lambda each: self._place(*each), placed)
        self._next = offset + len(page.rows)
        if page.is_last or not page.rows:
            self._close()
            self._ended = True

    async def _page_that_joins(self, place: int, wanted: int) -> tuple[int, RowPage[Any]]:
        offset, limit = paging.onward(self.source.listing, place, wanted, OVERLAP)
        page = await self.source.page(offset, limit)
        step = limit
        while offset > 0 and not self._joins(page):
            self._steps_back += 1
            if self._steps_back > PATIENCE:
                self.source.tally.is_partial = True
                break
            back = min(offset - step, offset if page.total is None else page.total)
            offset, limit = paging.onward(self.source.listing, max(0, back), wanted, 0)
            page = await self.source.page(offset, limit)
            step *= 2
        return offset, page

    def _joins(self, page: RowPage[Any]) -> bool:
        """Whether no row can lie between those read before and this page."""
        if not page.rows or self._group is None:
            return False
        first = self.source.key(page.rows[0])
        if first.group == self._group and not self._group_is_complete:
            return self._group_is_pieced or (self._is_stable and first.vendor_id in self._open)
        return first.group <= self._group

    async def _search(self, low: int) -> int:
        """An offset before the key's group, and close to it. Found by exponential and binary search on single rows."""
        high = 2 * low
        while await self._lies_before(high):
            low, high = high, 2 * high
        while high - low > self._wanted:
            middle = (low + high) // 2
            low, high = (middle, high) if await self._lies_before(middle) else (low, middle)
        return low

    async def _lies_before(self, place: int) -> bool:
        page = await self.source.page(place, 1)
        return bool(page.rows) and self._group is not None and self.source.key(page.rows[0]).group < self._group

    # ---------------------------------------------------------------- groups

    def _place(self, key: Key, row: Row[Any], place: int) -> None:
        if self._group is not None and key.group < self._group:
            return  # Seen before, in the overlap.
        if key.group != self._group:
            self._close()
            self._group, self._group_place = key.group, place
            self._group_is_complete = self._group_is_pieced = False
            self._steps_back = 0
        elif not self._open:
            self._group_place = place
        if not self._group_is_complete:
            self._open[key.vendor_id] = Item(key, row)

    def _give_up(self) -> None:
        """A limit is reached before any row after the key, or within a group: returns only the rows known so far."""
        self.source.tally.is_partial = self._ended = True
        self._close()

    def _close(self) -> None:
        """The open group is complete: sorts it, and queues the rows that match."""
        for item in sorted(self._open.values(), key=lambda item: item.key):
            self._examined = max(self._examined, item.key) if self._examined else item.key
            is_new = self._after is None or item.key > self._after
            if is_new and item.row and self.source.kept(item.row, item.key):
                self._ready.append((item, self._group_place))
        self._open.clear()

    async def _complete(self) -> None:
        """Reads the open group in one go, because ties that are shuffled can't be put together from several pages."""
        key = next(iter(self._open.values())).key
        if self._window and not key.is_null:
            rows = await self._window.rows(self.source, key)
            self._open = {row.thing.vendor_id: Item(self.source.key(row), row) for row in rows}
            self._close()
            self._group_is_complete = True
        elif self._group_is_pieced:
            await self._read_on()
        else:
            await self._reread_group()

    async def _reread_group(self) -> None:
        """Reads one page of maximum size. If the group is larger, it is put together from pages, and marked partial."""
        group = self._group
        self._open.clear()
        offset, page = await self._page_that_joins(self._group_place, self.source.listing.max_page)
        await self._add(offset, page)
        if self._group == group and not self._ended:
            self._group_is_pieced = self.source.tally.is_partial = True
