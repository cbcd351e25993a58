"""Sends one create, once, and writes down what became of it."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

import structlog

from resolvers.errors import BackendFault, TimedOut
from resolvers.state.record import Record, Stage
from resolvers.state.store import StoreFault
from resolvers.vendors.base import Vendor
from resolvers.vendors.writing import Absence
from resolvers.writing import endings
from resolvers.writing.desk import Desk
from resolvers.writing.endings import Ending, Fate
from resolvers.writing.looking import look
from resolvers.writing.steps import Times
from schema.order import Order
from schema.write_inputs import OrderCreateInput

log = structlog.get_logger(__name__)

LOST = "The vendor's answer is lost, so the order may have been made. Ask again with the same key."


@dataclass(frozen=True)
class Sending:
    """`record`: the key's, held by this request. `is_again`: whether it was sent before, by an earlier request."""

    desk: Desk
    vendor: Vendor
    input: OrderCreateInput
    record: Record
    is_again: bool = False

    async def run(self) -> Ending:
        try:
            order = await self._posted()
        except BackendFault as fault:
            return await self._failed(fault)
        except Exception:
            log.exception("create_failed", backend=self.vendor.id)
            return await self._lost(Fate.SILENT)
        return await self.made(order)

    # ---------------------------------------------------------------- how it may end

    async def made(self, order: Order, *, is_replay: bool = False) -> Ending:
        await self._write_down(self.record.done(order.vendor_id, self._forgotten()))
        return endings.done(order.vendor_id, order, is_replay=is_replay).with_natural(self.record.natural)

    async def still_unknown(self, settled: datetime, ending: Ending) -> Ending:
        """`settled`: when an absence may be believed."""
        await self._write_down(self.record.in_doubt(settled))
        return ending.with_natural(self.record.natural)

    async def _failed(self, fault: BackendFault) -> Ending:
        met = endings.fate(fault)
        if met is Fate.NOTHING_DONE:
            await self._set_free()
            return endings.of_refusal(fault).with_natural(self.record.natural)
        if met is Fate.SAID_NO:
            return await self._said_no(endings.of_refusal(fault))
        return await self._lost(met)

    async def _said_no(self, refusal: Ending) -> Ending:
        """Of one that was sent before, "it is there already" may be the reason: looked up before it is believed."""
        if self.is_again:
            seen = await look(self.desk, self.vendor, self.record, self.input)
            if isinstance(seen.found, Order):
                return await self.made(seen.found, is_replay=True)
            if seen.found is not Absence.SURE:
                return await self._lost(Fate.ANSWERED)
        await self._write_down(self.record.refused(refusal.errors, self._forgotten()))
        return refusal.with_natural(self.record.natural)

    async def _lost(self, met: Fate) -> Ending:
        settled = self._times.settled(met, self.record.sent, self.desk.now())
        return await self.still_unknown(settled, endings.unknown(LOST))

    # ---------------------------------------------------------------- the call

    async def _posted(self) -> Order:
        """Raises TimedOut, unsent, where the lease's half is over: another may have taken the key over."""
        left = (self._times.give_up(self.record.sent) - self.desk.now()).total_seconds()
        if left <= 0:
            raise TimedOut(self.vendor.id, "was not asked in time.")
        try:
            async with asyncio.timeout(left):
                return await self.vendor.create_order(self.input, self.record.natural)
        except TimeoutError as error:
            raise TimedOut(self.vendor.id, "did not answer in time.") from error

    # ---------------------------------------------------------------- writing down

    async def _write_down(self, ended: Record) -> None:
        """What is known is told though it can't be written down: then the record stays in flight, to be looked up."""
        try:
            if not await self.desk.store.swap(self.record, ended) and ended.stage is Stage.DONE:
                await self._resolve(ended)
        except StoreFault as fault:
            log.error("state_failed", why=str(fault))

    async def _resolve(self, done: Record) -> None:
        """The lease was over, and who took the key over could not tell: now it is known."""
        known = await self.desk.store.read(done.slot)
        if known and known.stage is Stage.UNKNOWN and known.began == done.began:
            await self.desk.store.swap(known, done)

    async def _set_free(self) -> None:
        try:
            await self.desk.store.drop(self.record)
        except StoreFault as fault:
            log.error("state_failed", why=str(fault))

    @property
    def _times(self) -> Times:
        return self.desk.times(self.vendor)

    def _forgotten(self) -> datetime:
        return self.desk.now() + self._times.ttl
