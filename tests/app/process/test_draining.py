"""How an answer goes out before a process is told to end, while it ends, and when its time is over."""

import asyncio

import pytest
from starlette.types import Message, Receive, Scope, Send

from app.ending import Ending
from app.process.draining import Draining

pytestmark = pytest.mark.anyio

START: Message = {"type": "http.response.start", "status": 200, "headers": []}


async def nothing() -> Message:
    return {}


async def sent(ending: Ending, *, begins: bool, is_cut_off: bool) -> list[Message]:
    """What goes out of an app that begins its answer or not, and is cancelled or not."""
    told: list[Message] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if begins:
            await send({**START, "headers": []})
        if is_cut_off:
            raise asyncio.CancelledError

    async def out(message: Message) -> None:
        told.append(message)

    await Draining(app, ending)({"type": "http", "headers": []}, nothing, out)
    return told


def begun() -> Ending:
    ending = Ending(drain=0, grace=5)
    ending.begin()
    return ending


async def test_before_the_end_a_connection_stays_open() -> None:
    assert await sent(Ending(0, 5), begins=True, is_cut_off=False) == [START]


async def test_while_it_ends_a_connection_is_closed_behind_its_answer() -> None:
    (start,) = await sent(begun(), begins=True, is_cut_off=False)

    assert start["headers"] == [(b"connection", b"close")]


async def test_who_is_cancelled_before_the_end_is_told_nothing() -> None:
    with pytest.raises(asyncio.CancelledError):
        await sent(Ending(0, 5), begins=False, is_cut_off=True)


async def test_what_is_cut_off_before_its_answer_began_is_told_so_and_its_connection_closed() -> None:
    start, body = await sent(begun(), begins=False, is_cut_off=True)

    assert (start["status"], b"OVERLOADED" in body["body"]) == (503, True)
    assert (b"connection", b"close") in start["headers"]


async def test_an_answer_that_has_begun_is_not_followed_by_another() -> None:
    assert len(await sent(begun(), begins=True, is_cut_off=True)) == 1
