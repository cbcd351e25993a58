"""Calls a backend, with all policies applied."""

import random
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
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
from resolvers.vendors.policies import circuit, deadline, flow, verdict
from resolvers.vendors.policies.budget import RetryBudget
from resolvers.vendors.policies.bulkhead import Bulkhead, Full
from resolvers.vendors.policies.circuit import Attempt, Circuit
from resolvers.vendors.policies.clock import Clock
from resolvers.vendors.policies.pacing import Pace, used_up, wait_asked_for
from resolvers.vendors.policies.retry import Retries
from resolvers.vendors.policies.turns import SharedTurns, TooFast
from resolvers.vendors.traffic import SENT, Heard, Sent, Traffic, nobody

log = structlog.get_logger(__name__)
LONGEST = 8 * 1024
"""Characters of a path and its query string. Most servers refuse longer ones; httpx has a limit too, of 64 KiB."""
FILES = 4
"""Files may use one in this many of the bulkhead's places, since downloads take long."""


class Upstream:
    """Calls one backend. `chance()`: a random number from 0 to 1, for the jitter of retries.

    `turns`: the rate limit shared with other processes, if any. `heard`: called when a call ends.
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
        # Until the response begins, the read timeout is the whole timeout; _response shortens it for the body.
        self._limits = httpx.Timeout(config.timeout, connect=config.connect_timeout)
        self._base = str(config.url).rstrip("/")
        self._http = http
        self._judge = Judge(config, health)
        self._bulkhead = Bulkhead(config.max_concurrency, config.max_queue)
        self._files = Bulkhead(max(1, config.max_concurrency // FILES), config.max_queue)
        self._pace = Pace(config.rate, clock, deadline.left, turns)
        self._retries = Retries(RetryBudget(clock.now), clock, chance, deadline.left)
        self.traffic = Traffic(config.id, clock, heard)
        self.circuits = {kind: Circuit(rules, clock.now, partial(self._log_change, kind)) for kind in Kind}
        health.watch(lambda: any(each.state is circuit.State.OPEN for each in self.circuits.values()))

    @property
    def waiting(self) -> int:
        """Calls queued for a place."""
        return self._bulkhead.waits

    @property
    def retried(self) -> int:
        """Retries so far."""
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
        """The response body. `body` is JSON; `not_there`, `no`: see Call. Raises a BackendFault. Retries GET only."""
        kind = Kind.READ if method == "GET" else Kind.WRITE
        call = Call(method, path, params, body, kind, accept, not_there | {404}, no | answering.REFUSALS)
        began = self._clock.now()
        allowance.charge(self._backend)
        try:
            return await (self._fetch(call) if kind is Kind.WRITE else self._retries.run(lambda: self._fetch(call)))
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
        """A response whose body is streamed; never retried. Raises a BackendFault, also while the body is read."""
        call = Call(method, path, params, body, Kind.FILE, accept)
        async with self._admitted(call) as attempt, AsyncExitStack() as stack:
            with self.traffic.sending(call.method, call.kind.value) as sent, self._judge.judged(attempt, sent):
                exchange = Exchange(self._clock.now)
                opening = self._response(call, sent, exchange.extensions)
                async with deadline.cut_off(self._timeout):
                    response = await stack.enter_async_context(exchange.held(opening))
                chunks = exchange.each(response.aiter_bytes())
                yield File(response.headers, file.in_time(self._backend, chunks, self._file_timeout))

    async def _fetch(self, call: Call) -> bytes:
        async with self._admitted(call) as attempt:
            with self.traffic.sending(call.method, call.kind.value) as sent, self._judge.judged(attempt, sent):
                async with deadline.cut_off(self._timeout):
                    exchange = Exchange(self._clock.now)
                    text = await exchange.run(self._read_response(call, sent, exchange))
        verdict.of_call(self._backend, call.operation, lambda fault: self._misread(attempt, fault))
        return text

    async def _read_response(self, call: Call, sent: Sent, exchange: Exchange) -> bytes:
        async with self._response(call, sent, exchange.extensions) as response:
            return await answering.whole(self._backend, response, call.accept)

    # ---------------------------------------------------------------- policies, in order

    @asynccontextmanager
    async def _admitted(self, call: Call) -> AsyncIterator[Attempt]:
        """Passes the circuit, the bulkhead, the pace, and the circuit again. If one refuses, nothing has been sent."""
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
                        await stack.enter_async_context(self._files.place(flow.current()))
                    await stack.enter_async_context(self._bulkhead.place(flow.current()))
                    await self._pace.turn(flow.current())
                attempt = breaker.attempt()
            yield attempt

    @contextmanager
    def _refusals(self) -> Iterator[None]:
        """Turns the policies' exceptions into BackendFaults."""
        try:
            yield
        except circuit.Open as refusal:
            raise errors.CircuitOpen(
                self._backend, "failed so often that it is not called for now.", retry_after=ceil(refusal.seconds)
            ) from None
        except Full:
            raise errors.Overloaded(self._backend, "has too many calls queued.") from None
        except TooFast as refusal:
            what = "accepts no more calls for now."
            raise errors.RateLimited(self._backend, what, retry_after=ceil(refusal.seconds)) from None
        except TimeoutError:
            raise errors.NoTime(self._backend, "had no free place for the call in time.") from None

    @asynccontextmanager
    async def _response(self, call: Call, sent: Sent, extensions: Mapping[str, Any]) -> AsyncIterator[httpx.Response]:
        async with self._http.stream(
            call.method,
            self._base + call.path,
            params=call.params or None,
            content=call.body,
            headers=call.headers | tracing.headers(),
            timeout=self._limits,
            extensions={**extensions, SENT: sent},
        ) as response:
            sent.status = response.status_code
            await self._obey_quota(response)
            await answering.refuse(self._backend, response, call.not_there, call.no, self._clock.utc())
            # httpx reads the timeout again for the body: from here on, it limits each pause.
            response.request.extensions["timeout"]["read"] = self._read_timeout
            yield response

    # ---------------------------------------------------------------- feedback

    def _misread(self, attempt: Attempt, fault: errors.BackendFault) -> None:
        self.traffic.unreadable += 1
        self._judge.misread(attempt, fault)

    def _log_change(self, kind: Kind, state: circuit.State) -> None:
        log.warning("circuit", backend=self._backend, kind=kind.value, state=state.name)

    async def _obey_quota(self, response: httpx.Response) -> None:
        """Pauses all calls after a 429, or the last call of a quota, for as long as the vendor asks."""
        if response.status_code != 429 and not used_up(response.headers):
            return
        wait = wait_asked_for(response.headers, self._clock.utc())
        if wait is not None:
            await self._pace.closed_for(wait)
