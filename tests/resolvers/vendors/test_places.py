"""What becomes of calls that run beside each other, where one of them fails."""

import asyncio
from contextlib import suppress
from typing import Any

import pytest

from resolvers.errors import BackendFault, Unavailable
from resolvers.vendors.places import side_by_side, taken, together
from tests.waiting import until

pytestmark = pytest.mark.anyio

FAULT = Unavailable("shop", "failed.")


class Calls:
    """Some are answered with their number, some fail, some never end. `begun`, `ended`: of the endless ones."""

    def __init__(self) -> None:
        self.begun = 0
        self.ended: list[int] = []

    async def answered(self, number: int) -> int:
        await asyncio.sleep(0)
        return number

    async def failing(self) -> int:
        await asyncio.sleep(0)
        raise FAULT

    async def endless(self, number: int) -> int:
        self.begun += 1
        try:
            return await asyncio.get_running_loop().create_future()
        finally:
            self.ended.append(number)


async def test_answers_keep_their_order() -> None:
    calls = Calls()

    assert await together([calls.answered(2), calls.answered(1)]) == [2, 1]


async def test_the_first_that_fails_ends_the_others() -> None:
    calls = Calls()

    with pytest.raises(Unavailable):
        await together([calls.endless(1), calls.failing(), calls.endless(2)])

    await until(lambda: calls.ended == [1, 2])


async def test_a_caller_who_leaves_ends_them_all() -> None:
    calls = Calls()
    caller = asyncio.ensure_future(together([calls.endless(1), calls.endless(2)]))
    await until(lambda: calls.begun == 2)
    caller.cancel()
    with suppress(asyncio.CancelledError):
        await caller

    await until(lambda: calls.ended == [1, 2])


async def test_a_fault_side_by_side_with_answers_stands_in_its_own_place_alone() -> None:
    calls = Calls()

    answers: list[Any] = await side_by_side([calls.answered(1), calls.failing(), calls.answered(2)])

    assert answers == [1, FAULT, 2]


async def test_what_is_taken_from_a_place_is_the_answer_or_raised() -> None:
    assert taken(1) == 1
    with pytest.raises(BackendFault):
        taken(FAULT)
