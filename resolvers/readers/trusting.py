"""Reads by creation while that holds, and scans from the moment that a page contradicts it."""

from collections.abc import Callable
from typing import Any

from resolvers.readers.by_creation import ByCreation, NotByCreation
from resolvers.readers.scan import Scan
from resolvers.readers.source import Item, Source


class Trusting:
    """`scan(without)` makes the reader to go on with; `betrayed()` is told, once."""

    def __init__(self, reader: ByCreation, scan: Callable[[set[str]], Scan], betrayed: Callable[[], None]) -> None:
        self._reader: ByCreation | Scan = reader
        self._scan = scan
        self._betrayed = betrayed
        self._taken: set[str] = set()

    @property
    def source(self) -> Source:
        return self._reader.source

    @property
    def counted(self) -> int | None:
        """The list's length as last seen."""
        return self._reader.counted if isinstance(self._reader, ByCreation) else None

    async def head(self) -> Item | None:
        try:
            return await self._reader.head()
        except NotByCreation:
            self._betrayed()
            self._reader.source.tally.is_partial |= bool(self._taken)
            self._reader = self._scan(self._taken)
            return await self._reader.head()

    def take(self) -> Item:
        item = self._reader.take()
        self._taken.add(item.key.vendor_id)
        return item

    def has_more(self) -> bool:
        return self._reader.has_more()

    def mark(self) -> dict[str, Any]:
        return self._reader.mark()
