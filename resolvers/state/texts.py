"""Persisted documents, by the sha256 of their text. Bounded: clients send a lost one again."""

from typing import Protocol

from cachetools import LRUCache

KEPT = 4 * 1024 * 1024
LONGEST_KEPT = 64 * 1024
"""Characters: of all of them together, and of one."""


class Texts(Protocol):
    """Never raises. While a store is unavailable, nothing is found and nothing is kept."""

    async def get(self, id: str) -> str | None: ...

    async def put(self, id: str, text: str) -> None: ...


class InMemory:
    """The least recently used are dropped first."""

    def __init__(self, room: int = KEPT) -> None:
        self._texts: LRUCache[str, str] = LRUCache(room, getsizeof=len)

    async def get(self, id: str) -> str | None:
        return self._texts.get(id)

    async def put(self, id: str, text: str) -> None:
        if len(text) <= self._texts.maxsize:
            self._texts[id] = text


class Cached:
    """Shared documents behind a cache in memory, which is never outdated: a hash has one text."""

    def __init__(self, shared: Texts, cache: Texts | None = None) -> None:
        self._cache = cache or InMemory()
        self._shared = shared

    async def get(self, id: str) -> str | None:
        text = await self._cache.get(id)
        if text is None and (text := await self._shared.get(id)) is not None:
            await self._cache.put(id, text)
        return text

    async def put(self, id: str, text: str) -> None:
        await self._cache.put(id, text)
        await self._shared.put(id, text)
