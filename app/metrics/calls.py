"""Finished HTTP calls to backends."""

from prometheus_client import CollectorRegistry, Histogram

from app.metrics.requests import SECONDS
from resolvers.vendors.traffic import Ended


class Calls:
    def __init__(self, registry: CollectorRegistry) -> None:
        self._durations = Histogram(
            "http_client_request_duration_seconds",
            "Duration of calls to backends, from sending to the end of the answer. Each retry counts as a call.",
            ("backend", "kind", "http_request_method", "http_response_status_code", "error_type"),
            buckets=SECONDS,
            registry=registry,
        )

    def heard(self, ended: Ended) -> None:
        status = "" if ended.status is None else str(ended.status)
        labels = (ended.backend, ended.kind, ended.method, status, ended.error or "")
        self._durations.labels(*labels).observe(ended.seconds)
