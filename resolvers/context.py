"""The context of one operation: its backends, loaders, per-operation caches, and `follow`."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from strawberry.fastapi import BaseContext

from resolvers import selection
from resolvers.caller import EVERYTHING, Caller
from resolvers.explain import Explanation
from resolvers.gateway import Gateway
from resolvers.loaders import Loaders
from resolvers.shown import Shown
from resolvers.stale import Stale
from resolvers.tasks import Tasks
from resolvers.vendors.base import Vendor
from schema.link import Info

Way = Callable[["Context", Any, Info], Any]


class Context(BaseContext):
    """One per operation, also within a batch.

    `ways`: how each type of link is resolved. `backends`: those that the caller may see. `explanation`: if given, no
    backend is called; it records the calls that would be made.
    """

    def __init__(
        self,
        gateway: Gateway,
        ways: Mapping[type, Way],
        caller: Caller = EVERYTHING,
        explanation: Explanation | None = None,
    ) -> None:
        super().__init__()
        self.gateway = gateway
        self.caller = caller
        self.backends: Mapping[str, Vendor] = {
            id: vendor for id, vendor in gateway.backends.items() if caller.may_see(id)
        }
        self.tasks = Tasks()
        self.explanation = explanation
        self.stale = Stale(gateway.memory, self.vendor)
        self.loaders: Loaders | Explanation = explanation or self._new_loaders()
        self._ways = ways
        self.shown = Shown()
        self.pages: dict[object, asyncio.Task[Any]] = {}
        self.indexes: dict[tuple[str, frozenset[str]], asyncio.Task[Any]] = {}
        self._selected: dict[tuple[object, ...], frozenset[str]] = {}

    def vendor(self, backend: str) -> Vendor:
        return self.backends[backend]

    def begin_anew(self) -> None:
        """Drops everything read so far, because something was written. No stale answers are used from now on."""
        self.stale.forbid()
        self.loaders = self._new_loaders()
        self.shown.clear()
        self.pages.clear()
        self.indexes.clear()

    def follow(self, link: Any, info: Info) -> Any | Awaitable[Any]:
        """The target of a link, or an awaitable of it; anything that is not a link is returned as it is."""
        way = self._ways.get(type(link))
        return link if way is None else way(self, link, info)

    def selected(self, info: Info, *path: str) -> frozenset[str]:
        """The GraphQL names selected at the end of `path` below the field, computed once for all rows that share it."""
        raw = info._raw_info
        key = (*map(id, raw.field_nodes), *path)
        found = self._selected.get(key)
        if found is None:
            found = self._selected[key] = selection.names(raw, *path)
        return found

    def _new_loaders(self) -> Loaders:
        return Loaders(self.vendor, self.gateway.memory, self.tasks, self.stale)
