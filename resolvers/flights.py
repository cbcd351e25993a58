"""Single flight: concurrent requests for the same thing share one call."""

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from dataclasses import dataclass
from math import inf
from typing import Any, TypeVar

from resolvers.errors import Overspent
from resolvers.looks import Looks
from resolvers.vendors.policies import deadline
from resolvers.vendors.policies.deadline import Deadline

T = TypeVar("T")
LATE = 0.02
"""Seconds that a waiter stays beyond its deadline, so that a call with the same deadline can report its own error."""


@dataclass
class Flight:
    """`until`: None if the first waiter has no deadline; the call then has none either. `passengers`: waiters."""

    task: "asyncio.Task[Any]"
    until: Deadline | None
    passengers: int = 0

    def go_on_for(self, passenger: Deadline | None) -> None:
        if self.until is not None:
            self.until.move(inf if passenger is None else passenger.at)


class Flights:
    """The calls in progress, by key. A call is cancelled when its last waiter leaves."""

    def __init__(self, looks: Looks | None = None) -> None:
        self._looks = looks or Looks()
        self._flights: dict[Hashable, Flight] = {}

    def __len__(self) -> int:
        return len(self._flights)

    async def join(
        self,
        key: Hashable,
        start: Callable[[], Coroutine[Any, Any, T]],
        overdue: Callable[[], Exception] = TimeoutError,
        backend: str = "",
    ) -> T:
        """The result for `key`, from the call in progress or from a new one.

        The call may run until the latest of its waiters' deadlines. A waiter whose own deadline is earlier raises what
        `overdue` returns. If the limit of the operation that started it stops the call, the others start it anew.
        """
        while True:
            known = self._looks.found("flights", backend, self._flights.get(key))
            try:
                result: T = await self._awaited(key, known or self._take_off(key, start), overdue)
            except Overspent:
                if known is None:
                    raise
                self._remove(key, known)  # It may have ended just now, without having landed yet.
            else:
                return result

    async def _awaited(self, key: Hashable, flight: Flight, overdue: Callable[[], Exception]) -> Any:
        flight.passengers += 1
        flight.go_on_for(deadline.current())
        try:
            async with deadline.cut_off(None, LATE):
                return await asyncio.shield(flight.task)
        except TimeoutError as error:
            raise overdue() from error
        finally:
            flight.passengers -= 1
            if not flight.passengers and not flight.task.done():
                self._remove(key, flight)
                flight.task.cancel()

    def _take_off(self, key: Hashable, start: Callable[[], Coroutine[Any, Any, T]]) -> Flight:
        with deadline.shared() as until:
            flight = self._flights[key] = Flight(asyncio.create_task(start()), until)
        flight.task.add_done_callback(lambda task: self._land(key, flight))
        return flight

    def _remove(self, key: Hashable, flight: Flight) -> None:
        if self._flights.get(key) is flight:
            del self._flights[key]

    def _land(self, key: Hashable, flight: Flight) -> None:
        self._remove(key, flight)
        if not flight.task.cancelled():
            flight.task.exception()  # Retrieved, so that asyncio does not log that it never was.
