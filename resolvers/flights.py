"""Single flight: one call for all who ask the same at the same time."""

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from dataclasses import dataclass
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass
class Flight:
    task: "asyncio.Task[Any]"
    passengers: int = 0


class Flights:
    """Calls in the air, by what they ask for. A flight goes on while somebody waits for it, and no longer."""

    def __init__(self) -> None:
        self._flights: dict[Hashable, Flight] = {}

    def __len__(self) -> int:
        return len(self._flights)

    async def join(self, key: Hashable, start: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """The answer to `key`, from the flight that is in the air or from a new one."""
        flight = self._flights.get(key) or self._take_off(key, start)
        flight.passengers += 1
        try:
            return await asyncio.shield(flight.task)
        finally:
            flight.passengers -= 1
            if not flight.passengers and not flight.task.done():
                self._flights.pop(key, None)
                flight.task.cancel()

    def _take_off(self, key: Hashable, start: Callable[[], Coroutine[Any, Any, T]]) -> Flight:
        flight = self._flights[key] = Flight(asyncio.create_task(start()))
        flight.task.add_done_callback(lambda task: self._land(key, flight))
        return flight

    def _land(self, key: Hashable, flight: Flight) -> None:
        if self._flights.get(key) is flight:
            del self._flights[key]
        if not flight.task.cancelled():
            flight.task.exception()  # Looked at, so that nobody is told it never was.
