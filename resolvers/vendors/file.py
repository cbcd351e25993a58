"""A vendor's file on its way through: its bytes as they come, for as long as it may take."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass

from resolvers.errors import TimedOut
from resolvers.vendors.policies import deadline


@dataclass(frozen=True, slots=True)
class File:
    """As the vendor sends it."""

    headers: Mapping[str, str]
    chunks: AsyncIterator[bytes]


@dataclass(frozen=True, slots=True)
class Download:
    """The same as a client is given it. `length`: in bytes, where it is known."""

    name: str
    mime_type: str
    length: int | None
    chunks: AsyncIterator[bytes]


async def in_time(backend: str, chunks: AsyncIterator[bytes], seconds: float) -> AsyncIterator[bytes]:
    """Raises TimedOut once they were waited for so long altogether; what their reader takes is not counted."""
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
