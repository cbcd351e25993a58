"""The Source that readers read from, and what they return and record: Item, Mark and Tally."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Annotated, Any, Protocol

import msgspec

from resolvers.keys import Key, Plain
from resolvers.vendors.listing import Listing, Row, RowPage

PATIENCE = 30
"""How often a reader steps back to find a row that it has seen, before it gives up. The steps double."""
FARTHEST = 1 << 40
HELD = 50
"""The most rows that a cursor names because they were read but not yet returned."""


class Contradicted(Exception):
    """A page is not in the order that its list was expected to have; the list has to be scanned."""

    def __init__(self, backend: str) -> None:
        super().__init__(backend)
        self.backend = backend


class Mark(msgspec.Struct, frozen=True, omit_defaults=True):
    """A reader's state, as a cursor holds it.

    `o`: the offset to continue from, a hint. The others are ByCreation's: rows above the row with the id `a`, and rows
    created after `c` (microseconds since 1970), were read; `h`: the sort values and ids of those not yet returned.
    """

    o: Annotated[int, msgspec.Meta(ge=0, le=FARTHEST)] | None = None
    c: int | None = None
    a: str | None = None
    h: Annotated[list[tuple[Plain, str]], msgspec.Meta(max_length=HELD)] = []


NO_MARK = Mark()


@dataclass(frozen=True, slots=True)
class Item:
    """The next row of a reader. If `row` is None, the reader stopped at its scan limit, having read up to `key`."""

    key: Key
    row: Row[Any] | None


@dataclass
class Tally:
    """What reading cost, and what was left out. `pages`: requested. `total`: rows in the list, as the vendor counts.

    `undecided`: by id, the rows left out because a field that a condition reads is null. `is_partial`: other rows were
    left out, or may be out of order. `as_of`: the time of the oldest answer used.
    """

    pages: int = 0
    rows_read: int = 0
    undecided: dict[str, Key] = field(default_factory=dict)
    is_partial: bool = False
    total: int | None = None
    as_of: datetime | None = None
    is_stale: bool = False

    def told(self, as_of: datetime, *, is_stale: bool) -> None:
        """Records an answer. `as_of`: when the backend gave it. `is_stale`: it stands in for a failed call."""
        self.as_of = min(self.as_of, as_of) if self.as_of else as_of
        self.is_stale |= is_stale


@dataclass
class Source:
    """One list at one backend. `fetch(offset, limit)` requests a page. `key` gives a row's position.

    `keeps` tests the conditions that the vendor did not; None means undecided, and the row is left out. `complete`
    fetches a row's missing fields; None if they are not needed to sort or filter it. No page is requested after
    `most_pages` pages or `scan_limit` rows.
    """

    backend: str
    listing: Listing
    fetch: Callable[[int, int], Awaitable[RowPage[Any]]]
    key: Callable[[Row[Any]], Key]
    keeps: Callable[[Row[Any]], bool | None]
    scan_limit: int
    tally: Tally = field(default_factory=Tally)
    most_pages: int | None = None
    complete: Callable[[Row[Any]], Awaitable[Row[Any]]] | None = None

    @property
    def is_spent(self) -> bool:
        return self.most_pages is not None and self.tally.pages >= self.most_pages

    async def page(self, offset: int, limit: int) -> RowPage[Any]:
        page = await self.bare_page(offset, limit)
        return replace(page, rows=await self.completed(page.rows))

    async def completed(self, rows: Sequence[Row[Any]]) -> list[Row[Any]]:
        """Concurrently, but no more at a time than a page should have, however many it has."""
        if self.complete is None:
            return list(rows)
        done: list[Row[Any]] = []
        for start in range(0, len(rows), self.listing.max_page):
            done += await asyncio.gather(*map(self.complete, rows[start : start + self.listing.max_page]))
        return done

    async def bare_page(self, offset: int, limit: int) -> RowPage[Any]:
        """A page with its rows as listed, not completed."""
        page = await self.recorded(self.fetch(offset, limit))
        self.tally.total = page.total
        return page

    async def recorded(self, asked: Awaitable[RowPage[Any]]) -> RowPage[Any]:
        """The page that was asked for, of this list or of a part of it, once the tally has it."""
        self.tally.pages += 1
        page = await asked
        self.tally.rows_read += len(page.rows)
        return page

    def kept(self, row: Row[Any], key: Key) -> bool:
        kept = self.keeps(row)
        if kept is None:
            self.tally.undecided[key.vendor_id] = key
        return bool(kept)


class Reader(Protocol):
    """Returns rows in the list's order, starting after the key that it was opened with."""

    @property
    def source(self) -> Source: ...

    async def head(self) -> Item | None:
        """The next row, fetched if necessary; None at the end. Raises a BackendFault or Contradicted."""

    def take(self) -> Item:
        """Removes the head and returns it."""

    def has_more(self) -> bool:
        """Whether there may be more rows than those taken, as far as is known without another call."""

    def mark(self) -> Mark:
        """Where to continue, for the cursor."""

    def passed(self) -> frozenset[str]:
        """Ids of undecided rows from later pages that a reader continuing from the mark will not read again."""
