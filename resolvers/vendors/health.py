"""How a backend has answered lately, as this process saw it."""

from collections.abc import Callable
from datetime import datetime, timedelta

from resolvers.errors import BackendFault
from schema.backend import Health, HealthStatus
from schema.errors import ErrorCode

LATELY = timedelta(seconds=30)


class HealthRecord:
    """Remembers the last success and the last failure for the backend's fault."""

    def __init__(self, now: Callable[[], datetime], lately: timedelta = LATELY) -> None:
        self._now = now
        self._lately = lately
        self._is_left_alone: Callable[[], bool] = lambda: False
        self._success: datetime | None = None
        self._failure: datetime | None = None
        self._code: ErrorCode | None = None
        self._failing = False

    def watch(self, is_left_alone: Callable[[], bool]) -> None:
        """Who tells whether no call is made for now."""
        self._is_left_alone = is_left_alone

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
        if self._is_left_alone():
            return HealthStatus.DOWN
        return HealthStatus.DEGRADED if self._failing or self._failed_lately() else HealthStatus.UP

    def _failed_lately(self) -> bool:
        return self._failure is not None and self._now() - self._failure <= self._lately
