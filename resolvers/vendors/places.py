"""Concurrent requests with one result each, where a BackendFault takes the place of its own result only."""

import asyncio
from collections.abc import Awaitable, Iterable
from typing import TypeVar

from resolvers.errors import BackendFault

T = TypeVar("T")


async def side_by_side(answers: Iterable[Awaitable[T]]) -> list[T | BackendFault]:
    """Awaits all concurrently; results are in the same order. Raises exceptions other than BackendFault."""
    return await asyncio.gather(*map(_fault_as_result, answers))


def taken(answer: T | BackendFault) -> T:
    """The result. Raises the BackendFault that may be in its place."""
    if isinstance(answer, BackendFault):
        raise answer
    return answer


async def _fault_as_result(answer: Awaitable[T]) -> T | BackendFault:
    try:
        return await answer
    except BackendFault as fault:
        return fault
