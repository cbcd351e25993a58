"""Finds many objects by name in one scan of a list, for vendors that can't look them up by that name."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Iterable, Sequence
from contextlib import aclosing
from typing import TypeAlias, TypeVar

from resolvers.errors import BackendFault, Unsupported
from resolvers.vendors.places import side_by_side, taken, together

S = TypeVar("S")
T = TypeVar("T")

Page: TypeAlias = Iterable[tuple[str | None, T]]
"""A page's objects, each after its name."""
Found: TypeAlias = dict[str, list[T] | BackendFault]
"""For each name all objects that have it, or the fault that prevented finding them."""


async def search(pages: AsyncGenerator[Page[T], None], names: Iterable[str], *, unique: bool = True) -> Found[T]:
    """Reads pages until all names are found or the list ends; if names are not `unique`, always to the end.

    If a page fails, names not found get the fault; if names are not unique, all get it. But Unsupported means that
    the backend's scan limit was reached: what was found by then counts.
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
    """For each name, in the same order, the results of `follow` for all it found, without None: those were deleted."""

    async def one(finds: list[S] | BackendFault) -> list[T]:
        things = await together(map(follow, taken(finds)))
        return [thing for thing in things if thing is not None]

    return await side_by_side(one(found[name]) for name in names)


def _sort_in(page: Page[T], found: dict[str, list[T]], wanted: Collection[str]) -> None:
    for name, thing in page:
        if name in wanted:
            found[str(name)].append(thing)
