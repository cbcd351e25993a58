"""What is asked of the store only as long as it answers."""

import asyncio

import pytest
from structlog.testing import capture_logs

from resolvers.state.best_effort import PAUSE, BestEffort
from resolvers.state.store import StoreFault
from tests.resolvers.vendors.policies.ticking import Ticking

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]


class Shelf:
    def __init__(self) -> None:
        self.is_there = True
        self.asked = 0

    async def look(self) -> str:
        self.asked += 1
        if not self.is_there:
            raise StoreFault("connection refused")
        return "found"


async def test_a_store_that_answers_is_asked_each_time() -> None:
    shelf, best_effort = Shelf(), BestEffort()

    assert [await best_effort.ask(shelf.look, "nothing") for _ in range(3)] == ["found"] * 3


async def test_a_store_that_failed_is_left_alone_for_a_while() -> None:
    shelf, ticking = Shelf(), Ticking()
    best_effort = BestEffort(ticking.now)
    shelf.is_there = False
    first = [await best_effort.ask(shelf.look, "nothing") for _ in range(5)]
    shelf.is_there = True
    ticking.wait(PAUSE)

    assert first == ["nothing"] * 5
    assert await best_effort.ask(shelf.look, "nothing") == "found"
    assert shelf.asked == 2


async def test_one_tries_whether_it_is_back_and_the_others_do_not_wait_for_it() -> None:
    shelf, ticking, answer = Shelf(), Ticking(), asyncio.Event()
    best_effort = BestEffort(ticking.now)
    shelf.is_there = False
    await best_effort.ask(shelf.look, "nothing")
    ticking.wait(PAUSE)

    async def slow() -> str:
        await answer.wait()
        return "found"

    shelf.is_there = True
    trying = asyncio.create_task(best_effort.ask(slow, "nothing"))
    await asyncio.sleep(0)
    assert await best_effort.ask(shelf.look, "nothing") == "nothing"
    assert shelf.asked == 1
    answer.set()
    assert await trying == "found"


async def test_it_is_told_once_that_the_store_is_gone_and_once_that_it_is_back() -> None:
    shelf, ticking = Shelf(), Ticking()
    best_effort = BestEffort(ticking.now)
    with capture_logs() as lines:
        for shelf.is_there in (True, False, False, False, True, True):
            await best_effort.ask(shelf.look, "nothing")
            ticking.wait(PAUSE)

    assert [(line["event"], line.get("why")) for line in lines] == [
        ("state_unavailable", "connection refused"),
        ("state_available", None),
    ]


async def test_a_store_that_does_not_answer_is_not_waited_for() -> None:
    async def silence() -> str:
        await asyncio.Event().wait()
        return "never"

    assert await BestEffort(timeout=0.0).ask(silence, "nothing") == "nothing"


async def test_what_is_no_fault_of_the_store_is_raised() -> None:
    async def broken() -> str:
        raise KeyError("ours")

    with pytest.raises(KeyError):
        await BestEffort().ask(broken, "nothing")
