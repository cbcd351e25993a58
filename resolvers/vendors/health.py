"""How a backend has answered lately, as this process saw it."""

from collections.abc import Callable
from datetime import datetime

from resolvers.errors import BackendFault
from schema.backend import Health, HealthStatus
from schema.errors import ErrorCode


class HealthRecord:
    """Remembers the last success and the last failure for the backend's fault."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._success: datetime | None = None
        self._failure: datetime | None = None
        self._code: ErrorCode | None = None
        self._failing = False

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
        return HealthStatus.DEGRADED if self._failing else HealthStatus.UP
