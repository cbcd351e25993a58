"""Pages of a backend's list: each asked once an operation, an earlier answer in the place of one that fails."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from resolvers import errors, usage
from resolvers.context import Context
from resolvers.errors import BackendFault, Unsupported
from resolvers.memory import Remembered
from resolvers.readers.source import Tally
from resolvers.vendors.base import Vendor
from resolvers.vendors.listing import ListAsk, Row, RowPage

Ask = Callable[[Vendor, ListAsk], Awaitable[RowPage[Any]]]
Complete = Callable[[Row[Any]], Awaitable[Row[Any]]]
Fetch = Callable[[int, int], Awaitable[RowPage[Any]]]


def fetcher(
    context: Context, vendor: Vendor, ask: Ask, like: ListAsk, tally: Tally, complete: Complete | None = None
) -> Fetch:
    """The way to one list's pages by offset and limit. `complete` fills each row.

    One asking shares its pages with the others of its operation; a page that it asks for again is meant to be new.
    """
    asked: set[tuple[int, int]] = set()

    async def fetch(offset: int, limit: int) -> RowPage[Any]:
        is_again = (offset, limit) in asked
        asked.add((offset, limit))
        page = await _once(context, vendor, ask, replace(like, offset=offset, limit=limit), tally, is_again)
        if complete is None:
            return page
        return replace(page, rows=await asyncio.gather(*map(complete, page.rows)))

    return fetch


def identity(vendor: Vendor, ask: Ask, like: ListAsk) -> tuple[object, ...]:
    """Equal for equal questions."""
    return (vendor.id, ask, _flat(like.narrow), like.sort, like.fields, like.offset, like.limit)


async def _once(
    context: Context, vendor: Vendor, ask: Ask, asked: ListAsk, tally: Tally, is_again: bool
) -> RowPage[Any]:
    key = (*identity(vendor, ask, asked), context.gateway.memory.generation(vendor.id))
    task = context.pages.get(key)
    if task is not None and not is_again:
        usage.of(vendor.id).deduplicated += 1
    else:
        task = context.pages[key] = context.tasks.start(_fresh_or_stale(context, vendor, ask, asked, key))
    remembered = await asyncio.shield(task)
    tally.as_of = min(tally.as_of, remembered.as_of) if tally.as_of else remembered.as_of
    tally.is_stale |= remembered.seconds == 0
    page: RowPage[Any] = remembered.what
    return page


async def _fresh_or_stale(
    context: Context, vendor: Vendor, ask: Ask, asked: ListAsk, key: tuple[object, ...]
) -> Remembered:
    """`seconds` of what is stale is 0."""
    pages = context.gateway.memory.pages
    try:
        page = await context.gateway.memory.flights.join(
            key, lambda: _asked(vendor, ask, asked), lambda: errors.overdue(vendor.id)
        )
    except Unsupported:
        raise
    except BackendFault:
        earlier = pages.get(key)
        if earlier is None:
            raise
        return replace(earlier, seconds=0)
    fresh = Remembered(page, vendor.now(), vendor.config.stale_ttl or 1)
    if vendor.config.stale_ttl:
        pages[key] = fresh
    return fresh


async def _asked(vendor: Vendor, ask: Ask, asked: ListAsk) -> RowPage[Any]:
    return await ask(vendor, asked)


def _flat(narrow: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(narrow.items()))
