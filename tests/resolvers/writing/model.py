"""Callers, lost answers, slow and lossy vendors, crashes between any two steps: what may happen, and what must hold.

Every step of the create path ends at a gate: hypothesis opens the gates in whatever order it likes, lets time pass,
lets the shop make or drop what reached it, lets callers leave and processes die, and looks at every answer.
"""

import asyncio
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from tempfile import TemporaryDirectory

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from resolvers import errors
from resolvers.errors import BackendFault
from resolvers.state.connect import opened
from resolvers.state.record import Slot
from resolvers.state.redis import RedisStore
from resolvers.state.store import Store
from resolvers.writing import fingerprint
from resolvers.writing.create import Creation
from resolvers.writing.service import WriteService
from resolvers.writing.steps import MOMENT
from schema.write_inputs import OrderCreateInput
from schema.writes import UserErrorCode, WriteOutcome
from tests.resolvers.writing.far_shop import Arrival, Clock, FarVendor, Shop
from tests.resolvers.writing.gates import CURRENT, HALF, KEYS, LEASE, GatedStore, GatedVendor, Request, T

IN_MEMORY = "/dev/shm"
"""Where the file is written to without waiting for a disk, where there is such a place."""


class Timeless(asyncio.SelectorEventLoop):
    """In which only the model's own clock runs: no time limit passes by itself, however long a step takes."""

    def time(self) -> float:
        return 0.0


class Process:
    """A gateway: its own memory, the shared store. A dead one's requests stay at their gates for good."""

    def __init__(self, model: "Model") -> None:
        self.is_alive = True
        self.vendor = model.kind(model.shop)
        self.service = WriteService(GatedStore(model.store), lease=LEASE, now=model.clock, sleep=self._sleep)
        self._model = model

    async def _sleep(self, seconds: float) -> None:
        end = self._model.clock() + timedelta(seconds=seconds)
        await CURRENT.get().at_gate()
        self._model.pass_until(end, lambda: True)


