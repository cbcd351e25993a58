"""Until when an operation goes on, and who may move that."""

import asyncio

import pytest

from resolvers.vendors.policies import deadline
from resolvers.vendors.policies.deadline import Deadline

pytestmark = pytest.mark.anyio


async def test_nobody_said_anything() -> None:
    assert deadline.left() is None


async def test_what_is_left_never_falls_below_nothing() -> None:
    with deadline.after(-1):
        assert deadline.left() == 0.0


async def test_what_is_over_is_cut_off_at_once() -> None:
    with deadline.after(0), pytest.raises(TimeoutError):
        async with deadline.cut_off(60):
            await asyncio.Event().wait()


async def test_an_own_limit_before_the_deadline_counts() -> None:
    with deadline.after(60), pytest.raises(TimeoutError):
        async with deadline.cut_off(0):
            await asyncio.Event().wait()


async def test_a_deadline_that_is_moved_on_is_moved_for_what_runs_already() -> None:
    until = Deadline(asyncio.get_running_loop().time() + 0.02)
    with deadline.until(until):
        async with deadline.cut_off(None):
            until.move(until.at + 60)
            await asyncio.sleep(0.03)

    assert until.left() > 50


async def test_a_deadline_is_never_moved_closer() -> None:
    until = Deadline(100.0)
    until.move(50.0)

    assert until.at == 100.0


async def test_what_is_shared_has_its_own_deadline_of_the_same_operation() -> None:
    with deadline.after(60) as outer, deadline.shared() as inner:
        assert inner is not None
        inner.move(inner.at + 60)

        assert inner.operation is outer.operation
        assert inner.left() > outer.left()


async def test_a_task_has_the_deadline_under_which_it_was_started() -> None:
    with deadline.after(60):
        task = asyncio.create_task(_left())

    assert await task is not None


async def _left() -> float | None:
    return deadline.left()


async def test_a_part_is_as_much_of_what_is_left_for_the_same_operation() -> None:
    with deadline.after(60) as whole:
        part = deadline.part(0.5)

    assert part is not None
    assert part.left() == pytest.approx(30, abs=1)
    assert part.operation is whole.operation


async def test_where_there_is_no_deadline_there_is_no_part_of_one() -> None:
    assert deadline.part(0.5) is None
    with deadline.under(None):
        assert deadline.current() is None


async def test_what_is_under_a_part_ends_with_it_and_the_rest_goes_on() -> None:
    with deadline.after(60) as whole:
        with deadline.under(deadline.part(0.5)):
            assert deadline.left() == pytest.approx(30, abs=1)
        assert deadline.current() is whole
