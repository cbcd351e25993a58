"""Reads a list in order of creation from its newest end. A threshold tells which rows can be returned already.

No unread row was created after a row that was read, and no order has an orderedAt after its creation. So a row that was
read comes before all unread rows if its orderedAt is after the earliest creation read.
"""

import heapq
from collections.abc import Awaitable, Callable
from itertools import pairwise
from math import inf
from typing import Any

from resolvers import batches
from resolvers.keys import Key, Ordering, micros
from resolvers.readers import paging
from resolvers.readers.source import HELD, PATIENCE, Contradicted, Item, Mark, Source
from resolvers.vendors.listing import Row, RowPage

MOST_IN_VAIN = 5
"""Pages in a row without a new row, as after a change of the list."""


class ByCreation:
    """A row's place is its offset from the oldest row, so new rows shift none. "Above" means newer, "below" older.

    `counted`: the list's last known length, a guess. `one(id)`: fetches an order that the cursor names; None if gone.
    Pages are read downwards, and double in size. Each page must overlap what was read: it has a row that was read
    before, or one created after the bound. Then no row in between is missed. The page of the oldest rows, fetched to
    learn the list's length, is kept until the reading gets there.
    """

    def __init__(
        self,
        source: Source,
        ordering: Ordering,
        after: Key | None,
        mark: Mark,
        first: int,
        counted: int | None,
        one: Callable[[str], Awaitable[Row[Any] | None]],
    ) -> None:
        self.source = source
        self.counted = counted
        self._ordering = ordering
        self._after = after
        self._one = one
        self._listing = source.listing
        self._most = source.listing.max_page - 1
        self._limit = min(self._most, 2 * first + 10)
        self._mark = mark if after else Mark()
        self._upper = self._mark.o  # Rows from this place up were read.
        self._bound = self._mark.c  # The earliest creation read, in microseconds since 1970.
        self._anchor = self._mark.a  # Every row above the one with this id was read.
        self._held = {id: ordering.at(value, source.backend, id) for value, id in self._mark.h}
        self._heap: list[Key] = sorted(self._held.values())
        self._rows: dict[str, Row[Any]] = {}
        self._places: dict[str, int] = {}
        self._created: dict[str, int] = {}
        self._undecided: dict[str, int] = {}
        self._seen: set[str] = set(self._held)
        self._lowest_taken: float = inf
        self._read = 0
        self._in_vain = 0
        self._oldest: RowPage[Any] | None = None
        self._has_given_up = False

    async def head(self) -> Item | None:
        while True:
            if self._is_sure():
                if not self._heap:
                    return None
                key = self._heap[0]
                if key.vendor_id in self._rows:
                    return Item(key, self._rows[key.vendor_id])
                await self._fetch_held(key)
            elif not self._is_at_limit() or not self._has_advanced():
                await self._read_on()
            elif len(self._heap) <= HELD:
                return self._stop()
            else:
                self._has_given_up = self.source.tally.is_partial = True

    def take(self) -> Item:
        key = heapq.heappop(self._heap)
        self._held.pop(key.vendor_id, None)
        place = self._places.pop(key.vendor_id, None)
        if place is not None:
            self._lowest_taken = min(place, self._lowest_taken)
        return Item(key, self._rows.pop(key.vendor_id))

    def has_more(self) -> bool:
        return bool(self._heap) or self._upper != 0

    def mark(self) -> Mark:
        """Names the rows that remain above the lowest row taken. If they are too many, they are all read again."""
        named = self._named()
        keys = [*self._held.values(), *(self.source.key(self._rows[id]) for id in named)]
        held = [(self._ordering.plain_of(key), key.vendor_id) for key in keys]
        left = self._to_reread(named)
        if left is None:
            return Mark(o=self._upper, c=self._bound, a=self._anchor, h=held)
        place, id = left
        return Mark(o=place + 1, c=self._created[id], a=id, h=held)

    def passed(self) -> frozenset[str]:
        left = self._to_reread(self._named())
        above = self._upper if left is None else left[0]
        return frozenset(id for id, place in self._undecided.items() if above is not None and place > above)

    def _named(self) -> set[str]:
        passed = {id for id, place in self._places.items() if place > self._lowest_taken}
        return set() if len(passed) + len(self._held) > HELD else passed

    def _to_reread(self, named: set[str]) -> tuple[int, str] | None:
        """The place and id of the highest row that has to be read again, if any."""
        return max(((place, id) for id, place in self._places.items() if id not in named), default=None)

    # ---------------------------------------------------------------- what is next

    def _is_sure(self) -> bool:
        if self._upper == 0 or self._has_given_up:
            return True
        return bool(self._heap) and self._bound is not None and self._heap[0] < self._threshold(self._bound)

    def _threshold(self, bound: int) -> Key:
        """The key of the earliest creation read: rows before this key come before all unread rows."""
        return self._ordering.at(bound, "", "")

    def _is_at_limit(self) -> bool:
        return self._read >= self.source.scan_limit or self.source.is_spent

    def _has_advanced(self) -> bool:
        """Whether a cursor made now would point below the one that was given."""
        place, bound = self._mark.o, self._mark.c
        if place is None or bound is None or self._upper is None or self._bound is None:
            return self._bound is not None
        return self._upper < place or self._bound < bound

    def _stop(self) -> Item:
        """Ends the page at the scan limit. The mark then names every remaining row, and points below all of them."""
        assert self._bound is not None
        self._lowest_taken = -1
        threshold = self._threshold(self._bound)
        return Item(threshold if self._after is None else max(threshold, self._after), None)

    async def _fetch_held(self, key: Key) -> None:
        """Fetches the head if only the cursor named it. Drops it if it is gone, has moved or no longer matches."""
        row = await self._one(key.vendor_id)
        if row is not None and self.source.key(row) == key and self.source.kept(row, key):
            self._rows[key.vendor_id] = row
        else:
            self._held.pop(heapq.heappop(self._heap).vendor_id)

    # ---------------------------------------------------------------- reading

    async def _read_on(self) -> None:
        offset, page = await self._page_that_joins()
        self._limit = min(self._most, 2 * self._limit)
        await self._check(page)
        self._read += len(page.rows)
        new = await self._new_rows(offset, page.rows)
        self._count_in_vain(new)
        await batches.mapped(lambda each: self._place(*each), new)
        self._upper = offset
        if page.rows:
            self._anchor = page.rows[0].thing.vendor_id
            oldest = self._created[page.rows[0].thing.vendor_id]
            self._bound = oldest if self._bound is None else min(oldest, self._bound)

    def _count_in_vain(self, new: list[tuple[int, Row[Any]]]) -> None:
        """Raises Contradicted if pages in a row have nothing new: too short to overlap, they lead to and fro."""
        self._in_vain = 0 if new else self._in_vain + 1
        if self._in_vain > MOST_IN_VAIN:
            raise Contradicted(self.source.backend)

    async def _page_that_joins(self) -> tuple[int, RowPage[Any]]:
        """If a page does not overlap what was read, the list has changed: tries higher pages, in growing steps.

        Raises Contradicted after PATIENCE of them.
        """
        if self._oldest and self._joins(self._oldest):
            return 0, self._oldest
        offset, page = await self._page(self._below(self._upper))
        step = self._limit
        for _ in range(PATIENCE):
            if self._joins(page) or (not page.rows and offset == 0):
                return offset, page
            total = self._counted(page)
            up = total if not page.rows or self._bound is None else min(total, offset + len(page.rows) + step)
            offset, page = await self._page(self._below(up))
            step *= 2
        raise Contradicted(self.source.backend)

    def _joins(self, page: RowPage[Any]) -> bool:
        """Whether no row above this page can have been missed."""
        if not page.rows:
            return False
        newest = page.rows[-1].thing
        is_above = bool(self._bound is not None and newest.created_at and micros(newest.created_at) > self._bound)
        ids = {row.thing.vendor_id for row in page.rows}
        return page.is_last or is_above or self._anchor in ids or not ids.isdisjoint(self._seen)

    def _below(self, upper: int | None) -> paging.Page:
        """The page below a place, including the row at that place; the first page if the list's length is unknown."""
        listing = self._listing
        known = self.counted if upper is None else upper
        return paging.backward(listing, known, self._limit) if known else (0, listing.max_page)

    async def _page(self, asked: paging.Page) -> tuple[int, RowPage[Any]]:
        offset, limit = asked
        page = await self.source.bare_page(offset, limit)
        self.counted = self._counted(page)
        if offset == 0:
            self._oldest = page
        if 1 < len(page.rows) < limit and not page.is_last:
            self._listing = paging.fitted(self._listing, len(page.rows))  # Pages are shorter than declared.
            self._most = len(page.rows) - 1
            self._limit = min(self._limit, self._most)
        return offset, page

    def _counted(self, page: RowPage[Any]) -> int:
        if page.total is None:
            raise Contradicted(self.source.backend)
        return page.total

    def _place(self, place: int, row: Row[Any]) -> None:
        key = self.source.key(row)
        self._seen.add(key.vendor_id)
        if self._after is not None and key <= self._after:
            return
        if self.source.kept(row, key):
            self._rows[key.vendor_id] = row
            self._places[key.vendor_id] = place
            heapq.heappush(self._heap, key)
        elif key.vendor_id in self.source.tally.undecided:
            self._undecided[key.vendor_id] = place

    async def _new_rows(self, offset: int, rows: list[Row[Any]]) -> list[tuple[int, Row[Any]]]:
        """New rows by place, each once and completed; without those read before or above the cursor's anchor row."""
        ids = [row.thing.vendor_id for row in rows]
        end = ids.index(self._mark.a) + 1 if self._mark.a in ids else len(ids)
        places = {id: place for place, id in enumerate(ids[:end], offset) if id not in self._seen}
        new = [rows[place - offset] for place in places.values()]
        return list(zip(places.values(), await self.source.completed(new), strict=True))

    async def _check(self, page: RowPage[Any]) -> None:
        """Raises Contradicted if the rows are not in order of creation, or if one has an orderedAt after its creation.

        A row without createdAt is assumed to be created together with the row below it.
        """
        said = await batches.mapped(self._creation, page.rows)
        known = [created for created in said if created is not None]
        if (page.rows and not known) or any(later < earlier for earlier, later in pairwise(known)):
            raise Contradicted(self.source.backend)
        last = known[0] if known else 0
        for row, created in zip(page.rows, said, strict=True):
            last = last if created is None else created
            self._created[row.thing.vendor_id] = last

    def _creation(self, row: Row[Any]) -> int | None:
        """In microseconds since 1970. Raises Contradicted if the order was placed after it."""
        thing = row.thing
        if thing.created_at and thing.ordered_at and thing.ordered_at > thing.created_at:
            raise Contradicted(self.source.backend)
        return micros(thing.created_at) if thing.created_at else None
