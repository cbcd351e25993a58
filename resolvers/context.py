"""What one operation may use: the backends, its loaders, and `follow`."""

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
    """One operation's: made anew for each, also where several come in one request.

    `ways`: how each kind of link is followed. `backends`: those that exist for the caller. `explanation`: where there
    is one, nothing is asked, and it is told instead what would be.
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
        self.loaders: Loaders | Explanation = explanation or self._own_loaders()
        self._ways = ways
        self.shown = Shown()
        self.pages: dict[object, asyncio.Task[Any]] = {}
        self.indexes: dict[tuple[str, frozenset[str]], asyncio.Task[Any]] = {}
        self._selected: dict[tuple[object, ...], frozenset[str]] = {}

    def vendor(self, backend: str) -> Vendor:
        return self.backends[backend]

    def begin_anew(self) -> None:
        """Forgets what was read so far, for something was written; from now on nothing old is told."""
        self.stale.forbid()
        self.loaders = self._own_loaders()
        self.shown.clear()
        self.pages.clear()
        self.indexes.clear()

    def follow(self, link: Any, info: Info) -> Any | Awaitable[Any]:
        """The thing itself, or an awaitable of it."""
        way = self._ways.get(type(link))
        return link if way is None else way(self, link, info)

    def selected(self, info: Info, *path: str) -> frozenset[str]:
        """What the client selected below the field, worked out once for all rows that share it."""
        raw = info._raw_info
        key = (*map(id, raw.field_nodes), *path)
        found = self._selected.get(key)
        if found is None:
            found = self._selected[key] = selection.names(raw, *path)
        return found

    def _own_loaders(self) -> Loaders:
        return Loaders(self.vendor, self.gateway.memory, self.tasks, self.stale)
