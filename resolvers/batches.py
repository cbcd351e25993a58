"""Long lists in batches, so that other operations get their turn: a vendor may send tens of thousands of rows."""

import asyncio
import heapq
from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any, TypeVar

T = TypeVar("T")
U = TypeVar("U")

BATCH = 1_000
"""Rows that are filtered or sorted before the event loop may run other tasks: some 10 ms."""


async def mapped(do: Callable[[T], U], things: Sequence[T], size: int = BATCH) -> list[U]:
    """As `list(map(do, things))`. `size`: how many are done at a time."""
    results, done = map(do, things), list[U]()
    for start in range(0, len(things), size):
        if start:
            await asyncio.sleep(0)
        done += islice(results, size)
    return done


async def in_order(things: Sequence[T], key: Callable[[T], Any]) -> list[T]:
    """As `sorted`."""
    runs = [things[start : start + BATCH] for start in range(0, len(things), BATCH)]
    merged = heapq.merge(*await mapped(lambda run: sorted(run, key=key), runs, size=1), key=key)
    return await mapped(lambda _: next(merged), things)
