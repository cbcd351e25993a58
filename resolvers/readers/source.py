"""One list at one backend, as its readers see it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from resolvers.keys import Key
from resolvers.vendors.listing import Listing, Row, RowPage


@dataclass(frozen=True, slots=True)
class Item:
    """A row that is next in its backend's order; without a row: read so far and no further, at this key."""

    key: Key
    row: Row[Any] | None


@dataclass
class Tally:
    """What reading cost, and what was left out. `total`: of all pages, where the vendor counts.

    `is_partial`: the scan limit was hit, or the order not kept. `as_of`: when the backend said the oldest of it.
    """

    rows_read: int = 0
    rows_undecided: int = 0
    rows_unread: int = 0
    is_partial: bool = False
    total: int | None = None
    as_of: datetime | None = None
    is_stale: bool = False


@dataclass
class Source:
    """`fetch(offset, limit)` asks for a page; `key` places a row; `keeps` finishes what the vendor could not filter.

    `keeps` is None for a row whose value asked about is null: undecided, and left out.
    """

    backend: str
    listing: Listing
    fetch: Callable[[int, int], Awaitable[RowPage[Any]]]
    key: Callable[[Row[Any]], Key]
    keeps: Callable[[Row[Any]], bool | None]
    scan_limit: int
    tally: Tally = field(default_factory=Tally)

    async def page(self, offset: int, limit: int) -> RowPage[Any]:
        page = await self.fetch(offset, limit)
        self.tally.rows_read += len(page.rows)
        self.tally.total = page.total
        return page

    def kept(self, row: Row[Any]) -> bool:
        kept = self.keeps(row)
        self.tally.rows_undecided += kept is None
        return bool(kept)


class Reader(Protocol):
    """Rows in the list's order, behind the key that it was opened with."""

    @property
    def source(self) -> Source: ...

    async def head(self) -> Item | None:
        """The next row, read if need be; None at the end. Raises a BackendFault."""

    def take(self) -> Item:
        """The head, which is then behind."""

    def has_more(self) -> bool:
        """Whether a row may come behind what was taken, as far as is known without another call."""

    def mark(self) -> dict[str, Any]:
        """What a cursor may remember of this place: a hint, never the truth."""
