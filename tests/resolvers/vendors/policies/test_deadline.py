"""Until when an operation goes on, and who may move that."""

import asyncio
from math import inf

import pytest

from resolvers.vendors.policies import deadline
from resolvers.vendors.policies.deadline import Deadline

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]


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


async def test_what_is_shared_has_its_own_deadline() -> None:
    with deadline.after(60) as outer, deadline.shared() as inner:
        assert inner is not None
        inner.move(inner.at + 60)
        assert inner.left() > outer.left()


async def test_a_task_has_the_deadline_under_which_it_was_started() -> None:
    with deadline.after(60):
        task = asyncio.create_task(_left())

    assert await task is not None


async def _left() -> float | None:
    return deadline.left()


async def test_a_part_is_as_much_of_what_is_left() -> None:
    with deadline.after(60):
        part = deadline.part(0.5)

    assert part is not None
    assert part.left() == pytest.approx(30, abs=1)


async def test_what_operations_get_at_most_is_known_in_a_part_and_in_what_is_shared() -> None:
    with deadline.after(3, longest=10):
        with deadline.under(deadline.part(0.5)):
            assert deadline.longest() == 10
        with deadline.shared():
            assert deadline.longest() == 10
    assert deadline.longest() == inf


async def test_where_there_is_no_deadline_there_is_no_part_of_one() -> None:
    assert deadline.part(0.5) is None
    with deadline.under(None):
        assert deadline.current() is None


async def test_what_is_under_a_part_ends_with_it_and_the_rest_goes_on() -> None:
    with deadline.after(60) as whole:
        with deadline.under(deadline.part(0.5)):
            assert deadline.left() == pytest.approx(30, abs=1)
        assert deadline.current() is whole


# ---------------------------------------------------------------- what ends it


def now() -> float:
    return asyncio.get_running_loop().time()


async def moved_on(until: Deadline, seconds: float) -> None:
    until.move(until.at + seconds)
    await asyncio.Event().wait()


@pytest.mark.parametrize(
    ("given", "own", "late", "at"),
    [(10.0, 60.0, 0.0, 10.0), (60.0, 10.0, 0.0, 10.0), (10.0, None, 0.5, 10.5), (10.0, 10.2, 0.5, 10.2)],
)
async def test_it_is_cut_off_by_what_comes_first(given: float, own: float | None, late: float, at: float) -> None:
    start = now()
    with deadline.after(given), pytest.raises(TimeoutError):
        async with deadline.cut_off(own, late):
            await asyncio.Event().wait()

    assert now() - start == pytest.approx(at)


async def test_what_needs_no_waiting_is_not_begun_after_the_deadline() -> None:
    is_begun = False
    with deadline.after(0), pytest.raises(TimeoutError):
        async with deadline.cut_off(60):
            is_begun = True

    assert not is_begun


async def test_a_deadline_that_is_moved_on_leaves_a_limit_of_its_own_where_it_was() -> None:
    start = now()
    with deadline.after(10) as until, pytest.raises(TimeoutError):
        async with deadline.cut_off(20):
            await moved_on(until, 60)

    assert now() - start == pytest.approx(20)


async def test_a_deadline_that_is_moved_on_is_moved_with_its_lateness() -> None:
    start = now()
    with deadline.after(10) as until, pytest.raises(TimeoutError):
        async with deadline.cut_off(None, late=0.5):
            await moved_on(until, 10)

    assert now() - start == pytest.approx(20.5)


async def test_what_has_ended_is_not_moved_any_more() -> None:
    with deadline.after(10) as until:
        async with deadline.cut_off(5):
            pass
        until.move(until.at + 10)

        assert until.left() == pytest.approx(20)


async def test_what_is_shared_or_a_part_keeps_the_longest_that_an_operation_gets() -> None:
    with deadline.after(5, longest=30):
        assert deadline.longest() == 30
        with deadline.shared(), deadline.under(deadline.part(0.5)):
            assert deadline.longest() == 30
