"""Long lists are worked through in batches, and come out as they would at once."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers import batches
from resolvers.batches import BATCH

pytestmark = pytest.mark.anyio


async def test_others_get_a_turn_between_two_batches() -> None:
    done: list[int] = []
    seen: list[int] = []

    async def look() -> None:
        while True:
            seen.append(len(done))
            await asyncio.sleep(0)

    looking = asyncio.create_task(look())
    await batches.mapped(done.append, range(7), size=3)
    looking.cancel()

    assert seen == [3, 6]


@given(st.lists(st.integers()), st.integers(1, 9))
def test_in_batches_comes_what_comes_at_once(things: list[int], size: int) -> None:
    assert asyncio.run(batches.mapped(str, things, size)) == list(map(str, things))


@pytest.mark.parametrize("count", [0, 1, BATCH, BATCH + 1, 3 * BATCH + 1])
async def test_a_list_is_sorted_as_it_would_be_at_once_equals_in_their_order_too(count: int) -> None:
    things = [(place * 7919 % 100, place) for place in range(count)]

    assert await batches.in_order(things, lambda thing: thing[0]) == sorted(things, key=lambda thing: thing[0])
