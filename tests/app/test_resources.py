"""What a process opens once, and keeps."""

import asyncio
from threading import Event

import pytest

from app import sandbox
from app.resources import Resources
from tests import waiting

pytestmark = pytest.mark.anyio


async def test_many_names_that_can_not_be_resolved_leave_others_their_turn() -> None:
    loop, released = asyncio.get_running_loop(), Event()
    async with Resources(sandbox.settings("http://vendors.test")).opened():
        hanging = [loop.run_in_executor(None, released.wait) for _ in range(100)]
        try:
            found = await asyncio.wait_for(loop.run_in_executor(None, lambda: "another"), waiting.SECONDS)
        finally:
            released.set()
        await asyncio.gather(*hanging)

    assert found == "another"
