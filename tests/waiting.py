"""Waiting for what others do, for as long as it takes."""

import asyncio
from collections.abc import Callable
from itertools import count

SECONDS = 60
"""After which it is given up: nothing is that slow."""
AT_ONCE, TURN = 1000, 0.001
"""So many of the event loop's first turns are all looked at, for what passes quickly; from then on it may rest."""
NO_HURRY = dict.fromkeys(("timeout", "connect_timeout", "read_timeout"), 3600.0)
"""A backend's time limits that no machine is too slow for."""


async def until(is_so: Callable[[], object]) -> None:
    async with asyncio.timeout(SECONDS):
        for turn in count():
            if is_so():
                return
            await asyncio.sleep(0 if turn < AT_ONCE else TURN)
