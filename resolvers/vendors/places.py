"""Many asked for at once, each answered in its own place: a fault there fails that one alone."""

import asyncio
from collections.abc import Awaitable, Iterable
from typing import TypeVar

from resolvers.errors import BackendFault

T = TypeVar("T")


async def side_by_side(answers: Iterable[Awaitable[T]]) -> list[T | BackendFault]:
    """In their order; what is no fault of a backend's is raised."""
    return await asyncio.gather(*map(_kept, answers))


def taken(answer: T | BackendFault) -> T:
    """What stands in a place. Raises the fault that may stand there instead."""
    if isinstance(answer, BackendFault):
        raise answer
    return answer


async def _kept(answer: Awaitable[T]) -> T | BackendFault:
    try:
        return await answer
    except BackendFault as fault:
        return fault
