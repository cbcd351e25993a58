"""Merges the sorted rows of many backends into one page, with a Position after each row. Does no I/O of its own.

A Position holds, for each backend, the key up to which its rows were returned. Backends that answer are all at the same
key. One that fails stays at the key it had reached, so that a later page continues from there: its rows then come out
of order, but none comes twice.
"""

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from resolvers.errors import BackendFault, Unsupported
from resolvers.keys import Key
from resolvers.readers.source import Item, Reader


@dataclass(frozen=True, slots=True)
class Position:
    """`key`: the key reached, None before the first row. `behind`: backends that have only reached an earlier key."""

    key: Key | None = None
    behind: Mapping[str, Key | None] = field(default_factory=dict)

    def of(self, backend: str) -> Key | None:
        return self.behind.get(backend, self.key)

    def moved(self, backends: Iterable[str], to: Key, stuck: Mapping[str, Key | None]) -> "Position":
        """Moves every backend forward to `to`, but those in `stuck` no further than the key given there."""
        places: dict[str, Key | None] = {backend: _later(self.of(backend), to) for backend in backends}
        places |= {backend: _earlier(places[backend], stuck[backend]) for backend in stuck}
        key = _later(self.key, to)
        return Position(key, {backend: place for backend, place in places.items() if place != key})

    def without(self, ended: Collection[str]) -> "Position":
        """Backends that have no more rows are no longer behind."""
        return Position(self.key, {backend: key for backend, key in self.behind.items() if backend not in ended})


@dataclass(frozen=True, slots=True)
class Merged:
    """`taken`: each row, with the position after it. `end`: the position after the page, also if the page is empty.

    `refused`: backends that raised Unsupported. `stopped`: the backend whose scan limit ended the page.
    """

    taken: list[tuple[Item, Position]]
    end: Position
    has_more: bool
    faults: Mapping[str, BackendFault] = field(default_factory=dict)
    refused: Mapping[str, Unsupported] = field(default_factory=dict)
    stopped: str | None = None

    @property
    def is_empty_for_faults(self) -> bool:
        """Whether the page is empty and makes no progress, because all backends that had more rows failed."""
        return bool(self.faults) and not self.taken and self.stopped is None


async def page(
    readers: Sequence[Reader],
    start: Position,
    first: int,
    wanted: Iterable[str],
    taken_up: Callable[[Item], None] = lambda item: None,
) -> Merged:
    """The first rows of all readers. A backend that fails loses only its own rows. Raises Contradicted, as readers do.

    `wanted`: all backends, also those without a reader. `taken_up` is called with each row as soon as it is certain to
    be on the page.
    """
    merge = _Merge(readers, start, taken_up)
    await merge.run(first)
    backends = list(wanted)
    taken = [(item, start.moved(backends, item.key, merge.stuck)) for item in merge.taken]
    end = start if merge.came_to is None else start.moved(backends, merge.came_to, merge.stuck)
    end = end.without(merge.ended(backends) if first else ())
    return Merged(taken, end, merge.has_more(), merge.faults, merge.refused, merge.stopped)


class _Merge:
    def __init__(self, readers: Sequence[Reader], start: Position, taken_up: Callable[[Item], None]) -> None:
        self.taken: list[Item] = []
        self.faults: dict[str, BackendFault] = {}
        self.refused: dict[str, Unsupported] = {}
        self.stuck: dict[str, Key | None] = {}
        self.stopped: str | None = None
        self.came_to: Key | None = None
        self._taken_up = taken_up
        self._readers = list(readers)
        self._start = start
        self._heads: dict[int, Item] = {}

    async def run(self, first: int) -> None:
        if first > 0:
            await self._read_heads(range(len(self._readers)))
        while self._heads and len(self.taken) < first:
            place = min(self._heads, key=lambda place: self._heads[place].key)
            item = self._heads.pop(place)
            if item.row is None:
                self.came_to = item.key
                self.stopped = self._backend(place)
                return
            self._take(self._readers[place].take())
            if len(self.taken) < first:
                await self._read_heads([place])

    def has_more(self) -> bool:
        return bool(self.faults) or self.stopped is not None or any(reader.has_more() for reader in self._able())

    def ended(self, backends: Iterable[str]) -> set[str]:
        """Those whose rows have all been returned."""
        more = {reader.source.backend for reader in self._able() if reader.has_more()}
        return set(backends) - more - self.faults.keys()

    def _able(self) -> list[Reader]:
        out = self.faults.keys() | self.refused.keys()
        return [reader for reader in self._readers if reader.source.backend not in out]

    def _backend(self, place: int) -> str:
        return self._readers[place].source.backend

    def _take(self, item: Item) -> None:
        """Drops duplicates: an order that moved between two lists of its backend while they were read comes twice."""
        if item.key == self.came_to:
            return
        self.came_to = item.key
        self.taken.append(item)
        self._taken_up(item)

    async def _read_heads(self, places: Iterable[int]) -> None:
        asked = list(places)
        heads = await asyncio.gather(*(self._readers[place].head() for place in asked), return_exceptions=True)
        for place, head in zip(asked, heads, strict=True):
            self._record(place, head)

    def _record(self, place: int, head: Item | BaseException | None) -> None:
        backend = self._backend(place)
        if isinstance(head, Unsupported):
            self.refused[backend] = head
        elif isinstance(head, BackendFault):
            self._failed(backend, head)
        elif isinstance(head, BaseException):
            raise head
        elif head is not None and backend not in self.faults:
            self._heads[place] = head

    def _failed(self, backend: str, fault: BackendFault) -> None:
        """Drops the backend's rows that were not taken yet; a later page continues from here."""
        self.faults[backend] = fault
        start = self._start.of(backend)
        self.stuck[backend] = start if self.came_to is None else _later(start, self.came_to)
        self._heads = {place: head for place, head in self._heads.items() if self._backend(place) != backend}


def _later(one: Key | None, other: Key) -> Key:
    return other if one is None else max(one, other)


def _earlier(one: Key | None, other: Key | None) -> Key | None:
    return None if one is None or other is None else min(one, other)
