"""Documents that clients left under the sha256 of their text: bounded, and nothing is lost that can't be left again."""

from typing import Protocol

from cachetools import LRUCache

KEPT = 4 * 1024 * 1024
LONGEST_KEPT = 64 * 1024
"""Characters: of all of them, and of one."""


class Texts(Protocol):
    """Neither raises: what can't be read is not there, and what can't be kept is not kept."""

    async def get(self, id: str) -> str | None: ...

    async def put(self, id: str, text: str) -> None: ...


class InMemory:
    """What was not asked for longest goes first."""

    def __init__(self, room: int = KEPT) -> None:
        self._texts: LRUCache[str, str] = LRUCache(room, getsizeof=len)

    async def get(self, id: str) -> str | None:
        return self._texts.get(id)

    async def put(self, id: str, text: str) -> None:
        if len(text) <= self._texts.maxsize:
            self._texts[id] = text


class Near:
    """What others left too, at hand once it was asked for: a text never changes under its hash."""

    def __init__(self, shared: Texts, near: Texts | None = None) -> None:
        self._near = near or InMemory()
        self._shared = shared

    async def get(self, id: str) -> str | None:
        text = await self._near.get(id)
        if text is None and (text := await self._shared.get(id)) is not None:
            await self._near.put(id, text)
        return text

    async def put(self, id: str, text: str) -> None:
        await self._near.put(id, text)
        await self._shared.put(id, text)