class Model(RuleBasedStateMachine):
    """`url`: of the store; `kind`: of the vendor."""

    url = ""
    kind: type[FarVendor] = GatedVendor

    def __init__(self) -> None:
        super().__init__()
        self.loop = Timeless()
        self.folder = TemporaryDirectory(dir=IN_MEMORY if os.path.isdir(IN_MEMORY) else None)
        self.opening = opened(self.url or f"sqlite:///{self.folder.name}/gateway.db", lambda: self.clock())
        self.clock = Clock()
        self.shop = Shop(self.clock)
        self.store = self.loop.run_until_complete(self._open())
        self.requests: list[Request] = []
        self.deadlines: dict[Arrival, datetime] = {}

    async def _open(self) -> Store:
        store = await self.opening.__aenter__()
        if isinstance(store, RedisStore):
            await store._client.flushall()
        return store

    @initialize()
    def start(self) -> None:
        self.processes = [Process(self), Process(self)]

    # ---------------------------------------------------------------- what may happen

    @rule(key=st.sampled_from(KEYS), variant=st.sampled_from("AAAB"), process=st.integers(0, 1))
    def caller_asks(self, key: str, variant: str, process: int) -> None:
        self._ask(key, variant, self.processes[process])

    @precondition(lambda self: self.waiting())
    @rule(data=st.data())
    def a_step_is_taken(self, data: st.DataObject) -> None:
        request = _drawn(data, self.waiting())
        fault = data.draw(st.sampled_from(self._may_meet(request))) if request.posting else None
        self._go_on(request, fault)

    @precondition(lambda self: self.pending())
    @rule(data=st.data(), makes=st.booleans())
    def the_shop_makes_or_drops(self, data: st.DataObject, makes: bool) -> None:
        self._decide(_drawn(data, self.pending()), makes)

    @rule(seconds=st.sampled_from([0.5, MOMENT.total_seconds(), LEASE / 2, LEASE, LEASE + 1]), data=st.data())
    def time_passes(self, seconds: float, data: st.DataObject) -> None:
        """A vendor is through with what it was sent half a lease later, or a moment after the line was cut."""
        self.pass_until(self.clock() + timedelta(seconds=seconds), lambda: data.draw(st.booleans()))

    @precondition(lambda self: self.waiting())
    @rule(data=st.data())
    def caller_leaves(self, data: st.DataObject) -> None:
        request = _drawn(data, self.waiting())
        assert request.caller is not None
        request.caller.cancel()
        self.loop.run_until_complete(asyncio.wait([request.caller]))

    @rule(number=st.integers(0, 1))
    def process_is_killed_and_another_started(self, number: int) -> None:
        self.processes[number].is_alive = False
        self.processes[number] = Process(self)

    # ---------------------------------------------------------------- what must hold

    @invariant()
    def one_key_makes_at_most_one_order(self) -> None:
        for key in KEYS:
            made = [id for variant in "AB" for id in self.shop.made(f"{key} {variant}")]
            assert len(made) <= 1, f"{key} made {made}"

    def an_answer_is_true(self, request: Request) -> None:
        ending = request.ending
        assert ending is not None
        if ending.outcome is WriteOutcome.DONE:
            assert self.shop.made(str(request.input.reference)) == [ending.vendor_id]
        elif ending.code == UserErrorCode.IDEMPOTENCY_KEY_MISMATCH.name:
            assert any(each.key == request.key and each.input != request.input for each in self.requests)
        elif ending.code == UserErrorCode.IDEMPOTENCY_CONCURRENT_REQUEST.name:
            assert request.beside
        elif ending.outcome is WriteOutcome.REFUSED and not ending.is_replay:
            assert not [each for each in self._sent_until(request) if each.made or each.is_pending]

    def teardown(self) -> None:
        try:
            if hasattr(self, "processes"):
                self._all_comes_to_an_end()
        finally:
            self._close()

    def _all_comes_to_an_end(self) -> None:
        """Once the shop is through with everything, an honest caller learns what became of each key."""
        while self.waiting():
            request = self.waiting()[0]
            self._go_on(request, self._may_meet(request)[0] if request.posting else None)
        for arrival in self.pending():
            self._decide(arrival, makes=True)
        self.clock.on(2 * LEASE)
        for key in {request.key for request in self.requests}:
            tried = next(request for request in self.requests if request.key == key)
            self._comes_to_an_end(key, str(tried.input.note))
        self.one_key_makes_at_most_one_order()

    def _comes_to_an_end(self, key: str, variant: str) -> None:
        request = self._ask(key, variant, self.processes[0])
        while request.ending is None:
            if request.posting and request.arrival and request.arrival.is_pending:
                self._decide(request.arrival, makes=True)
            self._go_on(request, None)
        is_keyed = self.kind.keyed or request.ending.code == UserErrorCode.IDEMPOTENCY_KEY_MISMATCH.name
        assert request.ending.outcome is not WriteOutcome.UNKNOWN or not is_keyed, request.ending

    # ---------------------------------------------------------------- the machinery

    def waiting(self) -> list[Request]:
        return [each for each in self.requests if each.gate and each.process.is_alive and each.ending is None]

    def pending(self) -> list[Arrival]:
        return [arrival for arrival in self.shop.arrivals if arrival.is_pending]

    def pass_until(self, end: datetime, makes: Callable[[], bool]) -> None:
        """What the shop has to be through with by then it makes or drops in time."""
        for arrival in sorted(self.pending(), key=self._deadline):
            if self._deadline(arrival) <= end:
                self.clock.time = max(self.clock(), self._deadline(arrival))
                self._decide(arrival, makes())
        self.clock.time = max(self.clock(), end)

    def _ask(self, key: str, variant: str, process: Process) -> Request:
        input = OrderCreateInput(backend="shop", idempotency_key=key, reference=f"{key} {variant}", note=variant)  # type: ignore[arg-type]
        beside = [each for each in self.requests if each.key == key and each.ending is None]
        request = Request(key, input, process, beside=beside)
        for each in beside:
            each.beside.append(request)
        self.requests.append(request)
        self.loop.run_until_complete(self._start(request))
        self._look_at(request)
        return request

    async def _start(self, request: Request) -> None:
        CURRENT.set(request)
        process = request.process
        slot = Slot("anonymous", "shop", request.key)
        creation = Creation(process.service, process.vendor, request.input, slot, fingerprint.of(request.input))

        async def carried_out() -> None:
            request.ending = await creation.run()
            request.stopped.set()

        request.caller = asyncio.create_task(process.service.run_to_end(carried_out()))
        await request.stopped.wait()

    def _go_on(self, request: Request, fault: BackendFault | None) -> None:
        gate, request.gate = request.gate, None
        assert gate is not None
        self._meet(request, fault)
        request.stopped.clear()
        gate.set_result(fault)
        self.loop.run_until_complete(request.stopped.wait())
        self._look_at(request)

    def _look_at(self, request: Request) -> None:
        if request.ending is not None:
            self.an_answer_is_true(request)

    def _may_meet(self, request: Request) -> list[BackendFault | None]:
        """How the call may end, seen from the gateway, given what became of it at the shop."""
        arrival = request.arrival
        assert arrival is not None
        silent: list[BackendFault | None] = [errors.TimedOut("shop", "is silent.")]
        if self.clock() >= arrival.at + HALF:
            return silent
        lost = [errors.Unavailable("shop", "was cut off."), errors.Unavailable("shop", "failed.", http_status=503)]
        lost += [errors.Unavailable("shop", "lost it on the way.", http_status=504)]
        if arrival.made:
            return [None, *silent, *lost, errors.BadResponse("shop", "babbles.")]
        refused = [errors.Rejected("shop", "No.", http_status=400), errors.RateLimited("shop", "waits.")]
        return [*silent, *lost, *refused, errors.NeverSent("shop", "is not there.")]

    def _meet(self, request: Request, fault: BackendFault | None) -> None:
        """A shop that says so is through with it; one that was cut off is so within a moment."""
        arrival = request.arrival
        if not request.posting or fault is None or arrival is None or not arrival.is_pending:
            return
        if (
            isinstance(fault, errors.Unavailable)
            and fault.http_status is None
            and not isinstance(fault, errors.NeverSent)
        ):
            self.deadlines[arrival] = min(self._deadline(arrival), self.clock() + MOMENT)
        elif not isinstance(fault, errors.TimedOut) and fault.http_status != 504:
            self.shop.drop(arrival)

    def _deadline(self, arrival: Arrival) -> datetime:
        return self.deadlines.get(arrival, arrival.at + HALF)

    def _decide(self, arrival: Arrival, makes: bool) -> None:
        if makes:
            self.shop.make(arrival)
        else:
            self.shop.drop(arrival)

    def _sent_until(self, request: Request) -> list[Arrival]:
        """The request's own sendings, and all of its key's before them."""
        if not request.sent:
            return []
        last = self.shop.arrivals.index(request.sent[-1])
        return [each for each in self.shop.arrivals[: last + 1] if each.reference == request.input.reference]

    def _close(self) -> None:
        tasks = asyncio.all_tasks(self.loop)
        for task in tasks:
            task.cancel()
        if tasks:
            self.loop.run_until_complete(asyncio.wait(tasks))
        self.loop.run_until_complete(self.opening.__aexit__(None, None, None))
        self.loop.run_until_complete(self.loop.shutdown_default_executor())
        self.loop.close()
        self.folder.cleanup()


def _drawn(data: st.DataObject, things: list[T]) -> T:
    """By its place, which is all that hypothesis then has to tell of it."""
    return things[data.draw(st.integers(0, len(things) - 1))]
