"""How many calls at once, who waits, and who is next."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.vendors.policies.bulkhead import Bulkhead, Full
from resolvers.vendors.policies.flow import OWN, Flow

pytestmark = pytest.mark.anyio


class Visits:
    """Calls in one bulkhead, each staying until it is sent away."""

    def __init__(self, places: int, queue: int) -> None:
        self.bulkhead = Bulkhead(places, queue)
        self.inside: list[str] = []
        self._exits: dict[str, asyncio.Event] = {}

    async def come(self, name: str, caller: str = "", operation: str = "") -> "asyncio.Task[None]":
        task = asyncio.create_task(self._stay(name, Flow(caller, operation or name)))
        await turns()
        return task

    async def leave(self, name: str) -> None:
        self._exits[name].set()
        await turns()

    async def in_order(self) -> list[str]:
        """All that are inside or wait, as they get in, one after the other."""
        entered = []
        while self.inside:
            entered.append(self.inside[0])
            await self.leave(self.inside[0])
        return entered

    async def _stay(self, name: str, flow: Flow) -> None:
        self._exits[name] = asyncio.Event()
        async with self.bulkhead.place(flow):
            self.inside.append(name)
            await self._exits[name].wait()
            self.inside.remove(name)


async def turns() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_no_more_are_inside_than_there_are_places() -> None:
    visits = Visits(2, 10)
    for name in "abc":
        await visits.come(name)

    assert visits.inside == ["a", "b"]
    for name in "abc":
        await visits.leave(name)
    assert visits.inside == []


async def test_who_finds_the_queue_full_is_refused_at_once() -> None:
    visits = Visits(1, 1)
    await visits.come("a")
    await visits.come("b")
    refused = await visits.come("c")

    assert isinstance(refused.exception(), Full)
    await visits.leave("a")
    await visits.leave("b")


async def test_an_operation_with_many_calls_does_not_keep_another_waiting_for_all_of_them() -> None:
    visits = Visits(1, 10)
    for name in ("heavy1", "heavy2", "heavy3"):
        await visits.come(name, operation="heavy")
    await visits.come("light", operation="light")

    assert await visits.in_order() == ["heavy1", "heavy2", "light", "heavy3"]


async def test_a_caller_with_many_operations_does_not_keep_another_waiting_for_all_of_them() -> None:
    visits = Visits(1, 10)
    for name in ("many1", "many2", "many3"):
        await visits.come(name, "many", operation=name)
    await visits.come("few", "few")

    assert await visits.in_order() == ["many1", "many2", "few", "many3"]


@given(places=st.integers(1, 3), operations=st.text("xyz", max_size=12))
async def test_of_the_places_that_become_free_every_other_one_at_least_is_for_another_caller(
    places: int, operations: str
) -> None:
    """`operations`: those of one caller's calls; the other has one call."""
    visits = Visits(places, 100)
    for number, operation in enumerate(operations):
        await visits.come(f"many{number}", "many", operation)
    await visits.come("one", "one")
    freed = 0
    while "one" not in visits.inside:
        await visits.leave(visits.inside[0])
        freed += 1

    assert freed <= 2
    assert len(await visits.in_order()) == len(operations) + 1 - freed


async def test_within_a_caller_its_operations_take_turns() -> None:
    visits = Visits(1, 10)
    for name in ("a1", "a2", "a3", "b1", "b2"):
        await visits.come(name, "one", operation=name[0])
    await visits.come("other", "other")

    assert await visits.in_order() == ["a1", "a2", "other", "b1", "a3", "b2"]


async def test_who_leaves_the_queue_is_passed_over() -> None:
    visits = Visits(1, 10)
    await visits.come("a")
    left = await visits.come("b")
    await visits.come("c")
    left.cancel()
    await turns()
    assert visits.inside == ["a"]
    await visits.leave("a")

    assert visits.inside == ["c"]
    assert visits.bulkhead.waits == 0
    await visits.leave("c")


async def test_a_place_offered_to_one_who_leaves_at_that_moment_goes_to_the_next() -> None:
    visits = Visits(1, 10)
    await visits.come("a")
    left = await visits.come("b")
    await visits.come("c")
    visits._exits["a"].set()
    await asyncio.sleep(0)
    left.cancel()
    await turns()

    assert visits.inside == ["c"]
    await visits.leave("c")


async def test_who_has_left_the_queue_is_passed_over_before_it_knows_so_itself() -> None:
    """A task that is cancelled runs a turn later; the place is given on within this one."""
    bulkhead = Bulkhead(1, 10)
    inside: list[str] = []

    async def come(name: str) -> None:
        async with bulkhead.place(OWN):
            inside.append(name)

    async with bulkhead.place(OWN):
        left, *_ = [asyncio.create_task(come(name)) for name in "abc"]
        await turns()
        left.cancel()
    await turns()

    assert (inside, bulkhead.waits) == (["b", "c"], 0)
    assert left.cancelled()


async def test_a_place_is_given_back_by_a_call_that_fails() -> None:
    bulkhead = Bulkhead(1, 0)
    for _ in range(3):
        with pytest.raises(ValueError, match="no"):
            async with bulkhead.place(OWN):
                raise ValueError("no")
