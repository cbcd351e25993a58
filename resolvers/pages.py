"""Fetches pages of a backend's list, each once per operation. If a fetch fails, a stale page stands in."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from resolvers import errors, usage
from resolvers.context import Context
from resolvers.errors import BackendFault
from resolvers.flights import LATE
from resolvers.memory import Remembered
from resolvers.readers.source import Tally
from resolvers.stale import Generation
from resolvers.vendors import allowance
from resolvers.vendors.allowance import Quota
from resolvers.vendors.base import Vendor
from resolvers.vendors.listing import ListAsk, RowPage
from resolvers.vendors.policies import deadline
from resolvers.vendors.policies.deadline import Deadline

Ask = Callable[[Vendor, ListAsk], Awaitable[RowPage[Any]]]
Fetch = Callable[[int, int], Awaitable[RowPage[Any]]]


def fetcher(
    context: Context,
    vendor: Vendor,
    ask: Ask,
    like: ListAsk,
    tally: Tally,
    until: Deadline | None = None,
    quota: Quota | None = None,
) -> Fetch:
    """A function that fetches one list's pages by offset and limit, and raises TimedOut after `until`.

    `quota`: limits the calls.
    """
    return _Pages(context, vendor, ask, like, tally, until, quota).fetch


def identity(vendor: Vendor, ask: Ask, like: ListAsk) -> tuple[object, ...]:
    """Equal for equal requests."""
    return (vendor.id, ask, _canonical(like.narrow), like.sort, like.fields, like.offset, like.limit)


@asynccontextmanager
async def in_time(backend: str, until: Deadline | None) -> AsyncIterator[None]:
    """Raises TimedOut a moment after `until`, so that a call with that deadline can report its own error."""
    try:
        with deadline.under(until):
            async with deadline.cut_off(None, 2 * LATE):
                yield
    except TimeoutError as error:
        raise errors.overdue(backend) from error


@dataclass(frozen=True)
class _Pages:
    """One fetcher of one list.

    All fetchers of an operation share their pages. A page that the same fetcher requests again is fetched anew.
    """

    context: Context
    vendor: Vendor
    ask: Ask
    like: ListAsk
    tally: Tally
    until: Deadline | None
    quota: Quota | None
    asked: set[tuple[int, int]] = field(default_factory=set)

    async def fetch(self, offset: int, limit: int) -> RowPage[Any]:
        is_again = (offset, limit) in self.asked
        self.asked.add((offset, limit))
        async with in_time(self.vendor.id, self.until):
            return await self._once(replace(self.like, offset=offset, limit=limit), is_again)

    async def _once(self, asked: ListAsk, is_again: bool) -> RowPage[Any]:
        generation = self.context.gateway.memory.generation(self.vendor.id)
        key = (*identity(self.vendor, self.ask, asked), generation)
        task = self.context.pages.get(key)
        if task is not None and not is_again:
            usage.of(self.vendor.id).deduplicated += 1
        else:
            task = self.context.pages[key] = self.context.tasks.start(self._fresh_or_stale(asked, key, generation))
        remembered = await asyncio.shield(task)
        self.tally.told(remembered.as_of, is_stale=remembered.seconds == 0)
        page: RowPage[Any] = remembered.what
        return page

    async def _fresh_or_stale(self, asked: ListAsk, key: tuple[object, ...], generation: Generation) -> Remembered:
        """`seconds` is 0 for a stale page."""
        memory, id = self.context.gateway.memory, self.vendor.id
        try:
            with deadline.under(self.until):
                page = await memory.flights.join(key, lambda: self._requested(asked), lambda: errors.overdue(id), id)
        except BackendFault as fault:
            earlier = memory.looks.found("pages", id, memory.pages.get(key))
            if earlier is None or not self.context.stale.will_do(fault, generation):
                raise
            return replace(earlier, seconds=0)
        fresh = Remembered(page, self.vendor.now(), self.vendor.config.stale_ttl or 1)
        if self.vendor.config.stale_ttl:
            memory.keep_page(key, fresh)
        return fresh

    async def _requested(self, asked: ListAsk) -> RowPage[Any]:
        with allowance.within(self.quota):
            return await self.ask(self.vendor, asked)


def _canonical(narrow: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(narrow.items()))
