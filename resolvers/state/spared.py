"""What is asked of the store only as long as it answers: it can be done without, and must fail nobody's operation."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog

from resolvers.state.store import StoreFault

T = TypeVar("T")

PATIENCE = 1.0
REST = 5.0
"""Seconds: what an answer may take, and how long a store that failed is not asked again."""

log = structlog.get_logger(__name__)


class Spared:
    """A line in the log as it goes, and one as it comes back; not one for each question."""

    def __init__(self, now: Callable[[], float] = time.monotonic, patience: float = PATIENCE) -> None:
        self._now = now
        self._patience = patience
        self._asked_again = 0.0
        self._is_gone = False

    async def ask(self, work: Callable[[], Awaitable[T]], otherwise: T) -> T:
        """`otherwise`, where the store can't be asked."""
        if self._is_gone:
            if self._now() < self._asked_again:
                return otherwise
            self._rest()  # One tries, and the others need not wait for it.
        try:
            async with asyncio.timeout(self._patience):
                found = await work()
        except (StoreFault, TimeoutError) as fault:
            self._failed(fault)
            return otherwise
        self._answered()
        return found

    def _failed(self, fault: Exception) -> None:
        if not self._is_gone:
            log.warning("state_done_without", why=str(fault) or "it does not answer")
        self._is_gone = True
        self._rest()

    def _rest(self) -> None:
        self._asked_again = self._now() + REST

    def _answered(self) -> None:
        if self._is_gone:
            log.warning("state_is_back")
        self._is_gone = False
