"""The event loop of tests that own their time."""

import asyncio
import gc
from collections.abc import AsyncIterator

import pytest

from tests.own_time import EventLoop


class Node:
    """Points at itself, so that it goes only as the garbage is collected. `read`: what it has of a generator."""

    def __init__(self, closed: list[str]) -> None:
        self.me = self
        self.read = numbers(closed)


async def numbers(closed: list[str]) -> AsyncIterator[int]:
    try:
        yield 1
        yield 2
    finally:
        closed.append("closed")


async def left_half_read(closed: list[str]) -> None:
    await anext(Node(closed).read)


@pytest.mark.parametrize("in_thread", [False, True])
def test_what_is_left_half_read_is_closed_whenever_the_garbage_is_collected(in_thread: bool) -> None:
    closed: list[str] = []
    with asyncio.Runner(loop_factory=EventLoop) as runner:
        runner.run(left_half_read(closed))
        if in_thread:
            runner.run(asyncio.to_thread(gc.collect))
        gc.collect()
        runner.run(asyncio.sleep(1))

    assert closed == ["closed"]
