"""Collects references for bulk lookups, for as long as orders that may add more are being fetched."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from schema.link import Ref

Together = tuple[Ref[Any], ...]

LINGER = 50
"""Iterations of the event loop without a new reference after which a batch is sent.

Three times the most that fields take to follow an order (17 measured). asyncio can't tell when all callbacks that are
ready have run, and a fixed time would be too short in a busy loop. In an idle loop they take 0.15 ms. Too few would
cost additional calls, but not change an answer.
"""
PATIENCE = 1.0
"""Seconds that a reference waits at most, so that an order which takes long holds up nothing but itself."""


class Gathering:
    """One operation's references to one backend. A batch has `size` of them, or fewer once no more can come."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._waiting: defaultdict[type, dict[Ref[Any], asyncio.Future[Together]]] = defaultdict(dict)
        self._orders = 0
        self._turns = 0

    async def company(self, ref: Ref[Any]) -> Together:
        """Waits until the batch with this reference is complete, and returns it."""
        waiting = self._waiting[ref.kind]
        place: asyncio.Future[Together] = asyncio.get_running_loop().create_future()
        waiting[ref] = place
        if len(waiting) == self._size:
            self._send(ref.kind)
        else:
            self._linger()
        limit = asyncio.get_running_loop().call_later(PATIENCE, self._send, ref.kind)
        try:
            return await place
        finally:
            limit.cancel()
            waiting.pop(ref, None)

    @contextmanager
    def order_on_its_way(self) -> Iterator[None]:
        self._orders += 1
        try:
            yield
        finally:
            self._orders -= 1
            self._linger()

    def _linger(self) -> None:
        is_lingering, self._turns = self._turns > 0, LINGER
        if not is_lingering:
            asyncio.get_running_loop().call_soon(self._turn)

    def _turn(self) -> None:
        self._turns -= 1
        if self._turns:
            asyncio.get_running_loop().call_soon(self._turn)
        elif not self._orders:
            for kind in list(self._waiting):
                self._send(kind)

    def _send(self, kind: type) -> None:
        waiting = self._waiting.pop(kind, {})
        together = tuple(waiting)
        for place in waiting.values():
            if not place.done():
                place.set_result(together)
