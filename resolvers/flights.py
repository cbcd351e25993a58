"""Single flight: one call for all who ask the same at the same time."""

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from dataclasses import dataclass
from math import inf
from typing import Any, TypeVar

from resolvers.looks import Looks
from resolvers.vendors.policies import deadline
from resolvers.vendors.policies.deadline import Deadline

T = TypeVar("T")
LATE = 0.02
"""Seconds that a passenger waits beyond its deadline: a call that ends at the same one tells how it ended itself."""


@dataclass
class Flight:
    """`until`: None where the first passenger has no deadline, and so the flight has none."""

    task: "asyncio.Task[Any]"
    until: Deadline | None
    passengers: int = 0

    def go_on_for(self, passenger: Deadline | None) -> None:
        if self.until is not None:
            self.until.move(inf if passenger is None else passenger.at)


class Flights:
    """Calls in the air, by what they ask for. A flight goes on while somebody waits for it, and no longer."""

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
        """The answer to `key`, from the flight that is in the air or from a new one.

        It goes on until the last passenger's deadline; one whose own comes earlier gets off with what `overdue` makes.
        """
        flight = self._looks.found("flights", backend, self._flights.get(key)) or self._take_off(key, start)
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
                self._flights.pop(key, None)
                flight.task.cancel()

    def _take_off(self, key: Hashable, start: Callable[[], Coroutine[Any, Any, T]]) -> Flight:
        with deadline.shared() as until:
            flight = self._flights[key] = Flight(asyncio.create_task(start()), until)
        flight.task.add_done_callback(lambda task: self._land(key, flight))
        return flight

    def _land(self, key: Hashable, flight: Flight) -> None:
        if self._flights.get(key) is flight:
            del self._flights[key]
        if not flight.task.cancelled():
            flight.task.exception()  # Looked at, so that nobody is told it never was.
