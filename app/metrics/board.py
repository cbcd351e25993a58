"""All that is measured, in one place."""

from collections.abc import Iterator
from contextlib import contextmanager
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

PATH = exposition.PATH


class Metrics:
    """`directory`: where all workers write theirs, so that each can tell of all; None: this process is alone."""

    def __init__(self, directory: Path | None = None) -> None:
        self.registry = CollectorRegistry()
        self.directory = directory
        self.requests = Requests(self.registry)
        self.operations = Operations(self.registry)
        self.calls = Calls(self.registry)
        self._levels = Levels(self.registry)

    @contextmanager
    def watching(self, gateway: Gateway) -> Iterator[None]:
        """Looks at it for as long as the context lasts."""
        with self._levels.watching(gateway):
            yield

    def look(self) -> None:
        """Takes down how things are now."""
        self._levels.look()

    def route(self) -> Route:
        async def exposed(request: Request) -> Response:
            self.look()
            return exposition.of_workers(self.directory) if self.directory else exposition.of_one(self.registry)

        return Route(PATH, exposed)
