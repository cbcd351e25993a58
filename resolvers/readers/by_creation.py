"""Reads a list that runs by creation from its newest end: a threshold says which rows are surely next.

No unread row was created after one that was read, and nothing is ordered after it was created. So whatever is read and
ordered later than the earliest creation read comes before all that is unread.
"""

import heapq
from collections.abc import Awaitable, Callable, Iterable
from math import inf
from typing import Any

from resolvers.keys import Key, Ordering, micros
from resolvers.readers import paging
from resolvers.readers.source import PATIENCE, Contradicted, Item, Mark, Source
from resolvers.vendors.listing import Row, RowPage

HELD = 50
"""How many rows that were passed over a cursor names at most."""


class ByCreation:
    """Places count from the oldest row, so that new ones move none. `counted`: the list's length as last seen, a guess.

    The first page fits what is wanted; where it does not suffice, each further one is twice as large.
    Pages are read downwards, and each holds a row that was read before, or one above all that are unread: then no row
    that stays can lie between. The page of the oldest rows, by which the list's length is found out, is used when the
    reading has come down to it. `one(id)`: the row of an order that the cursor names; None where it is gone.
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
        self._most = source.listing.max_page - 1
        self._limit = min(self._most, 2 * first + 10)
        self._mark = mark if after else Mark()
        self._upper = self._mark.o
        self._bound = self._mark.c
        self._anchor = self._mark.a
        self._held = {id: ordering.at(value, source.backend, id) for value, id in self._mark.h}
        self._heap: list[Key] = sorted(self._held.values())
        self._rows: dict[str, Row[Any]] = {}
        self._places: dict[str, int] = {}
        self._created: dict[str, int] = {}
        self._undecided: dict[str, int] = {}
        self._seen: set[str] = set(self._held)
        self._lowest_taken: float = inf
        self._read = 0
        self._oldest: RowPage[Any] | None = None
        self._gives_up = False

    async def head(self) -> Item | None:
        while True:
            if self._is_sure():
                if not self._heap:
                    return None
                key = self._heap[0]
                if key.vendor_id in self._rows:
                    return Item(key, self._rows[key.vendor_id])
                await self._fetch_held(key)
            elif not self._is_far() or not self._is_further():
                await self._read_on()
            elif len(self._heap) <= HELD:
                return self._stop()
            else:
                self._gives_up = self.source.tally.is_partial = True

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
        """Rows above the lowest that was taken are named, or, were there too many, are read again with all below."""
        named = self._named()
        keys = [*self._held.values(), *(self.source.key(self._rows[id]) for id in named)]
        held = [(self._ordering.plain_of(key), key.vendor_id) for key in keys]
        left = self._left(named)
        if left is None:
            return Mark(o=self._upper, c=self._bound, a=self._anchor, h=held)
        place, id = left
        return Mark(o=place + 1, c=self._created[id], a=id, h=held)

    def passed(self) -> frozenset[str]:
        left = self._left(self._named())
        above = self._upper if left is None else left[0]
        return frozenset(id for id, place in self._undecided.items() if above is not None and place > above)

    def _named(self) -> set[str]:
        passed = {id for id, place in self._places.items() if place > self._lowest_taken}
        return set() if len(passed) + len(self._held) > HELD else passed

    def _left(self, named: set[str]) -> tuple[int, str] | None:
        """The highest that has to be read again, by place and id."""
        return max(((place, id) for id, place in self._places.items() if id not in named), default=None)

    # ---------------------------------------------------------------- what is next

    def _is_sure(self) -> bool:
        if self._upper == 0 or self._gives_up:
            return True
        return bool(self._heap) and self._bound is not None and self._heap[0] < self._threshold(self._bound)

    def _threshold(self, bound: int) -> Key:
        """Behind every row that surely comes before all unread ones."""
        return self._ordering.at(bound, "", "")

    def _is_far(self) -> bool:
        return self._read >= self.source.scan_limit or self.source.is_spent

    def _is_further(self) -> bool:
        """Whether a cursor made now would be further down than the one that was given."""
        place, bound = self._mark.o, self._mark.c
        if place is None or bound is None or self._upper is None or self._bound is None:
            return self._bound is not None
        return self._upper < place or self._bound < bound

    def _stop(self) -> Item:
        """At the scan limit: the cursor remembers how far the reading came, and names all that is still to come."""
        assert self._bound is not None
        self._lowest_taken = -1
        threshold = self._threshold(self._bound)
        return Item(threshold if self._after is None else max(threshold, self._after), None)

    async def _fetch_held(self, key: Key) -> None:
        """One that the cursor named, now that its turn has come; left out where it is gone, moved or no match."""
        row = await self._one(key.vendor_id)
        if row is not None and self.source.key(row) == key and self.source.kept(row, key):
            self._rows[key.vendor_id] = row
        else:
            self._held.pop(heapq.heappop(self._heap).vendor_id)

    # ---------------------------------------------------------------- reading

    async def _read_on(self) -> None:
        offset, page = await self._page_that_joins()
        self._limit = min(self._most, 2 * self._limit)
        self._check(page)
        self._read += len(page.rows)
        for place, row in await self._unknown(offset, page.rows):
            self._place(row, place)
        self._upper = offset
        if page.rows:
            self._anchor = page.rows[0].thing.vendor_id
            oldest = self._created[page.rows[0].thing.vendor_id]
            self._bound = oldest if self._bound is None else min(oldest, self._bound)

    async def _page_that_joins(self) -> tuple[int, RowPage[Any]]:
        """Where a page does not hold what it should, rows moved up or the list shrank: then nearer to its end."""
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
        """Whether all above this page is dealt with."""
        if not page.rows:
            return False
        newest = page.rows[-1].thing
        is_above = bool(self._bound is not None and newest.created_at and micros(newest.created_at) > self._bound)
        ids = {row.thing.vendor_id for row in page.rows}
        return page.is_last or is_above or self._anchor in ids or not ids.isdisjoint(self._seen)

    def _below(self, upper: int | None) -> paging.Page:
        """The page below a place, with the row at it; where nothing is known of the list, its first page."""
        listing = self.source.listing
        known = self.counted if upper is None else upper
        return paging.backward(listing, known, self._limit) if known else (0, listing.max_page)

    async def _page(self, asked: paging.Page) -> tuple[int, RowPage[Any]]:
        offset, limit = asked
        page = await self.source.bare_page(offset, limit)
        self.counted = self._counted(page)
        if offset == 0:
            self._oldest = page
        if 1 < len(page.rows) < limit and not page.is_last:
            self._most = len(page.rows) - 1  # It gives fewer rows a page than it says.
            self._limit = min(self._limit, self._most)
        return offset, page

    def _counted(self, page: RowPage[Any]) -> int:
        if page.total is None:
            raise Contradicted(self.source.backend)
        return page.total

    def _place(self, row: Row[Any], place: int) -> None:
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

    async def _unknown(self, offset: int, rows: list[Row[Any]]) -> Iterable[tuple[int, Row[Any]]]:
        """By place, without those that were dealt with: what was read, and what lies above the row the cursor names."""
        ids = [row.thing.vendor_id for row in rows]
        end = ids.index(self._mark.a) + 1 if self._mark.a in ids else len(ids)
        new = {place: row for place, row in enumerate(rows[:end], offset) if row.thing.vendor_id not in self._seen}
        return zip(new, await self.source.completed(new.values()), strict=True)

    def _check(self, page: RowPage[Any]) -> None:
        """Raises Contradicted where a page is not by creation, or a row is ordered after it was created.

        A row that does not say when it was created was created between its neighbours.
        """
        said = [micros(row.thing.created_at) for row in page.rows if row.thing.created_at]
        if page.rows and not said:
            raise Contradicted(self.source.backend)
        last = said[0] if said else 0
        for thing in (row.thing for row in page.rows):
            created = micros(thing.created_at) if thing.created_at else last
            is_ordered_late = thing.created_at and thing.ordered_at and thing.ordered_at > thing.created_at
            if created < last or is_ordered_late:
                raise Contradicted(self.source.backend)
            self._created[thing.vendor_id] = last = created
