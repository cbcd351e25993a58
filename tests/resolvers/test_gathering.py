"""References gathered for one call."""

import asyncio

import pytest

from resolvers.gathering import LINGER, PATIENCE, Gathering, Together
from schema.address import Address
from schema.link import Ref
from schema.user import User

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]


def refs(count: int, start: int = 0) -> list[Ref[Address]]:
    return [Ref(Address, "shop", str(number)) for number in range(start, start + count)]


def asked(gathering: Gathering, some: list[Ref[Address]]) -> list["asyncio.Task[Together]"]:
    return [asyncio.create_task(gathering.company(ref)) for ref in some]


async def turns(number: int = 4 * LINGER) -> None:
    for _ in range(number):
        await asyncio.sleep(0)


async def test_as_many_as_fit_go_at_once() -> None:
    gathering, some = Gathering(3), refs(7)

    with gathering.order_on_its_way():
        tasks = asked(gathering, some)
        await turns()
        gone = [await task for task in tasks if task.done()]

    assert [len(together) for together in gone] == [3] * 6
    assert {ref for together in gone for ref in together} == set(some[:6])
    assert await tasks[-1] == (some[-1],)


async def test_fewer_wait_while_an_order_may_name_more() -> None:
    gathering = Gathering(50)

    with gathering.order_on_its_way():
        early = asked(gathering, refs(2))
        await turns()
        assert not any(task.done() for task in early)
        late = asked(gathering, refs(2, start=2))

    assert {await task for task in (*early, *late)} == {tuple(refs(4))}


async def test_an_order_that_takes_long_holds_up_nobody_s_reference() -> None:
    gathering, loop = Gathering(50), asyncio.get_running_loop()

    with gathering.order_on_its_way():
        began = loop.time()
        early = asked(gathering, refs(1))
        await asyncio.sleep(PATIENCE / 2)
        late = asked(gathering, refs(1, start=1))

        assert [await task for task in (*early, *late)] == [tuple(refs(2))] * 2
        assert loop.time() - began == pytest.approx(PATIENCE)


async def test_fewer_go_by_themselves_where_no_order_is_on_its_way() -> None:
    gathering = Gathering(50)

    assert await asyncio.gather(*asked(gathering, refs(2))) == [tuple(refs(2))] * 2


async def test_what_comes_in_time_after_the_last_goes_with_it() -> None:
    gathering = Gathering(50)
    sooner = asked(gathering, refs(3))
    await turns(LINGER - 1)
    later = asked(gathering, refs(1, start=3))

    assert {await task for task in (*sooner, *later)} == {tuple(refs(4))}


async def test_what_comes_after_that_goes_by_itself() -> None:
    gathering = Gathering(50)
    sooner = asked(gathering, refs(1))
    await turns(LINGER + 2)
    later = asked(gathering, refs(1, start=1))

    assert [await task for task in (*sooner, *later)] == [tuple(refs(1)), tuple(refs(1, start=1))]


async def test_an_order_that_arrives_is_waited_for_as_long_as_a_reference() -> None:
    gathering = Gathering(50)
    sooner = asked(gathering, refs(1))
    with gathering.order_on_its_way():
        await turns(LINGER + 2)
    await turns(LINGER - 2)
    later = asked(gathering, refs(1, start=1))

    assert {await task for task in (*sooner, *later)} == {tuple(refs(2))}


async def test_each_kind_goes_on_its_own() -> None:
    gathering = Gathering(50)
    user, (address,) = Ref(User, "shop", "0"), refs(1)

    together = await asyncio.gather(gathering.company(user), gathering.company(address))

    assert together == [(user,), (address,)]


async def test_one_that_is_not_waited_for_any_more_holds_nobody_up() -> None:
    gathering = Gathering(50)
    left, stays = asked(gathering, refs(2))
    await asyncio.sleep(0)

    left.cancel()

    assert await stays == (refs(2)[1],)


@pytest.mark.parametrize("moment", range(LINGER - 3, LINGER + 3))
async def test_nor_does_one_that_leaves_in_the_moment_in_which_they_go(moment: int) -> None:
    left, stays = asked(Gathering(50), refs(2))
    await turns(moment)
    left.cancel()
    await turns()

    assert stays.done()
