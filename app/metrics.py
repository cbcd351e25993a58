"""Counts and durations for Prometheus, named as OpenTelemetry's conventions name them; each process has its own."""

from collections.abc import Mapping
from time import perf_counter

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PATH = "/metrics"
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
METHODS = frozenset({"GET", "POST", "OPTIONS", "HEAD"})
ROUTES = ("/graphql", "/documents", "/health", PATH)
OTHER = "_OTHER"
MOST_NAMES = 200
"""Clients choose the names of operations, and each is a series of its own: the rest share one."""


class Metrics:
    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._names: set[str] = set()
        self.requests = Histogram(
            "http_server_request_duration_seconds",
            "How long requests took.",
            ("http_request_method", "http_route", "http_response_status_code"),
            buckets=SECONDS,
            registry=self.registry,
        )
        self.in_flight = Gauge("http_server_active_requests", "Requests under way.", registry=self.registry)
        self._operations = Histogram(
            "graphql_server_operation_duration_seconds",
            "How long operations took.",
            ("graphql_operation_name", "graphql_operation_type", "client"),
            buckets=SECONDS,
            registry=self.registry,
        )
        self._errors = Counter(
            "graphql_server_errors", "Operations that told of an error.", ("error_type",), registry=self.registry
        )
        self._calls = Counter("order_gateway_upstream_calls", "Calls made.", ("backend",), registry=self.registry)

    def operation(
        self,
        name: str | None,
        kind: str | None,
        client: str,
        seconds: float,
        codes: list[str],
        calls: Mapping[str, int],
    ) -> None:
        """`codes`: each once, however many errors carry it."""
        self._operations.labels(self._bounded(name or ""), kind or "", client).observe(seconds)
        for code in codes:
            self._errors.labels(code).inc()
        for backend, count in calls.items():
            self._calls.labels(backend).inc(count)

    def route(self) -> Route:
        async def exposed(request: Request) -> Response:
            return Response(generate_latest(self.registry), media_type=CONTENT_TYPE_LATEST)

        return Route(PATH, exposed)

    def _bounded(self, name: str) -> str:
        if name not in self._names and len(self._names) >= MOST_NAMES:
            return OTHER
        self._names.add(name)
        return name


class Measured:
    """ASGI: how long each request took, and how many are under way."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        status, begun = "500", perf_counter()

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = str(message["status"])
            await send(message)

        with self._metrics.in_flight.track_inprogress():
            try:
                await self._app(scope, receive, noting)
            finally:
                labels = (_known(scope["method"]), _route(scope["path"]), status)
                self._metrics.requests.labels(*labels).observe(perf_counter() - begun)
        return None


def _known(method: str) -> str:
    return method if method in METHODS else OTHER


def _route(path: str) -> str:
    """Not the path itself, of which there is no end."""
    return next((route for route in ROUTES if path == route or path.startswith(f"{route}/")), OTHER)
