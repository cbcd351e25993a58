"""What a process keeps while its configuration changes: its state, its metrics, its ways to the backends, its end."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.metrics import Metrics
from app.metrics.port import exposed
from app.process.ending import Ending
from app.settings import Settings
from app.settings_metrics import shared_directory
from resolvers.state.connect import State, shared
from resolvers.vendors.connect import Connections, Transport, by_network


class Lasting:
    """`state`: there while `opened`."""

    state: State

    def __init__(self, settings: Settings, transport: Transport = by_network, ending: Ending | None = None) -> None:
        self._settings = settings
        self.metrics = Metrics(shared_directory())
        self.connections = Connections(transport, lambda backend: self.state.turns(backend), self.metrics.calls.heard)
        self.ending = ending or Ending(settings.server.drain, settings.server.grace)

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[None]:
        """Raises StoreFault or OSError where the state can't be had or the metrics' port is taken."""
        url = self._settings.state.url.get_secret_value()
        async with shared(url) as self.state, exposed(self.metrics, self._settings.server):
            yield
