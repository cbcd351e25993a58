"""The one call to a backend, and the policies around it."""

import random
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from functools import partial
from math import ceil
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import structlog

from resolvers import errors, usage
from resolvers.vendors import allowance, answering, tracing
from resolvers.vendors.answering import JSON
from resolvers.vendors.config import BackendConfig
from resolvers.vendors.exchange import Exchange
from resolvers.vendors.health import HealthRecord
from resolvers.vendors.policies import circuit, deadline, verdict
from resolvers.vendors.policies.budget import RetryBudget
from resolvers.vendors.policies.bulkhead import Bulkhead, Full
from resolvers.vendors.policies.circuit import Attempt, Circuit
from resolvers.vendors.policies.clock import Clock
from resolvers.vendors.policies.pacing import Pace, used_up, wait_asked_for
from resolvers.vendors.policies.retry import Retries
from resolvers.vendors.policies.turns import SharedTurns, TooFast
from resolvers.vendors.traffic import Heard, Sent, Traffic, nobody

log = structlog.get_logger(__name__)
LONGEST = 8 * 1024
"""Characters of a path and its parameters: what is more, most servers refuse, and httpx some time after."""
FILES = 4
"""Of so many places one is for files: they take as long as their readers like, and the others are left to the rest."""
FAIR_SHARE = 0.4
"""A call that its caller gave less than this of its backend's `timeout` says nothing of it; a list's has half."""


class Kind(Enum):
    """Each has a circuit of its own: an order can be read where none can be made."""

    READ = "read"
    WRITE = "write"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Call:
    """`not_there`: statuses by which this vendor says that there is nothing, or nothing for us; `no`: that it won't."""

    method: str
    path: str
    params: Mapping[str, str] | None
    body: bytes | None
    kind: Kind
    accept: str = JSON
    not_there: frozenset[int] = frozenset({404})
    no: frozenset[int] = answering.REFUSALS

    @property
    def headers(self) -> dict[str, str]:
        accept = {"Accept": self.accept}
        return accept if self.body is None else accept | {"Content-Type": JSON}

    @property
    def length(self) -> int:
        return len(self.path) + len(urlencode(self.params or {}))

    @property
    def operation(self) -> str:
        """Tells a list from one of its things, and both from what is beneath, without any id."""
        return f"{self.method} {self.path.rstrip('/').count('/')}"


def segment(vendor_id: str) -> str:
    """One path segment, whatever the id holds; `.` and `..` would be resolved away, so they are refused."""
    if vendor_id in ("", ".", ".."):
        raise errors.BadUserInput("An id can't be empty, a dot or two dots.")
    return quote(vendor_id, safe="")


