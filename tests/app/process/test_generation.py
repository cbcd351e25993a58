"""One configuration's application: how long it stays open, and what becomes of who still waits for it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from math import inf

import pytest
from fastapi import FastAPI
from starlette.types import Message, Receive, Scope, Send

from app.process.generation import Generation

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]


class Slow(FastAPI):
    """Answers when it is let go. `events`: what its life came to so far."""

    def __init__(self) -> None:
        self.events: list[str] = []
        self.asked, self.go = asyncio.Event(), asyncio.Event()
        super().__init__(lifespan=self.living)

    @asynccontextmanager
    async def living(self, app: FastAPI) -> AsyncIterator[None]:
        self.events.append("opened")
        try:
            yield
        finally:
            self.events.append("closed")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked.set()
        await self.go.wait()
        self.events.append("answered")


async def nothing() -> Message:
    return {}


async def nowhere(message: Message) -> None:
    """Nobody reads it."""


async def asking(generation: Generation, app: Slow) -> "asyncio.Task[None]":
    task = asyncio.create_task(generation({"type": "http"}, nothing, nowhere))
    await app.asked.wait()
    return task


async def test_it_is_closed_behind_the_last_request() -> None:
    app = Slow()
    generation = Generation(app)
    await generation.opened()
    under_way = await asking(generation, app)
    asyncio.get_running_loop().call_soon(app.go.set)
    await generation.close(inf)
    await under_way

    assert app.events == ["opened", "answered", "closed"]


async def test_when_the_time_is_over_it_is_closed_before_a_request_that_goes_on() -> None:
    app = Slow()
    generation = Generation(app)
    await generation.opened()
    under_way = await asking(generation, app)
    async with asyncio.timeout(5):
        await generation.close(0)
    app.go.set()
    await under_way

    assert app.events == ["opened", "closed", "answered"]
