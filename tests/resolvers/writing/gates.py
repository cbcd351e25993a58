"""Gates behind each step of the create path: where a request is stopped until it is let go."""

import asyncio
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from resolvers.errors import BackendFault
from resolvers.state.record import Record, Slot
from resolvers.state.store import Store
from resolvers.vendors.writing import Absence, NaturalKey
from resolvers.writing.endings import Ending
from schema.order import Order
from schema.write_inputs import OrderCreateInput
from tests.resolvers.writing.far_shop import Arrival, FarVendor

LEASE = 60.0
HALF = timedelta(seconds=LEASE / 2)
KEYS = ("one", "two")


@dataclass(eq=False, repr=False)
class Request:
    """One caller's. `gate`: what it waits at; `stopped`: it waits, or has come to its end.

    `beside`: those with its key that had no end yet at some time since it was asked.
    """

    key: str
    input: OrderCreateInput
    process: Any
    arrival: Arrival | None = None
    posting: bool = False
    ending: Ending | None = None
    gate: "asyncio.Future[BackendFault | None] | None" = None
    stopped: asyncio.Event = field(default_factory=asyncio.Event)
    caller: "asyncio.Task[Any] | None" = None
    sent: list[Arrival] = field(default_factory=list)
    beside: "list[Request]" = field(default_factory=list)

    async def at_gate(self) -> BackendFault | None:
        self.gate = asyncio.get_running_loop().create_future()
        self.stopped.set()
        return await self.gate


T = TypeVar("T")
CURRENT: ContextVar[Request] = ContextVar("request")


class GatedStore(Store):
    """A store after each of whose answers the process may be stopped."""

    def __init__(self, real: Store) -> None:
        self._real = real

    async def read(self, slot: Slot) -> Record | None:
        return await self._gated(self._real.read(slot))

    async def swap(self, before: Record | None, after: Record) -> bool:
        return await self._gated(self._real.swap(before, after))

    async def drop(self, before: Record) -> bool:
        return await self._gated(self._real.drop(before))

    async def is_contested(self, record: Record, vendor_id: str) -> bool:
        return await self._gated(self._real.is_contested(record, vendor_id))

    async def in_doubt(self) -> list[Record]:
        return await self._real.in_doubt()

    async def wrote_to(self, backend: str) -> int:
        return 0

    async def generations(self) -> dict[str, int]:
        return {}

    async def close(self) -> None: ...

    async def _gated(self, work: Any) -> Any:
        answer = await work
        await CURRENT.get().at_gate()
        return answer


class GatedVendor(FarVendor):
    """One whose every answer is waited for at a gate; what the gate is opened with is raised in its place."""

    async def create_order(self, input: OrderCreateInput, natural: NaturalKey | None) -> Order:
        request = CURRENT.get()
        arrival = request.arrival = self.shop.take(natural, str(input.reference))
        request.sent.append(arrival)
        request.posting = True
        fault = await request.at_gate()
        request.posting = False
        if fault:
            raise fault
        assert arrival.made
        return self.told(arrival.made)

    async def find_created(self, natural: NaturalKey, since: datetime, input: OrderCreateInput) -> Order | Absence:
        found = await super().find_created(natural, since, input)
        fault = await CURRENT.get().at_gate()
        if fault:
            raise fault
        return found


class GatedKeyless(GatedVendor):
    keyed = False
