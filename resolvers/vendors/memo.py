"""What one operation remembers of one vendor's answers, so that nothing is fetched twice for it."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, MutableMapping
from typing import Any, TypeVar

T = TypeVar("T")
Memo = MutableMapping[object, Any]
"""One operation's cache for one vendor."""


async def once(memo: Memo, key: Hashable, ask: Callable[[], Awaitable[T]]) -> T:
    """The result of `ask`, for everybody with this key; whoever comes meanwhile waits for it. A failure is not kept."""
    async with memo.setdefault((once, key), asyncio.Lock()):
        if key not in memo:
            memo[key] = await ask()
    found: T = memo[key]
    return found
