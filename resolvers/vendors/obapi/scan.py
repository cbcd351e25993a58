"""A list read from a given day on; a later request for earlier days reads only what is missing."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import date, timedelta

from resolvers.vendors.obapi.join import ByKey, Trace, by_key
from resolvers.vendors.obapi.parse import Listed
from resolvers.vendors.places import together

PER_PAGE = 200
ALWAYS = date.min
"""The day to start from to read the whole list."""


class Scan:
    """`page(params)` requests one page, `row` parses one of its rows. `limit`: of rows; None: no limit.

    Pages are read concurrently, sorted by ref: the only order that is the same in every call, with new rows at the end.
    """

    def __init__(
        self,
        page: Callable[[Mapping[str, str]], Awaitable[Listed]],
        row: Callable[[bytes], Trace],
        limit: int | None = None,
    ) -> None:
        self._page = page
        self._row = row
        self._limit = limit
        self._traces: dict[str, Trace] = {}
        self._from: date | None = None
        self._too_far: date | None = None
        self._lock = asyncio.Lock()

    async def since(self, day: date) -> ByKey | None:
        """Every row from that day on, and perhaps earlier ones, by key; None if there are more than `limit`."""
        async with self._lock:
            if self._from is None or day < self._from:
                await self._extend(day)
            return by_key(self._traces.values()) if self._from and self._from <= day else None

    async def _extend(self, day: date) -> None:
        if self._too_far and day <= self._too_far:
            return
        rows = await self._read(day, self._from and self._from - timedelta(days=1))
        if rows is None:
            self._too_far = day
            return
        self._traces |= {trace.id: trace for trace in map(self._row, rows)}
        self._from = day

    async def _read(self, start: date, end: date | None) -> list[bytes] | None:
        window = _window(start, end)
        first = await self._page(window | {"page": "1"})
        if self._limit is not None and len(self._traces) + (first.total or len(first.rows)) > self._limit:
            return None
        pages = range(2, (first.pages or 1) + 1)
        rest = await together(self._page(window | {"page": str(number)}) for number in pages)
        return [row for page in (first, *rest) for row in page.rows]


def _window(start: date, end: date | None) -> dict[str, str]:
    params = {"sort": "ref_asc", "per_page": str(PER_PAGE)}
    if start > ALWAYS:
        params["date_start"] = start.isoformat()
    if end:
        params["date_end"] = end.isoformat()
    return params
