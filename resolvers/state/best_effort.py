"""Calls to a store that may fail: whatever it is asked for here, an operation can do without."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog

from resolvers.state.store import StoreFault

T = TypeVar("T")

TIMEOUT = 1.0
"""Seconds that an answer may take."""
PAUSE = 5.0
"""Seconds that a store which failed is not asked again."""

log = structlog.get_logger(__name__)


class BestEffort:
    """Answers with a default while the store fails. Logs when it fails first and when it answers again."""

    def __init__(self, now: Callable[[], float] = time.monotonic, timeout: float = TIMEOUT) -> None:
        self._now = now
        self._timeout = timeout
        self._retry_at = 0.0
        self._is_down = False

    async def ask(self, work: Callable[[], Awaitable[T]], otherwise: T) -> T:
        """`otherwise` if the store fails, or failed within the pause."""
        if self._is_down:
            if self._now() < self._retry_at:
                return otherwise
            self._pause()  # This call tries the store; concurrent ones need not wait for it.
        try:
            async with asyncio.timeout(self._timeout):
                answer = await work()
        except (StoreFault, TimeoutError) as fault:
            self._failed(fault)
            return otherwise
        self._answered()
        return answer

    def _failed(self, fault: Exception) -> None:
        if not self._is_down:
            log.warning("state_unavailable", why=str(fault) or "timeout")
        self._is_down = True
        self._pause()

    def _answered(self) -> None:
        if self._is_down:
            log.warning("state_available")
        self._is_down = False

    def _pause(self) -> None:
        self._retry_at = self._now() + PAUSE
