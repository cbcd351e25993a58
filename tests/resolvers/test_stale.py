"""When an earlier answer stands in for one that fails, and when none may."""

from typing import Any

import pytest

from resolvers import errors
from resolvers.errors import BackendFault
from resolvers.memory import LAST, Memory
from resolvers.stale import Stale, is_the_vendors
from tests.resolvers.writing.far_shop import Clock, FarVendor, Shop

pytestmark = pytest.mark.anyio

FAULTS: dict[BackendFault, bool] = {
    errors.Unavailable("shop", "broke off."): True,
    errors.Unavailable("shop", "failed.", http_status=500): True,
    errors.NeverSent("shop", "can't be reached."): True,
    errors.CircuitOpen("shop", "is left alone."): True,
    errors.Overloaded("shop", "has too many."): True,
    errors.NoTime("shop", "had no place."): True,
    errors.TimedOut("shop", "did not answer."): True,
    errors.RateLimited("shop", "takes no more.", http_status=429): True,
    errors.BadResponse("shop", "can't be read."): True,
    errors.BadResponse("shop", "leads elsewhere.", http_status=302): True,
    errors.BadResponse("shop", "refused the request.", http_status=418): False,
    errors.NotThere("shop", "has nothing at this address.", http_status=404): False,
    errors.Refused("shop", b"", 400): False,
    errors.Unauthenticated("shop", "refuses.", http_status=401): False,
    errors.Unsupported("shop", "can't."): False,
    errors.Overspent("shop", "was called too often."): False,
    errors.Gone("shop", "is gone."): False,
    errors.Rejected("shop", "no"): False,
}


class World:
    """One backend, the process's memory, and an operation at a time. What the backend says next: `says`."""

    def __init__(self, **config: object) -> None:
        self.now = 0.0
        self.memory = Memory(lambda backend: 60.0, lambda: self.now)
        self.vendor = FarVendor(Shop(Clock()), **config)
        self.says: Any = "first"

    def operation(self) -> Stale:
        return Stale(self.memory, lambda backend: self.vendor)

    async def ask(self, stale: Stale, key: str = "key") -> Any:
        return await stale.answer("shop", key, self._said)

    async def _said(self) -> Any:
        if isinstance(self.says, Exception):
            raise self.says
        return self.says


DOWN = errors.Unavailable("shop", "failed.", http_status=500)


def test_every_fault_there_is_is_judged() -> None:
    def below(kind: type[BackendFault]) -> set[type[BackendFault]]:
        return {kind}.union(*map(below, kind.__subclasses__()))

    assert {type(fault) for fault in FAULTS} == below(BackendFault) - {BackendFault}


@pytest.mark.parametrize(("fault", "may"), FAULTS.items(), ids=lambda each: type(each).__name__)
async def test_an_earlier_answer_stands_in_for_the_vendor_s_failures_alone(fault: BackendFault, may: bool) -> None:
    world = World()
    await world.ask(world.operation())
    world.says = fault
    told = [await world.ask(world.operation())] if may else []
    if not may:
        with pytest.raises(type(fault)):
            await world.ask(world.operation())

    assert is_the_vendors(fault) is may
    assert told == (["first"] if may else [])


async def test_it_is_the_last_one() -> None:
    world = World()
    await world.ask(world.operation())
    world.says = "second"
    await world.ask(world.operation())
    world.says = DOWN

    assert await world.ask(world.operation()) == "second"


async def test_it_is_told_whose_it_is_and_from_when() -> None:
    world = World()
    await world.ask(world.operation())
    said = world.vendor.now()
    world.says, stale = DOWN, world.operation()
    assert stale.as_of("key") is None
    await world.ask(stale)

    found = stale.as_of("key")
    assert found is not None
    assert (found.backend, found.as_of <= said) == ("shop", True)


async def test_a_new_answer_is_not_told_to_be_old() -> None:
    world = World()
    stale = world.operation()
    await world.ask(stale)
    await world.ask(stale)

    assert stale.as_of("key") is None
    assert stale.notes.shown() == {}


async def test_nothing_older_than_stale_ttl() -> None:
    world = World(stale_ttl=300)
    await world.ask(world.operation())
    world.says = DOWN
    world.now = 299.0
    assert await world.ask(world.operation()) == "first"
    world.now = 301.0
    with pytest.raises(errors.Unavailable):
        await world.ask(world.operation())


async def test_with_a_stale_ttl_of_0_nothing_is_kept() -> None:
    world = World(stale_ttl=0)
    await world.ask(world.operation())
    world.says = DOWN
    with pytest.raises(errors.Unavailable):
        await world.ask(world.operation())

    assert len(world.memory.last) == 0


async def test_an_earlier_answer_that_stood_in_grows_no_younger_by_it() -> None:
    world = World(stale_ttl=300)
    await world.ask(world.operation())
    world.says = DOWN
    for world.now in (100.0, 200.0, 299.0):
        await world.ask(world.operation())
    world.now = 301.0
    with pytest.raises(errors.Unavailable):
        await world.ask(world.operation())


async def test_nothing_from_before_a_write() -> None:
    world = World()
    await world.ask(world.operation())
    world.memory.saw({"shop": 1})
    world.says = DOWN
    with pytest.raises(errors.Unavailable):
        await world.ask(world.operation())


async def test_nothing_from_before_a_write_that_was_made_while_the_call_was_failing() -> None:
    world = World()
    await world.ask(world.operation())

    async def failing() -> str:
        world.memory.saw({"shop": 1})
        raise DOWN

    with pytest.raises(errors.Unavailable):
        await world.operation().answer("shop", "key", failing)


async def test_what_was_asked_before_a_write_and_answered_after_it_stands_in_for_nothing() -> None:
    world = World()

    async def slow() -> str:
        world.memory.saw({"shop": 1})
        return "from before"

    await world.operation().answer("shop", "key", slow)
    world.says = DOWN
    with pytest.raises(errors.Unavailable):
        await world.ask(world.operation())


async def test_a_write_elsewhere_changes_nothing() -> None:
    world = World()
    await world.ask(world.operation())
    world.memory.saw({"erp": 1})
    world.says = DOWN

    assert await world.ask(world.operation()) == "first"


async def test_an_operation_that_writes_is_told_nothing_old() -> None:
    world = World()
    await world.ask(world.operation())
    world.says, stale = DOWN, world.operation()
    stale.forbid()
    with pytest.raises(errors.Unavailable):
        await world.ask(stale)


async def test_what_is_gone_is_forgotten() -> None:
    world = World()
    for world.says in ("first", None):
        await world.ask(world.operation())
    world.says = DOWN
    with pytest.raises(errors.Unavailable):
        await world.ask(world.operation())


async def test_nothing_that_belongs_to_an_order_is_an_answer() -> None:
    world = World()
    world.says = []
    await world.ask(world.operation())
    world.says = DOWN

    assert await world.ask(world.operation()) == []


async def test_a_failure_in_its_place_among_others_is_stood_in_for_too() -> None:
    world = World()
    stale, generation = world.operation(), world.memory.generation("shop")
    stale.in_its_place("shop", "key", generation, "first")

    assert stale.in_its_place("shop", "key", generation, DOWN) == "first"
    assert stale.in_its_place("shop", "other", generation, DOWN) is DOWN


async def test_as_much_is_remembered_as_there_is_place_for() -> None:
    world = World()
    stale = world.operation()
    for number in range(LAST + 5):
        await world.ask(stale, str(number))

    assert len(world.memory.last) == LAST
