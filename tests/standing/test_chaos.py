"""A minute of bad weather: a crowd reads and writes while every vendor fails in every way, and afterwards all is well.

One run, by a fixed seed, over real sockets; whatever is asserted of it holds whoever comes first.
"""

import asyncio
import gc
import logging
import os
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from resolvers.context import Context
from resolvers.vendors.base import Vendor
from resolvers.vendors.policies.circuit import State
from resolvers.vendors.stand_in import Weather
from tests.standing.chaos import goods, weather, whose
from tests.standing.chaos.client import Client, ask_for, crowd
from tests.standing.chaos.ledger import Key, broken
from tests.standing.chaos.load import Load
from tests.standing.chaos.whose import Books
from tests.standing.world import World, world

pytestmark = pytest.mark.long

SEED = "chaos"
CLIENTS, TURNS = 10, 24
LEASE, WINDOW, REST = 6.0, 2.0, 0.4
ROUNDS, PAUSE = 200, 0.2
"""In which all must be well again: much longer than a lease, a window and a rest, for a machine may be slow."""
BACKENDS = {
    "timeout": 1.0,
    "read_timeout": 0.8,
    "max_concurrency": 6,
    "circuit_window": WINDOW,
    "circuit_calls": 10,
    "circuit_rest": REST,
}


@dataclass
class Aftermath:
    """What was seen of the run, and what was left of it once the weather had cleared up."""

    wrong: list[str] = field(default_factory=list)
    codes: Counter[str] = field(default_factory=Counter)
    walks: Counter[bool] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    unsettled: list[Key] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    circuits: dict[str, State] = field(default_factory=dict)
    health: dict[str, str] = field(default_factory=dict)
    left: dict[str, int] = field(default_factory=dict)
    logged: list[str] = field(default_factory=list)
    tasks: int = 0
    descriptors: int = 0


@pytest.fixture(scope="module")
def after() -> Aftermath:
    return asyncio.run(_run())


