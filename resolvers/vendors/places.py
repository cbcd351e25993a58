"""Concurrent requests with one result each: a BackendFault takes the place of its own result, or ends them all."""

import asyncio
from collections.abc import Awaitable, Iterable
from typing import TypeVar

from resolvers.errors import BackendFault

T = TypeVar("T")


async def side_by_side(answers: Iterable[Awaitable[T]]) -> list[T | BackendFault]:
    """Awaits all concurrently; results are in the same order. Raises exceptions other than BackendFault."""
    return await asyncio.gather(*map(_fault_as_result, answers))


async def together(answers: Iterable[Awaitable[T]]) -> list[T]:
    """Awaits all concurrently; results are in the same order. If one raises, the others are cancelled."""
    tasks = [asyncio.ensure_future(answer) for answer in answers]
    try:
        return await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()


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
