"""Reads a whole list, up to the scan limit, and sorts it: for lists that the vendor does not sort as asked."""

from typing import Any

from resolvers import batches
from resolvers.keys import Key
from resolvers.readers import whole
from resolvers.readers.source import NO_MARK, Item, Mark, Source
from resolvers.vendors.listing import Row


class Scan:
    """`rows`: from the cache. If None, they are read, and are then available for caching."""

    def __init__(self, source: Source, after: Key | None, rows: list[Row[Any]] | None = None) -> None:
        self.source = source
        self.rows = rows
        self._after = after
        self._items: list[Item] | None = None
        self._next = 0

    async def head(self) -> Item | None:
        if self._items is None:
            if self.rows is None:
                self.rows = await whole.rows(self.source)
            self._items = await self._sorted(self.rows)
        return self._items[self._next] if self._next < len(self._items) else None

    def take(self) -> Item:
        assert self._items is not None
        self._next += 1
        return self._items[self._next - 1]

    def has_more(self) -> bool:
        return self._items is None or self._next < len(self._items)

    def mark(self) -> Mark:
        return NO_MARK

    def passed(self) -> frozenset[str]:
        return frozenset()

    async def matches(self) -> int:
        """The number of matching rows, before and after the key; 0 until the list was read."""
        return sum(await batches.mapped(lambda row: bool(self.source.keeps(row)), self.rows or ()))

    async def _sorted(self, rows: list[Row[Any]]) -> list[Item]:
        items = await batches.mapped(self._to_come, rows)
        return await batches.in_order([item for item in items if item], lambda item: item.key)

    def _to_come(self, row: Row[Any]) -> Item | None:
        """None if it does not match, or does not come after the key."""
        key = self.source.key(row)
        is_new = self._after is None or key > self._after
        return Item(key, row) if is_new and self.source.kept(row, key) else None
