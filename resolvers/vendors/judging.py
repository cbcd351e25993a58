"""What the end of a call says of the backend: to its circuit, to its health record, and to who asked."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from resolvers import errors
from resolvers.vendors import answering
from resolvers.vendors.config import BackendConfig
from resolvers.vendors.health import HealthRecord
from resolvers.vendors.policies import deadline
from resolvers.vendors.policies.circuit import Attempt

FAIR_SHARE = 0.4
"""A call that was given less than this of what calls usually get says nothing of the backend; a list's has half."""


class Judge:
    """One backend's."""

    def __init__(self, config: BackendConfig, health: HealthRecord) -> None:
        self._backend = config.id
        self._timeout = config.timeout
        self._health = health

    @contextmanager
    def judged(self, attempt: Attempt) -> Iterator[None]:
        """Around a call. Raises a BackendFault for whatever httpx raises, and where the call took too long."""
        given = deadline.left()
        try:
            yield
        except httpx.HTTPError as error:
            raise self._blamed(attempt, answering.translated(self._backend, error)) from error
        except TimeoutError as error:
            fault = errors.overdue(self._backend)
            is_fair = given is None or given >= FAIR_SHARE * min(self._timeout, deadline.longest())
            raise (self._blamed(attempt, fault) if is_fair else fault) from error
        except errors.BackendFault as fault:
            self._blamed(attempt, fault)
            raise
        else:
            attempt.succeeded()
            self._health.answered()
        finally:
            attempt.abandoned()  # Heard only where nothing was told yet: the caller has left.

    def misread(self, attempt: Attempt, fault: errors.BackendFault) -> None:
        """It was answered, but its reader can't read it."""
        attempt.turned_out_bad()
        self._health.failed(fault)

    def _blamed(self, attempt: Attempt, fault: errors.BackendFault) -> errors.BackendFault:
        if answering.is_answer(fault):
            attempt.succeeded()
        else:
            attempt.failed()
        if isinstance(fault, (errors.Refused, errors.NotThere)):
            self._health.answered()
        else:
            self._health.failed(fault)
        return fault
