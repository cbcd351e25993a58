"""References that one call looks up together: gathered while orders that may name more of them are on their way."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from schema.link import Ref

Together = tuple[Ref[Any], ...]

LINGER = 50
"""Turns of the event loop in which no more came: three times what fields take at most to follow an order (17 measured).

asyncio does not tell when all has run that can run, and a time instead would be too short once the loop is busy. They
cost 0.15 ms where nothing else is to be done; too few would cost calls, never an answer.
"""


class Gathering:
    """One operation's, at one backend. A call is made of `size` references, or of fewer once no more can come."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._waiting: defaultdict[type, dict[Ref[Any], asyncio.Future[Together]]] = defaultdict(dict)
        self._orders = 0
        self._turns = 0

    async def company(self, ref: Ref[Any]) -> Together:
        """The references that one call looks up, this one among them."""
        waiting = self._waiting[ref.kind]
        place: asyncio.Future[Together] = asyncio.get_running_loop().create_future()
        waiting[ref] = place
        if len(waiting) == self._size:
            self._leave(ref.kind)
        else:
            self._linger()
        try:
            return await place
        finally:
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
                self._leave(kind)

    def _leave(self, kind: type) -> None:
        waiting = self._waiting.pop(kind)
        together = tuple(waiting)
        for place in waiting.values():
            if not place.done():
                place.set_result(together)
