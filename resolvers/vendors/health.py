"""A backend's health, from the calls that this process made."""

from collections.abc import Callable
from datetime import datetime, timedelta

from resolvers.errors import BackendFault
from schema.backend import Health, HealthStatus
from schema.errors import ErrorCode

LATELY = timedelta(seconds=30)
"""For how long a backend is DEGRADED after a failure, even if calls succeed."""


class HealthRecord:
    """Records the last success and the last failure that was the backend's fault. `lately`: see LATELY."""

    def __init__(self, now: Callable[[], datetime], lately: timedelta = LATELY) -> None:
        self._now = now
        self._lately = lately
        self._is_circuit_open: Callable[[], bool] = lambda: False
        self._success: datetime | None = None
        self._failure: datetime | None = None
        self._code: ErrorCode | None = None
        self._failing = False

    def watch(self, is_circuit_open: Callable[[], bool]) -> None:
        """`is_circuit_open()`: whether any of the backend's circuits is open; the backend is DOWN then."""
        self._is_circuit_open = is_circuit_open

    def answered(self) -> None:
        self._success, self._failing = self._now(), False

    def failed(self, fault: BackendFault) -> None:
        self._failure, self._code, self._failing = self._now(), fault.code, True

    def health(self) -> Health:
        return Health(
            status=self._status(),
            last_success_at=self._success,
            last_failure_at=self._failure,
            last_error_code=self._code,
        )

    def _status(self) -> HealthStatus:
        if self._success is None and self._failure is None:
            return HealthStatus.UNKNOWN
        if self._is_circuit_open():
            return HealthStatus.DOWN
        return HealthStatus.DEGRADED if self._failing or self._failed_lately() else HealthStatus.UP

    def _failed_lately(self) -> bool:
        return self._failure is not None and self._now() - self._failure <= self._lately
