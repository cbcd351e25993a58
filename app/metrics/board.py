"""All metrics of a process."""

from contextlib import AbstractContextManager
from pathlib import Path

from prometheus_client import CollectorRegistry
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.metrics import exposition
from app.metrics.calls import Calls
from app.metrics.levels import Levels
from app.metrics.operations import Operations
from app.metrics.requests import Requests
from resolvers.gateway import Gateway


class Metrics:
    """`directory`: shared by all workers, so that each can expose all; None if this process is the only one."""

    def __init__(self, directory: Path | None = None) -> None:
        self.registry = CollectorRegistry()
        self.directory = directory
        self.requests = Requests(self.registry)
        self.operations = Operations(self.registry)
        self.calls = Calls(self.registry)
        self._levels = Levels(self.registry)

    def watching(self, gateway: Gateway) -> AbstractContextManager[None]:
        """Samples it while the context lasts."""
        return self._levels.watching(gateway)

    def sample(self) -> None:
        """Updates the metrics that are not updated as things happen."""
        self._levels.sample()

    def route(self) -> Route:
        async def exposed(request: Request) -> Response:
            self.sample()
            return exposition.of_workers(self.directory) if self.directory else exposition.of_one(self.registry)

        return Route(exposition.PATH, exposed)
