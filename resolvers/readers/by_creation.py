"""Reads a list that runs by creation from its newest end: a threshold says which rows are surely next.

No unread row was created after one that was read, and nothing is ordered after it was created. So whatever is read and
ordered later than the earliest creation read comes before all that is unread.
"""

import heapq
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from resolvers.keys import Key, Ordering, micros
from resolvers.readers import paging
from resolvers.readers.source import Item, Source
from resolvers.vendors.listing import Row, RowPage

HELD = 50
"""How many rows that were passed over a cursor names at most."""


class NotByCreation(Exception):
    """A page contradicts the assumption: this list has to be scanned."""


class ByCreation:
    """`mark` is {"o": the place below which to read on, "h": [[sort value, id], …] passed over above it}.

    Places count from the oldest row, so that new ones move none. `counted` is the list's length as last seen, a guess.
    """

    def __init__(
        self,
        source: Source,
        ordering: Ordering,
        after: Key | None,
        mark: dict[str, Any],
        first: int,
        counted: int | None,
        one: Callable[[str], Awaitable[Row[Any] | None]],
    ) -> None:
        self.source = source
        self.counted = counted
        self._ordering = ordering
        self._after = after
        self._one = one
        self._limit = min(source.listing.max_page, 2 * first + 10)
        self._upper: int | None = mark.get("o") if after else None
        self._held = {held[1]: ordering.at(held[0], source.backend, held[1]) for held in mark.get("h", [])}
        self._heap: list[Key] = list(self._held.values())
        heapq.heapify(self._heap)
        self._rows: dict[str, Row[Any]] = {}
        self._places: dict[str, int] = {}
        self._seen: set[str] = set(self._held)
        self._bound: datetime | None = None
        self._lowest_taken: int | None = None
        self._read = 0

    async def head(self) -> Item | None:
        while not self._is_sure():
            if self._may_stop():
                self.source.tally.is_partial = True
                self._lowest_taken = self._upper
                return Item(self._threshold(), None)
            await self._read_on()
        return await self._top()

    def take(self) -> Item:
        key = heapq.heappop(self._heap)
        self._held.pop(key.vendor_id, None)
        place = self._places.pop(key.vendor_id, None)
        if place is not None:
            self._lowest_taken = place if self._lowest_taken is None else min(place, self._lowest_taken)
        return Item(key, self._rows.pop(key.vendor_id))

    def has_more(self) -> bool:
        return bool(self._heap) or self._upper != 0

    def mark(self) -> dict[str, Any]:
        lowest = self._lowest_taken
        passed = [id for id, place in self._places.items() if lowest is not None and place > lowest]
        if len(passed) + len(self._held) > HELD:
            passed = []
        left = [place for id, place in self._places.items() if id not in passed]
        held = [*self._held.values(), *(self._key(self._rows[id]) for id in passed)]
        return {
            "o": max(left, default=(self._upper or 0) - 1) + 1,
            "h": [[self._ordering.plain_of(key), key.vendor_id] for key in held],
        }

    # ---------------------------------------------------------------- what is next

    def _is_sure(self) -> bool:
        if self._upper == 0:
            return True
        return bool(self._heap and self._bound and self._heap[0] < self._threshold())

    def _may_stop(self) -> bool:
        """At the scan limit, where a cursor can remember how far it came."""
        if self._read < self.source.scan_limit or len(self._heap) > HELD or not self._bound:
            return False
        return self._after is None or self._threshold() > self._after

    def _threshold(self) -> Key:
        """Behind every row that surely comes before all unread ones."""
        assert self._bound is not None
        return self._ordering.at(micros(self._bound), "", "")

    async def _top(self) -> Item | None:
        """The first row; one that the cursor named is fetched now that its turn has come."""
        while self._heap:
            key = self._heap[0]
            if key.vendor_id not in self._rows:
                await self._fetch_held(key)
            if key.vendor_id in self._rows:
                return Item(key, self._rows[key.vendor_id])
            self._held.pop(heapq.heappop(self._heap).vendor_id)
        return None

    async def _fetch_held(self, key: Key) -> None:
        """Left alone where it is gone, moved or no match any more since it was passed over."""
        row = await self._one(key.vendor_id)
        if row is not None and self._key(row) == key and self.source.kept(row):
            self._rows[key.vendor_id] = row

    # ---------------------------------------------------------------- reading

    async def _read_on(self) -> None:
        offset, page = await self._next_page()
        self._check(page)
        self._read += len(page.rows)
        for place, row in enumerate(page.rows, offset):
            self._place(row, place)
        self._upper = min(offset, self._upper) if self._upper is not None else offset

    async def _next_page(self) -> tuple[int, RowPage[Any]]:
        if self._upper is None:
            return await self._newest()
        offset, limit = self._below(self._upper)
        return offset, await self._page(offset, limit)

    async def _newest(self) -> tuple[int, RowPage[Any]]:
        """The newest end: found by the count last seen, else by asking for the first page."""
        offset, limit = self._below(self.counted) if self.counted else (0, self.source.listing.max_page)
        page = await self._page(offset, limit)
        while page.rows and not page.is_last:
            offset, limit = self._below(self._total(page))
            page = await self._page(offset, limit)
        if not page.rows and offset > 0:
            offset, limit = self._below(self._total(page))
            page = await self._page(offset, limit)
        return offset, page

    async def _page(self, offset: int, limit: int) -> RowPage[Any]:
        page = await self.source.page(offset, limit)
        self.counted = self._total(page)
        return page

    def _total(self, page: RowPage[Any]) -> int:
        if page.total is None:
            raise NotByCreation
        return page.total

    def _below(self, upper: int) -> paging.Page:
        return paging.up_to_place(self.source.listing, upper, self._limit)

    def _place(self, row: Row[Any], place: int) -> None:
        created = row.thing.created_at
        if created is not None:
            self._bound = min(created, self._bound) if self._bound else created
        key = self._key(row)
        if key.vendor_id in self._seen:
            return
        self._seen.add(key.vendor_id)
        if (self._after is None or key > self._after) and self.source.kept(row):
            self._rows[key.vendor_id] = row
            self._places[key.vendor_id] = place
            heapq.heappush(self._heap, key)

    def _check(self, page: RowPage[Any]) -> None:
        """Raises NotByCreation where a page is not by creation, or a row is ordered after it was created."""
        last: datetime | None = None
        for row in page.rows:
            created, ordered = row.thing.created_at, row.thing.ordered_at
            if created is None:
                continue
            is_new = row.thing.vendor_id not in self._seen
            if (last and created < last) or (ordered and ordered > created) or (is_new and self._is_late(created)):
                raise NotByCreation
            last = created
        if page.rows and last is None:
            raise NotByCreation

    def _is_late(self, created: datetime) -> bool:
        """A row further down was created no later than any that was read above it."""
        return self._bound is not None and created > self._bound

    def _key(self, row: Row[Any]) -> Key:
        return self.source.key(row)
