"""What passes between us and one backend, counted for whoever looks, and told to whoever listens."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from resolvers.errors import BackendFault
from resolvers.vendors.policies.clock import Clock

CANCELLED = "cancelled"
"""Of a call that was given up by who made it."""
FAILED = "_OTHER"


@dataclass(frozen=True, slots=True)
class Ended:
    """One call, from its sending to the end of its answer.

    `status`: the answer's, None where there was none. `error`: a status that tells of one, else the fault's code; None
    where there was no fault.
    """

    backend: str
    method: str
    kind: str
    status: int | None
    error: str | None
    seconds: float


Heard = Callable[[Ended], None]
"""Told of each call as it ends."""


def nobody(ended: Ended) -> None:
    """Listens to nothing."""


@dataclass(slots=True)
class Sent:
    """A call on its way. `status`: as soon as it is known."""

    status: int | None = None


class Traffic:
    """One backend's. `refused`: calls never sent, by kind and code. `unreadable`: answers, as it turned out."""

    def __init__(self, backend: str, clock: Clock, heard: Heard = nobody) -> None:
        self.in_flight = 0
        self.unreadable = 0
        self.refused: Counter[tuple[str, str]] = Counter()
        self._backend = backend
        self._clock = clock
        self._heard = heard

    @contextmanager
    def sending(self, method: str, kind: str) -> Iterator[Sent]:
        sent, error, began = Sent(), None, self._clock.now()
        self.in_flight += 1
        try:
            yield sent
        except BaseException as fault:
            error = _error(fault)
            raise
        finally:
            self.in_flight -= 1
            seconds = self._clock.now() - began
            self._heard(Ended(self._backend, method, kind, sent.status, error, seconds))

    @contextmanager
    def refusing(self, kind: str) -> Iterator[None]:
        """Around what may keep a call from being sent."""
        try:
            yield
        except BackendFault as fault:
            self.refused[kind, fault.code.name] += 1
            raise


def _error(fault: BaseException) -> str:
    if isinstance(fault, BackendFault):
        return fault.code.name if fault.http_status is None else str(fault.http_status)
    return CANCELLED if isinstance(fault, (asyncio.CancelledError, GeneratorExit)) else FAILED
