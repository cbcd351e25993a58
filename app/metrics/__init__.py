"""Counts and durations for Prometheus, named as OpenTelemetry's conventions name them.

What happens is counted as it happens; what can be looked up at any time is looked up when somebody asks.
"""

from app.metrics.board import Metrics
from app.metrics.requests import Measured

__all__ = ["Measured", "Metrics"]