class Upstream:
    """One backend's way out. `chance()`: from 0 to 1, for the jitter between retries. `turns`: see Pace.

    `heard`: told of each call as it ends.
    """

    def __init__(
        self,
        config: BackendConfig,
        http: httpx.AsyncClient,
        health: HealthRecord,
        clock: Clock | None = None,
        chance: Callable[[], float] = random.random,
        turns: SharedTurns | None = None,
        heard: Heard = nobody,
    ) -> None:
        clock = clock or Clock()
        rules = circuit.Rules(
            config.circuit_window, failing=config.circuit_failing, least=config.circuit_calls, rest=config.circuit_rest
        )
        self._clock = clock
        self._backend = config.id
        self._timeout = config.timeout
        self._read_timeout = config.read_timeout
        # What one may wait for a first byte, the deadline cuts off.
        self._limits = httpx.Timeout(config.timeout, connect=config.connect_timeout)
        self._base = str(config.url).rstrip("/")
        self._http = http
        self._health = health
        self._bulkhead = Bulkhead(config.max_concurrency, config.max_queue)
        self._files = Bulkhead(max(1, config.max_concurrency // FILES), config.max_queue)
        self._pace = Pace(config.rate, clock, deadline.left, turns)
        self._retries = Retries(RetryBudget(clock.now), clock, chance, deadline.left)
        self.traffic = Traffic(config.id, clock, heard)
        self.circuits = {kind: Circuit(rules, clock.now, partial(self._tell, kind)) for kind in Kind}
        health.watch(lambda: any(each.state is circuit.State.OPEN for each in self.circuits.values()))

    @property
    def waiting(self) -> int:
        """Calls in the queue for a place."""
        return self._bulkhead.waits

    @property
    def retried(self) -> int:
        """Calls made again, so far."""
        return self._retries.made

    async def ask(
        self,
        method: str,
        path: str,
        params: Mapping[str, str] | None = None,
        body: bytes | None = None,
        *,
        accept: str = JSON,
        not_there: frozenset[int] = frozenset(),
        no: frozenset[int] = frozenset(),
    ) -> bytes:
        """The answer's body. Raises a BackendFault; a body sent is JSON. What is no GET is never sent twice."""
        kind = Kind.READ if method == "GET" else Kind.WRITE
        call = Call(method, path, params, body, kind, accept, not_there | {404}, no | answering.REFUSALS)
        began = self._clock.now()
        allowance.charge(self._backend)
        try:
            return await (self._whole(call) if kind is Kind.WRITE else self._retries.run(lambda: self._whole(call)))
        finally:
            usage.of(self._backend).milliseconds += (self._clock.now() - began) * 1000

    @asynccontextmanager
    async def stream(
        self,
        method: str,
        path: str,
        params: Mapping[str, str] | None = None,
        body: bytes | None = None,
        *,
        accept: str = "*/*",
    ) -> AsyncIterator[httpx.Response]:
        """The answer, its body unread, for as long as the reader likes. Raises a BackendFault, also in between."""
        call = Call(method, path, params, body, Kind.FILE, accept)
        async with self._admitted(call) as attempt, AsyncExitStack() as stack:
            with self.traffic.sending(call.method, call.kind.value) as sent, self._judged(attempt):
                exchange = Exchange()
                opening = self._sent(call, sent, exchange.extensions)
                async with deadline.cut_off(self._timeout):
                    response = await stack.enter_async_context(exchange.held(opening))
                yield response

    async def _whole(self, call: Call) -> bytes:
        async with self._admitted(call) as attempt:
            with self.traffic.sending(call.method, call.kind.value) as sent, self._judged(attempt):
                async with deadline.cut_off(self._timeout):
                    exchange = Exchange()
                    text = await exchange.run(self._exchanged(call, sent, exchange))
        verdict.of_call(self._backend, call.operation, lambda fault: self._misread(attempt, fault))
        return text

    async def _exchanged(self, call: Call, sent: Sent, exchange: Exchange) -> bytes:
        async with self._sent(call, sent, exchange.extensions) as response:
            return await answering.whole(self._backend, response, call.accept)

    # ---------------------------------------------------------------- the policies, in their order

    @asynccontextmanager
    async def _admitted(self, call: Call) -> AsyncIterator[Attempt]:
        """The circuit, a place, a turn, and the circuit again. Whatever refuses, nothing was asked of the vendor."""
        if call.length > LONGEST:
            raise errors.Unsupported(self._backend, "can't be asked for what is that long.")
        breaker = self.circuits[call.kind]
        allowance.spend(self._backend)
        async with AsyncExitStack() as stack:
            with self.traffic.refusing(call.kind.value), self._refusals():
                breaker.refuse_if_open()
                async with deadline.cut_off(None):
                    if call.kind is Kind.FILE:
                        await stack.enter_async_context(self._files.place(_operation()))
                    await stack.enter_async_context(self._bulkhead.place(_operation()))
                    await self._pace.turn()
                attempt = breaker.attempt()
            yield attempt

    @contextmanager
    def _refusals(self) -> Iterator[None]:
        try:
            yield
        except circuit.Open as still:
            raise errors.CircuitOpen(self._backend, "is left alone for now.", retry_after=ceil(still.seconds)) from None
        except Full:
            raise errors.Overloaded(self._backend, "has too many calls waiting for it.") from None
        except TooFast as wait:
            what = "takes no more calls for now."
            raise errors.RateLimited(self._backend, what, retry_after=ceil(wait.seconds)) from None
        except TimeoutError:
            raise errors.NoTurn(self._backend, "had no place for the call in time.") from None

    @asynccontextmanager
    async def _sent(self, call: Call, sent: Sent, extensions: Mapping[str, Any]) -> AsyncIterator[httpx.Response]:
        async with self._http.stream(
            call.method,
            self._base + call.path,
            params=call.params or None,
            content=call.body,
            headers=call.headers | tracing.headers(),
            timeout=self._limits,
            extensions=extensions,
        ) as response:
            sent.status = response.status_code
            await self._learn(response)
            await answering.refuse(self._backend, response, call.not_there, call.no, datetime.now(UTC))
            # httpx reads its limits anew for the body: from here on, a silence is what is limited.
            response.request.extensions["timeout"]["read"] = self._read_timeout
            yield response

    @contextmanager
    def _judged(self, attempt: Attempt) -> Iterator[None]:
        """What the call's end says of the vendor, to the circuit and to the health record."""
        given = deadline.left()
        try:
            yield
        except httpx.HTTPError as error:
            raise self._blamed(attempt, answering.translated(self._backend, error)) from error
        except TimeoutError as error:
            fault = errors.overdue(self._backend)
            is_fair = given is None or given >= FAIR_SHARE * self._timeout
            raise (self._blamed(attempt, fault) if is_fair else fault) from error
        except errors.BackendFault as fault:
            self._blamed(attempt, fault)
            raise
        else:
            attempt.succeeded()
            self._health.answered()
        finally:
            attempt.abandoned()  # Heard only where nothing was told yet: the caller has left.

    # ---------------------------------------------------------------- what is learned from answers

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

    def _misread(self, attempt: Attempt, fault: errors.BackendFault) -> None:
        self.traffic.unreadable += 1
        attempt.turned_out_bad()
        self._health.failed(fault)

    def _tell(self, kind: Kind, state: circuit.State) -> None:
        log.warning("circuit", backend=self._backend, kind=kind.value, state=state.name)

    async def _learn(self, response: httpx.Response) -> None:
        if response.status_code != 429 and not used_up(response.headers):
            return
        wait = wait_asked_for(response.headers, datetime.now(UTC))
        if wait is not None:
            await self._pace.closed_for(wait)


def _operation() -> object:
    found = deadline.current()
    return None if found is None else found.operation
