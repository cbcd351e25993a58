"""The one call to a backend, and the policies around it."""

import random
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from datetime import UTC, datetime
from functools import partial
from math import ceil
from typing import Any

import httpx
import structlog

from resolvers import errors, usage
from resolvers.vendors import allowance, answering, file, tracing
from resolvers.vendors.answering import JSON
from resolvers.vendors.call import Call, Kind
from resolvers.vendors.config import BackendConfig
from resolvers.vendors.exchange import Exchange
from resolvers.vendors.file import File
from resolvers.vendors.health import HealthRecord
from resolvers.vendors.judging import Judge
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
"""Of so many places one is for files, which take long; the others are left to the rest."""


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
        self._file_timeout = config.file_timeout
        # What one may wait for a first byte, the deadline cuts off.
        self._limits = httpx.Timeout(config.timeout, connect=config.connect_timeout)
        self._base = str(config.url).rstrip("/")
        self._http = http
        self._judge = Judge(config, health)
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
    ) -> AsyncIterator[File]:
        """The answer, its body unread, for as long as the reader likes. Raises a BackendFault, also in between."""
        call = Call(method, path, params, body, Kind.FILE, accept)
        async with self._admitted(call) as attempt, AsyncExitStack() as stack:
            with self.traffic.sending(call.method, call.kind.value) as sent, self._judge.judged(attempt):
                exchange = Exchange()
                opening = self._sent(call, sent, exchange.extensions)
                async with deadline.cut_off(self._timeout):
                    response = await stack.enter_async_context(exchange.held(opening))
                chunks = exchange.each(response.aiter_bytes())
                yield File(response.headers, file.in_time(self._backend, chunks, self._file_timeout))

    async def _whole(self, call: Call) -> bytes:
        async with self._admitted(call) as attempt:
            with self.traffic.sending(call.method, call.kind.value) as sent, self._judge.judged(attempt):
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
            raise errors.Unsupported(
                self._backend, "can't be called: the request's address is too long. Use a shorter filter."
            )
        breaker = self.circuits[call.kind]
        allowance.spend(self._backend)
        async with AsyncExitStack() as stack:
            with self.traffic.refusing(call.kind.value), self._refusals():
                breaker.refuse_if_open()
                async with deadline.cut_off(None):
                    if call.kind is Kind.FILE:
                        await stack.enter_async_context(self._files.place(_operation()))
                    await stack.enter_async_context(self._bulkhead.place(_operation()))
                    await self._pace.turn(_operation())
                attempt = breaker.attempt()
            yield attempt

    @contextmanager
    def _refusals(self) -> Iterator[None]:
        try:
            yield
        except circuit.Open as still:
            raise errors.CircuitOpen(
                self._backend, "failed so often that it is not called for now.", retry_after=ceil(still.seconds)
            ) from None
        except Full:
            raise errors.Overloaded(self._backend, "has too many calls queued.") from None
        except TooFast as wait:
            what = "accepts no more calls for now."
            raise errors.RateLimited(self._backend, what, retry_after=ceil(wait.seconds)) from None
        except TimeoutError:
            raise errors.NoTurn(self._backend, "had no free place for the call in time.") from None

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

    # ---------------------------------------------------------------- what is learned from answers

    def _misread(self, attempt: Attempt, fault: errors.BackendFault) -> None:
        self.traffic.unreadable += 1
        self._judge.misread(attempt, fault)

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
