"""Counts the calls to one backend, and reports each one when it ends."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from resolvers.errors import BackendFault
from resolvers.vendors.policies.clock import Clock

CANCELLED = "cancelled"
"""The error of a call that its caller cancelled."""
FAILED = "_OTHER"
"""The error of a call that failed in any other way than with a BackendFault."""
SENT = "sent"
"""The extension of an httpx request that holds its Sent."""


@dataclass(frozen=True, slots=True)
class Ended:
    """One call, from when it is sent to the end of the response.

    `status`: None if there was no response. `error`: the status if it is the reason, else the fault's code; None if
    there was no fault.
    """

    backend: str
    method: str
    kind: str
    status: int | None
    error: str | None
    seconds: float


Heard = Callable[[Ended], None]
"""Called when a call ends."""


def nobody(ended: Ended) -> None:
    """The default listener, which does nothing."""


@dataclass(slots=True)
class Sent:
    """A call in flight. `status`: set as soon as it is known.

    `awaits_token`: an access token must be fetched first; the vendor received no request, or rejected its token.
    """

    status: int | None = None
    awaits_token: bool = False


class Traffic:
    """`refused`: calls that were not sent, by kind and error code. `unreadable`: answers that could not be parsed."""

    def __init__(self, backend: str, clock: Clock, heard: Heard = nobody) -> None:
        self.in_flight = 0
        self.unreadable = 0
        self.refused: Counter[tuple[str, str]] = Counter()
        self._backend = backend
        self._clock = clock
        self._heard = heard

    @contextmanager
    def sending(self, method: str, kind: str) -> Iterator[Sent]:
        """Counts and times the call that is made in this context."""
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
        """Counts a BackendFault that is raised in this context, before a call is sent."""
        try:
            yield
        except BackendFault as fault:
            self.refused[kind, fault.code.name] += 1
            raise


def _error(fault: BaseException) -> str:
    if isinstance(fault, BackendFault):
        return fault.code.name if fault.http_status is None else str(fault.http_status)
    return CANCELLED if isinstance(fault, (asyncio.CancelledError, GeneratorExit)) else FAILED
