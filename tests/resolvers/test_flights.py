"""One call for all who ask the same at the same time."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.errors import Overspent
from resolvers.flights import Flights

pytestmark = pytest.mark.anyio


class Call:
    """A call that ends when it is told to, and tells how often it was made and whether it was given up."""

    def __init__(self, answer: object = "answer") -> None:
        self.answer = answer
        self.made = 0
        self.given_up = 0
        self.may_end = asyncio.Event()

    async def __call__(self) -> object:
        self.made += 1
        try:
            await self.may_end.wait()
        except asyncio.CancelledError:
            self.given_up += 1
            raise
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


async def started(flights: Flights, call: Call, passengers: int) -> list["asyncio.Task[object]"]:
    tasks = [asyncio.create_task(flights.join("key", call)) for _ in range(passengers)]
    await turns()
    return tasks


async def turns() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_a_hundred_who_ask_the_same_at_the_same_time_are_one_call() -> None:
    flights, call = Flights(), Call()

    tasks = await started(flights, call, 100)
    call.may_end.set()

    assert await asyncio.gather(*tasks) == ["answer"] * 100
    assert call.made == 1


async def test_one_operation_s_limit_stops_nobody_else_s_call() -> None:
    flights, call, stopped = Flights(), Call(), Call(Overspent("shop", "was called too often."))

    first = asyncio.create_task(flights.join("key", stopped))
    others = await started(flights, call, 2)
    stopped.may_end.set()
    await turns()
    call.may_end.set()

    with pytest.raises(Overspent):
        await first
    assert await asyncio.gather(*others) == ["answer"] * 2
    assert (call.made, len(flights)) == (1, 0)


async def test_who_asks_in_the_very_turn_that_another_s_limit_stops_the_call_starts_it_anew() -> None:
    flights, call, stopped = Flights(), Call(), Call(Overspent("shop", "was called too often."))
    call.may_end.set()
    (first,) = await started(flights, stopped, 1)
    stopped.may_end.set()
    late = asyncio.create_task(flights.join("key", call))

    assert await late == "answer"
    with pytest.raises(Overspent):
        await first


async def test_who_asks_something_else_is_another_call() -> None:
    flights, call = Flights(), Call()
    call.may_end.set()

    await asyncio.gather(flights.join("one", call), flights.join("other", call))

    assert call.made == 2


async def test_who_asks_after_the_answer_is_another_call() -> None:
    flights, call = Flights(), Call()
    call.may_end.set()

    await flights.join("key", call)
    await flights.join("key", call)

    assert call.made == 2


async def test_a_leader_who_is_cancelled_does_not_fail_its_followers() -> None:
    flights, call = Flights(), Call()
    leader, *followers = await started(flights, call, 3)

    leader.cancel()
    await turns()
    call.may_end.set()

    assert await asyncio.gather(*followers) == ["answer"] * 2
    assert leader.cancelled()
    assert (call.made, call.given_up) == (1, 0)


async def test_a_call_that_nobody_waits_for_any_more_is_given_up() -> None:
    flights, call = Flights(), Call()
    tasks = await started(flights, call, 3)

    for task in tasks:
        task.cancel()
    await turns()

    assert call.given_up == 1
    assert len(flights) == 0


async def test_who_asks_after_a_call_was_given_up_is_a_new_call() -> None:
    flights, call = Flights(), Call()
    (lonely,) = await started(flights, call, 1)
    lonely.cancel()
    await turns()
    call.may_end.set()

    assert await flights.join("key", call) == "answer"
    assert call.made == 2


async def test_who_asks_in_the_very_turn_that_a_call_is_given_up_is_a_new_call() -> None:
    flights, call = Flights(), Call()
    (lonely,) = await started(flights, call, 1)
    lonely.cancel()
    late = asyncio.create_task(flights.join("key", call))
    await turns()
    call.may_end.set()

    assert await late == "answer"


async def test_a_failure_is_everybody_s_and_is_not_kept() -> None:
    flights, call = Flights(), Call(LookupError())
    tasks = await started(flights, call, 3)
    call.may_end.set()

    assert [type(error) for error in await asyncio.gather(*tasks, return_exceptions=True)] == [LookupError] * 3
    assert len(flights) == 0


@given(st.lists(st.sampled_from(["join", "leave", "land"]), max_size=30))
def test_no_call_goes_on_without_somebody_who_waits_and_nobody_waits_for_nothing(steps: list[str]) -> None:
    async def played() -> None:
        flights, call, waiting = Flights(), Call(), list["asyncio.Task[object]"]()
        for step in steps:
            if step == "join":
                waiting.append(asyncio.create_task(flights.join("key", call)))
            elif step == "leave" and waiting:
                waiting.pop(0).cancel()
            elif step == "land":
                call.may_end.set()
            await turns()
        call.may_end.set()
        answers = await asyncio.gather(*waiting)

        assert answers == ["answer"] * len(waiting)
        assert len(flights) == 0
        assert len(asyncio.all_tasks()) == 1

    asyncio.run(played())