class Listener(logging.Filter):
    """Keeps the servers' words to itself: of each connection that a stand-in breaks, and of what else went wrong."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []

    def filter(self, record: logging.LogRecord) -> bool:
        told = "".join(traceback.format_exception(*record.exc_info)) if record.exc_info else record.getMessage()
        if record.levelno >= logging.ERROR and "stand_in.py" not in told:
            self.heard.append(told)
        return False


@contextmanager
def _listening() -> Iterator[Listener]:
    listener, log = Listener(), logging.getLogger("uvicorn.error")
    log.addFilter(listener)
    try:
        yield listener
    finally:
        log.removeFilter(listener)


async def _run() -> Aftermath:
    found, tasks, descriptors, alive = Aftermath(), len(asyncio.all_tasks()), _descriptors(), _alive()
    with _listening() as listener:
        async with world({"deadline": 3.0}, {"lease": LEASE}, **BACKENDS) as gateway:
            await _stormed(gateway, found)
            found.left = await _left(gateway, alive)
    found.logged = listener.heard
    for _ in range(ROUNDS):
        found.tasks = len(asyncio.all_tasks()) - tasks
        found.descriptors = _descriptors() - descriptors
        if not found.tasks and found.descriptors <= 0:
            break
        await asyncio.sleep(PAUSE)
    return found


async def _stormed(gateway: World, found: Aftermath) -> None:
    books = Books(gateway.vendors)
    load = Load(gateway.client, SEED, lambda data: [*whose.strangers(data), *books.wrong(data)])
    await load.look_around()
    for name, vendor in gateway.vendors.items():
        vendor.weather = weather.over(name, SEED)
    await crowd(load, CLIENTS, lambda turns: turns < TURNS)
    for vendor in gateway.vendors.values():
        vendor.weather = Weather()
    await _recovered(gateway, load)
    there = {vendor: books.marked(vendor, name) for vendor, name in goods.MARKED_IN.items()}
    found.wrong, found.codes, found.walks = load.wrong, load.codes, load.walks
    found.outcomes = Counter(key.ended for key in load.keys)
    found.unsettled = [key for key in load.keys if _is_open(key)]
    found.broken = list(broken(load.keys, there))
    found.circuits = {
        f"{vendor.id} {kind.value}": circuit.state
        for vendor in _backends(gateway)
        for kind, circuit in vendor.upstream.circuits.items()
    }
    found.health = {vendor.id: vendor.backend.health().status.value for vendor in _backends(gateway)}


# ---------------------------------------------------------------- afterwards


async def _recovered(gateway: World, load: Load) -> None:
    """By what clients do anyway: they read, and ask again for what they were not told the end of."""
    client = Client(load, load.chance("afterwards"), "afterwards")
    for _ in range(ROUNDS):
        if _is_well(gateway, load) and load.walks[True]:
            return
        await asyncio.gather(*(ask_for(load, key) for key in load.keys if _is_open(key)))
        await client.walks()
        await client.tries_everything()
        await asyncio.sleep(PAUSE)


async def _left(gateway: World, before: Counter[str]) -> dict[str, int]:
    """By what it is, what is still held though nobody asks for anything, once who left has been cleared up after."""
    for _ in range(ROUNDS):
        held = _held(gateway) | (_alive() - before)
        if not any(held.values()):
            break
        await asyncio.sleep(PAUSE)
    return held


def _is_open(key: Key) -> bool:
    return key.ended == "UNKNOWN" and not key.will_stay_unknown


def _is_well(gateway: World, load: Load) -> bool:
    return not any(_is_open(key) for key in load.keys) and all(
        vendor.backend.health().status.value == "UP"
        and all(circuit.state is State.CLOSED for circuit in vendor.upstream.circuits.values())
        for vendor in _backends(gateway)
    )


def _backends(gateway: World) -> list[Vendor]:
    return [*gateway.app.state.gateway.backends.values()]


def _alive() -> Counter[str]:
    """In the whole process, of which this test may be but one of many."""
    gc.collect()
    kept = gc.get_objects()
    return Counter(
        operations=sum(isinstance(each, Context) for each in kept),
        locks=sum(isinstance(each, asyncio.Lock) and each.locked() for each in kept),
    )


def _held(gateway: World) -> dict[str, int]:
    held = gateway.app.state.gateway
    return {
        "flights": len(held.memory.flights),
        "writes": len(held.state._running),
        "calls": sum(vendor.in_flight for vendor in gateway.vendors.values()),
        "places": sum(_taken(vendor) for vendor in _backends(gateway)),
        "waiting": sum(vendor.upstream._bulkhead.waits for vendor in _backends(gateway)),
        "busy connections": sum(_busy(vendor) for vendor in _backends(gateway)),
    }


def _taken(vendor: Vendor) -> int:
    return vendor.config.max_concurrency - vendor.upstream._bulkhead._free


def _busy(vendor: Vendor) -> int:
    """Connections that nobody could use any more, and calls that the pool still counts."""
    pool = vendor.upstream._http._transport._pool  # type: ignore[attr-defined]
    return len(pool._requests) + sum(not each.is_idle() and not each.is_closed() for each in pool.connections)


def _descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))


# ---------------------------------------------------------------- what has to be so


def test_every_answer_is_valid_and_none_is_a_fault_of_ours(after: Aftermath) -> None:
    """Valid against the schema; no 5xx; nothing of another vendor's; no order twice on a list, none missing."""
    assert after.wrong == []


def test_nothing_is_told_as_an_error_of_the_gateway(after: Aftermath) -> None:
    """Neither that clients left."""
    assert after.logged == []


def test_the_weather_was_bad(after: Aftermath) -> None:
    assert after.codes["none"] > 100
    assert {"BACKEND_UNAVAILABLE", "BACKEND_BAD_RESPONSE", "BACKEND_TIMEOUT"} <= set(after.codes)
    assert after.outcomes["DONE"] > 20
    assert after.walks[True] > 0


def test_every_write_did_what_it_was_said_to_do(after: Aftermath) -> None:
    """One key, one order at most; one that is done is there, one that is refused is not."""
    assert after.broken == []


def test_every_unknown_outcome_became_known(after: Aftermath) -> None:
    """But at the vendor where nothing can be looked up."""
    assert after.unsettled == []
    assert after.outcomes.keys() <= {"DONE", "REFUSED", "UNKNOWN"}


def test_every_backend_came_back_by_itself(after: Aftermath) -> None:
    assert set(after.circuits.values()) == {State.CLOSED}
    assert set(after.health.values()) == {"UP"}


def test_nothing_is_left_behind(after: Aftermath) -> None:
    assert after.left == dict.fromkeys(after.left, 0)
    assert after.tasks == 0
    assert after.descriptors <= 0
