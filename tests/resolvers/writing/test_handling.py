"""What every write goes through, on a clock that only waiting moves on."""

import asyncio

import pytest
import structlog

from resolvers.context import Context
from resolvers.gateway import Gateway
from resolvers.state.connect import TEMPORARY, opened
from resolvers.vendors.policies import deadline
from resolvers.writing import endings, handling
from resolvers.writing.endings import Ending
from resolvers.writing.handling import Write, handle
from resolvers.writing.service import WriteService
from schema.writes import UserErrorCode, WriteOutcome

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]


class Work:
    """Takes so many seconds."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.is_through = False

    async def run(self) -> Ending:
        await asyncio.sleep(self.seconds)
        self.is_through = True
        return endings.done("1")


async def test_a_write_that_is_not_through_by_the_deadline_is_unknown_and_goes_on() -> None:
    work, loop = Work(60), asyncio.get_running_loop()
    async with opened(TEMPORARY) as store, WriteService(store) as service:
        began = loop.time()
        with deadline.after(2):
            ending = await handle(Context(Gateway.over({}, service), {}), Write("create", "shop"), work.run())
        took = loop.time() - began

    assert (ending.outcome, ending.errors[0].code) == (WriteOutcome.UNKNOWN, UserErrorCode.OUTCOME_UNKNOWN)
    assert took <= 2 + handling.LATE
    assert work.is_through


async def test_a_write_whose_turn_comes_after_the_deadline_is_not_begun_and_says_so() -> None:
    """As the second of an operation whose first one took all the time."""
    work = Work(1)
    async with opened(TEMPORARY) as store, WriteService(store) as service:
        with deadline.after(2), structlog.testing.capture_logs() as lines:
            await asyncio.sleep(2 + handling.LATE)
            ending = await handle(Context(Gateway.over({}, service), {}), Write("update", "shop"), work.run())

    assert (ending.outcome, ending.errors[0].code) == (WriteOutcome.REFUSED, UserErrorCode.BACKEND_UNAVAILABLE)
    assert ending.errors[0].is_retryable
    assert [(line["event"], line["outcome"], line["code"]) for line in lines] == [("write", "REFUSED", ending.code)]
    assert not work.is_through


async def test_a_write_that_ends_just_behind_the_deadline_tells_itself_how() -> None:
    async with opened(TEMPORARY) as store, WriteService(store) as service:
        with deadline.after(2):
            ending = await handle(Context(Gateway.over({}, service), {}), Write("create", "shop"), Work(2.04).run())

    assert ending == endings.done("1")
