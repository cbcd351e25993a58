"""How metrics are told: this process's own, or those of all workers."""

from pathlib import Path

from prometheus_client import CollectorRegistry, disable_created_metrics, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector
from starlette.responses import Response

PATH = "/metrics"

# When each series began: it would double their number, and workers together could not tell it.
disable_created_metrics()  # type: ignore[no-untyped-call]


def of_one(registry: CollectorRegistry) -> Response:
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


def of_workers(directory: Path) -> Response:
    """Counts of those that have ended stay, what they had under way does not."""
    registry = CollectorRegistry()
    MultiProcessCollector(registry, str(directory))  # type: ignore[no-untyped-call]
    return of_one(registry)
