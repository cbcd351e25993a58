"""Metrics for Prometheus, with names of OpenTelemetry's conventions.

Events are counted as they happen; what can be read at any time is sampled when metrics are scraped.
"""

from app.metrics.board import Metrics
from app.metrics.requests import Measured

__all__ = ["Measured", "Metrics"]
