"""Metrics in Prometheus' format: this process's own, or those of all workers."""

from pathlib import Path

from prometheus_client import CollectorRegistry, disable_created_metrics, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector
from starlette.responses import Response

PATH = "/metrics"

# Creation times would double the number of series, and don't work across processes.
disable_created_metrics()  # type: ignore[no-untyped-call]


def of_one(registry: CollectorRegistry) -> Response:
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


def of_workers(directory: Path) -> Response:
    """Counters of dead workers are included, their gauges are not."""
    registry = CollectorRegistry()
    MultiProcessCollector(registry, str(directory))  # type: ignore[no-untyped-call]
    return of_one(registry)
