"""Looks for many things in a list that can't be asked for any of them: one reading serves them all."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Iterable, Sequence
from contextlib import aclosing
from typing import TypeAlias, TypeVar

from resolvers.errors import BackendFault, Unsupported
from resolvers.vendors.places import side_by_side, taken

S = TypeVar("S")
T = TypeVar("T")

Page: TypeAlias = Iterable[tuple[str | None, T]]
"""A page's things, each with the name that it is looked for by."""
Found: TypeAlias = dict[str, list[T] | BackendFault]
"""By each name all that go by it, or the fault that keeps it from being told."""


async def search(pages: AsyncGenerator[Page[T], None], names: Iterable[str], *, unique: bool = True) -> Found[T]:
    """Reads on until all is found, or to the end; where names are not `unique`, always to the end.

    Pages that end in Unsupported are cut off by the backend's scan limit: what was found till then counts.
    """
    found: dict[str, list[T]] = {name: [] for name in names}
    missing = set(found)
    try:
        async with aclosing(pages):
            async for page in pages:
                _sort_in(page, found, missing if unique else found.keys())
                missing = {name for name in missing if not found[name]}
                if unique and not missing:
                    break
    except BackendFault as fault:
        failed = missing if unique or isinstance(fault, Unsupported) else found.keys()
        return {**found, **dict.fromkeys(failed, fault)}
    return {**found}


async def followed(
    found: Found[S], names: Sequence[str], follow: Callable[[S], Awaitable[T | None]]
) -> list[list[T] | BackendFault]:
    """For each name, in their order, what its finds lead to; what is gone meanwhile is left out."""

    async def one(finds: list[S] | BackendFault) -> list[T]:
        told = await asyncio.gather(*map(follow, taken(finds)))
        return [thing for thing in told if thing is not None]

    return await side_by_side(one(found[name]) for name in names)


def _sort_in(page: Page[T], found: dict[str, list[T]], wanted: Collection[str]) -> None:
    for name, thing in page:
        if name in wanted:
            found[str(name)].append(thing)
