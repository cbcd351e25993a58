"""One list at one backend, as its readers see it."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Annotated, Any, Protocol

import msgspec

from resolvers.keys import Key, Plain
from resolvers.vendors.listing import Listing, Row, RowPage

PATIENCE = 30
"""How often a reader goes back for a row that it has seen before it takes the list as it is. Steps double."""
FARTHEST = 1 << 40


class Contradicted(Exception):
    """A page is not in the order that its list was taken to have: this list has to be scanned."""

    def __init__(self, backend: str) -> None:
        super().__init__(backend)
        self.backend = backend


class Mark(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a cursor remembers of a reader's place.

    `o`: the place to read on from, a hint. By creation alone: all rows above `a`, an id, and all that were created
    after `c`, in microseconds, are dealt with; `h`: the sort values and ids of those of them still to come.
    """

    o: Annotated[int, msgspec.Meta(ge=0, le=FARTHEST)] | None = None
    c: int | None = None
    a: str | None = None
    h: list[tuple[Plain, str]] = []


NO_MARK = Mark()


@dataclass(frozen=True, slots=True)
class Item:
    """A row that is next in its backend's order; without a row: read so far and no further, at this key."""

    key: Key
    row: Row[Any] | None


@dataclass
class Tally:
    """What reading cost, and what was left out. `pages`: asked for. `total`: of all pages, where the vendor counts.

    `undecided`: by id, the rows left out because a value asked about is null. `is_partial`: more was left out, or given
    out of order. `as_of`: when the backend said the oldest of it.
    """

    pages: int = 0
    rows_read: int = 0
    undecided: dict[str, Key] = field(default_factory=dict)
    is_partial: bool = False
    total: int | None = None
    as_of: datetime | None = None
    is_stale: bool = False

    def told(self, as_of: datetime, *, is_stale: bool) -> None:
        """`as_of`: when the backend said what is now read. `is_stale`: in place of what it did not say now."""
        self.as_of = min(self.as_of, as_of) if self.as_of else as_of
        self.is_stale |= is_stale


@dataclass
class Source:
    """`fetch(offset, limit)` asks for a page; `key` places a row; `keeps` finishes what the vendor could not filter.

    `keeps` is None for a row whose value asked about is null: undecided, and left out. `complete` fills a row, where
    one has to be filled before it can be placed or filtered. `most_pages`: after so many no further one is begun, as
    after `scan_limit` rows.
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

    async def completed(self, rows: Iterable[Row[Any]]) -> list[Row[Any]]:
        return list(rows) if self.complete is None else await asyncio.gather(*map(self.complete, rows))

    async def bare_page(self, offset: int, limit: int) -> RowPage[Any]:
        """Whose rows are not completed."""
        self.tally.pages += 1
        page = await self.fetch(offset, limit)
        self.tally.rows_read += len(page.rows)
        self.tally.total = page.total
        return page

    def kept(self, row: Row[Any], key: Key) -> bool:
        kept = self.keeps(row)
        if kept is None:
            self.tally.undecided[key.vendor_id] = key
        return bool(kept)


class Reader(Protocol):
    """Rows in the list's order, behind the key that it was opened with."""

    @property
    def source(self) -> Source: ...

    async def head(self) -> Item | None:
        """The next row, read if need be; None at the end. Raises a BackendFault, or Contradicted."""

    def take(self) -> Item:
        """The head, which is then behind."""

    def has_more(self) -> bool:
        """Whether a row may come behind what was taken, as far as is known without another call."""

    def mark(self) -> Mark:
        """Where to go on from, for a cursor to remember."""

    def passed(self) -> frozenset[str]:
        """Rows whose turn is still to come, and that a reader that goes on from the mark does not see again."""
