"""What a process opens once and keeps across reloads: its state, its metrics, its connections to the backends."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

from app.ending import Ending
from app.metrics import Metrics
from app.settings import Settings
from app.settings_metrics import shared_directory
from resolvers.state.best_effort import BestEffort
from resolvers.state.connect import State, shared
from resolvers.vendors.connect import Connections, Transport, by_network

LOOKUPS = 256
"""Names that are resolved at once. asyncio does it in threads that can't be cancelled, and has six of them on two
processors: a backend whose name server hangs would keep all others from being connected to."""


class Resources:
    """`state`: available while `opened`. `ending`: the shutdown of the process. `best_effort`: see State."""

    state: State

    def __init__(
        self,
        settings: Settings,
        transport: Transport = by_network,
        ending: Ending | None = None,
        best_effort: BestEffort | None = None,
    ) -> None:
        self._state_url = settings.state.url
        self._best_effort = best_effort
        self.metrics = Metrics(shared_directory())
        self.connections = Connections(transport, lambda backend: self.state.turns(backend), self.metrics.calls.heard)
        self.ending = ending or Ending(settings.server.drain, settings.server.grace)

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[None]:
        """Raises StoreFault or OSError if the state can't be opened."""
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(LOOKUPS, "lookup"))
        async with shared(self._state_url.get_secret_value(), best_effort=self._best_effort) as self.state:
            yield
