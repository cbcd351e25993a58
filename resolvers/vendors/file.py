"""Files that are streamed from a vendor to a client, within a time limit."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass

from resolvers.errors import TimedOut
from resolvers.vendors.policies import deadline


@dataclass(frozen=True, slots=True)
class File:
    """A vendor's response, its body unread."""

    headers: Mapping[str, str]
    chunks: AsyncIterator[bytes]


@dataclass(frozen=True, slots=True)
class Download:
    """A file as it is sent to a client. `length`: in bytes; None if unknown."""

    name: str
    mime_type: str
    length: int | None
    chunks: AsyncIterator[bytes]


async def in_time(backend: str, chunks: AsyncIterator[bytes], seconds: float) -> AsyncIterator[bytes]:
    """Raises TimedOut after waiting for chunks for `seconds` in total. The reader's own time is not counted."""
    now, left = asyncio.get_running_loop().time, seconds
    while True:
        asked_at = now()
        try:
            async with deadline.cut_off(left):
                chunk = await anext(chunks, None)
        except TimeoutError:
            raise TimedOut(backend, "did not send the whole file in time.") from None
        left -= now() - asked_at
        if chunk is None:
            return
        yield chunk
