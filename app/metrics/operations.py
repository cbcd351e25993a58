"""GraphQL operations: duration, cost and errors."""

from prometheus_client import CollectorRegistry, Counter, Histogram

from app.metrics.labels import Bounded
from app.metrics.requests import SECONDS

POINTS = (1, 3, 10, 30, 100, 300, 1000, 3000, 10000)


class Operations:
    def __init__(self, registry: CollectorRegistry) -> None:
        self._names, self._clients = Bounded(), Bounded()
        self._durations = Histogram(
            "graphql_server_operation_duration_seconds",
            "Duration of operations.",
            ("graphql_operation_name", "graphql_operation_type", "client"),
            buckets=SECONDS,
            registry=registry,
        )
        self._errors = Counter(
            "graphql_server_errors",
            "Operations that returned errors, counted once per error code.",
            ("error_type",),
            registry=registry,
        )
        self._requested = Histogram(
            "gateway_operation_requested_cost_points",
            "Estimated maximum cost of operations.",
            ("client",),
            buckets=POINTS,
            registry=registry,
        )
        self._actual = Histogram(
            "gateway_operation_actual_cost_points",
            "Actual cost of operations.",
            ("client",),
            buckets=POINTS,
            registry=registry,
        )

    def ended(
        self,
        name: str | None,
        kind: str | None,
        client: str,
        seconds: float,
        codes: list[str],
        requested_cost: float | None = None,
        actual_cost: float | None = None,
    ) -> None:
        """`codes`: each once, however many errors have it. A cost is None if the operation did not get that far."""
        client = self._clients(client)
        self._durations.labels(self._names(name or ""), kind or "", client).observe(seconds)
        for code in codes:
            self._errors.labels(code).inc()
        for costs, cost in ((self._requested, requested_cost), (self._actual, actual_cost)):
            if cost is not None:
                costs.labels(client).observe(cost)
