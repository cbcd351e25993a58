"""The policies' clock, injected so that tests can control it."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial


@dataclass(frozen=True)
class Clock:
    """`now`: monotonic seconds, as in the event loop. `sleep`: waits for so many seconds. `utc`: the time of day."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep
    utc: Callable[[], datetime] = partial(datetime.now, UTC)
