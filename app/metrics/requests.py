"""Incoming HTTP requests."""

from time import perf_counter

from prometheus_client import CollectorRegistry, Gauge, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.metrics.exposition import PATH
from app.metrics.labels import OTHER

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
METHODS = frozenset({"GET", "POST", "OPTIONS", "HEAD"})
ROUTES = ("/graphql", "/documents", "/health", PATH)


class Requests:
    def __init__(self, registry: CollectorRegistry) -> None:
        self.durations = Histogram(
            "http_server_request_duration_seconds",
            "Duration of requests, to the end of the response.",
            ("http_request_method", "http_route", "http_response_status_code"),
            buckets=SECONDS,
            registry=registry,
        )
        self.active = Gauge(
            "http_server_active_requests", "Requests in flight.", registry=registry, multiprocess_mode="livesum"
        )


class Measured:
    """ASGI: measures the duration of each request, and how many are in flight.

    A request that was cancelled before its response has an empty status: nothing of the gateway's failed.
    """

    def __init__(self, app: ASGIApp, requests: Requests) -> None:
        self._app = app
        self._requests = requests

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        status, begun = "", perf_counter()

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = str(message["status"])
            await send(message)

        with self._requests.active.track_inprogress():
            try:
                await self._app(scope, receive, noting)
            finally:
                labels = (_known(scope["method"]), _route(scope["path"]), status)
                self._requests.durations.labels(*labels).observe(perf_counter() - begun)
        return None


def _known(method: str) -> str:
    return method if method in METHODS else OTHER


def _route(path: str) -> str:
    """Not the path itself: strangers choose it, so there would be no end of series."""
    return next((route for route in ROUTES if path == route or path.startswith(f"{route}/")), OTHER)
