"""Records how a call ended, in the backend's circuit and its health, and turns errors into a BackendFault."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from resolvers import errors
from resolvers.vendors import answering
from resolvers.vendors.config import BackendConfig
from resolvers.vendors.health import HealthRecord
from resolvers.vendors.policies import deadline
from resolvers.vendors.policies.circuit import Attempt
from resolvers.vendors.traffic import Sent

FAIR_SHARE = 0.4
"""A timeout is the backend's fault only if the call had at least this share of the usual time; a list's has half."""


class Judge:
    """One backend's."""

    def __init__(self, config: BackendConfig, health: HealthRecord) -> None:
        self._backend = config.id
        self._timeout = config.timeout
        self._health = health

    @contextmanager
    def judged(self, attempt: Attempt, sent: Sent) -> Iterator[None]:
        """Records the call that is made in this context. Raises httpx's errors and timeouts as a BackendFault."""
        given = deadline.left()
        try:
            yield
        except httpx.HTTPError as error:
            raise self._recorded(attempt, self._fault(sent, error)) from error
        except TimeoutError as error:
            fault = self._fault(sent, error)
            is_fair = given is None or given >= FAIR_SHARE * min(self._timeout, deadline.longest())
            raise (self._recorded(attempt, fault) if is_fair else fault) from error
        except errors.BackendFault as fault:
            self._recorded(attempt, fault)
            raise
        else:
            attempt.succeeded()
            self._health.answered()
        finally:
            attempt.abandoned()  # Ignored if an outcome was recorded; otherwise the caller gave up.

    def misread(self, attempt: Attempt, fault: errors.BackendFault) -> None:
        """For a call that was recorded as a success, but whose answer can't be read."""
        attempt.turned_out_bad()
        self._health.failed(fault)

    def _fault(self, sent: Sent, error: httpx.HTTPError | TimeoutError) -> errors.BackendFault:
        translated = answering.without_token if sent.awaits_token else answering.translated
        return translated(self._backend, error)

    def _recorded(self, attempt: Attempt, fault: errors.BackendFault) -> errors.BackendFault:
        """A 4xx is a success to the circuit; to the health, only Refused and NotThere are. Returns the fault."""
        if answering.is_answer(fault):
            attempt.succeeded()
        else:
            attempt.failed()
        if isinstance(fault, (errors.Refused, errors.NotThere)):
            self._health.answered()
        else:
            self._health.failed(fault)
        return fault
