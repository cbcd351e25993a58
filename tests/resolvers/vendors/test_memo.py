"""What is asked once an operation, however many ask for it and when."""

import asyncio

import pytest

from resolvers.vendors.memo import Memo, once

pytestmark = pytest.mark.anyio


class Asked:
    """Counts the calls, each of which takes a turn of the event loop and answers how many there were before it."""

    def __init__(self, failing: int = 0) -> None:
        self.times = 0
        self.failing = failing

    async def __call__(self) -> int | None:
        before, self.times = self.times, self.times + 1
        await asyncio.sleep(0)
        if before < self.failing:
            raise ConnectionError(before)
        return before or None


async def test_who_asks_at_once_and_who_asks_later_share_one_call() -> None:
    memo: Memo = {}
    asked = Asked()
    at_once = await asyncio.gather(*(once(memo, "key", asked) for _ in range(3)))

    assert [*at_once, await once(memo, "key", asked)] == [None] * 4
    assert asked.times == 1


async def test_other_keys_are_other_calls() -> None:
    memo: Memo = {}
    asked = Asked()

    assert await asyncio.gather(*(once(memo, key, asked) for key in ("one", "other"))) == [None, 1]


async def test_a_failure_is_its_own_askers_alone() -> None:
    memo: Memo = {}
    asked = Asked(failing=1)
    first, second, third = await asyncio.gather(*(once(memo, "key", asked) for _ in range(3)), return_exceptions=True)

    assert isinstance(first, ConnectionError)
    assert (second, third, asked.times) == (1, 1, 2)


async def test_who_is_given_up_leaves_the_call_to_the_next() -> None:
    memo: Memo = {}
    asked = Asked()
    first = asyncio.create_task(once(memo, "key", asked))
    second = asyncio.create_task(once(memo, "key", asked))
    await asyncio.sleep(0)
    first.cancel()

    assert await second == 1
    assert asked.times == 2
