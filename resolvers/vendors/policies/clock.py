"""The time that the policies go by: passed in, so that a test can own it."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Clock:
    """`now`: seconds that only grow, as the event loop counts them. `sleep`: waits so many of them."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep
