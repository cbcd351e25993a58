"""Sends a create once, and records its outcome."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

import structlog

from resolvers.errors import BackendFault, TimedOut
from resolvers.state.record import Record, Stage
from resolvers.state.store import StoreFault
from resolvers.vendors.base import Vendor
from resolvers.vendors.writing import Absence
from resolvers.writing import endings, fate
from resolvers.writing.endings import Ending
from resolvers.writing.fate import Fate
from resolvers.writing.looking import look
from resolvers.writing.service import WriteService
from resolvers.writing.steps import Times
from schema.order import Order
from schema.write_inputs import OrderCreateInput

log = structlog.get_logger(__name__)

LOST = "The vendor's answer was lost; the order may have been created. Retry with the same key."


@dataclass(frozen=True)
class Sending:
    """`record`: the key's, in flight, held by this request. `is_again`: an earlier request sent it before."""

    service: WriteService
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

    # ---------------------------------------------------------------- outcomes

    async def made(self, order: Order, *, is_replay: bool = False) -> Ending:
        await self._record_outcome(self.record.done(order.vendor_id, self._expiry()))
        return endings.done(order.vendor_id, order, is_replay=is_replay).with_natural(self.record.natural)

    async def still_unknown(self, settled: datetime, ending: Ending) -> Ending:
        """`settled`: from when on a missing order is believed."""
        await self._record_outcome(self.record.in_doubt(settled))
        return ending.with_natural(self.record.natural)

    async def _failed(self, fault: BackendFault) -> Ending:
        met = fate.of(fault)
        if met is Fate.NOTHING_DONE:
            await self._free_key()
            return endings.of_refusal(fault).with_natural(self.record.natural)
        if met is Fate.SAID_NO:
            return await self._said_no(endings.of_refusal(fault))
        return await self._lost(met)

    async def _said_no(self, refusal: Ending) -> Ending:
        """Of a create that was sent before: the vendor may refuse it because the order exists, so this looks first."""
        if self.is_again:
            seen = await look(self.service, self.vendor, self.record, self.input)
            if isinstance(seen.found, Order):
                return await self.made(seen.found, is_replay=True)
            if seen.found is not Absence.SURE:
                return await self._lost(Fate.ANSWERED)
        await self._record_outcome(self.record.refused(refusal.errors, self._expiry()))
        return refusal.with_natural(self.record.natural)

    async def _lost(self, met: Fate) -> Ending:
        settled = self._times.settled(met, self.record.sent, self.service.now())
        return await self.still_unknown(settled, endings.unknown(LOST))

    # ---------------------------------------------------------------- the call

    async def _posted(self) -> Order:
        """Raises TimedOut, unsent, if its half of the lease is over: another request may soon take the key over."""
        left = (self._times.give_up(self.record.sent) - self.service.now()).total_seconds()
        if left <= 0:
            raise TimedOut(self.vendor.id, "was not called in time.")
        try:
            async with asyncio.timeout(left):
                return await self.vendor.create_order(self.input, self.record.natural)
        except TimeoutError as error:
            raise TimedOut(self.vendor.id, "did not answer in time.") from error

    # ---------------------------------------------------------------- the record

    async def _record_outcome(self, ended: Record) -> None:
        """If it can't be recorded, the caller still gets it, and the record stays in flight, to be looked up."""
        try:
            if not await self.service.store.swap(self.record, ended) and ended.stage is Stage.DONE:
                await self._resolve(ended)
        except StoreFault as fault:
            log.error("state_failed", why=str(fault))

    async def _resolve(self, done: Record) -> None:
        """The lease ran out, and another request took the key over: whatever it recorded, this order was made."""
        known = await self.service.store.read(done.slot)
        if known and known.began == done.began:
            await self.service.store.swap(known, done)

    async def _free_key(self) -> None:
        try:
            await self.service.store.drop(self.record)
        except StoreFault as fault:
            log.error("state_failed", why=str(fault))

    @property
    def _times(self) -> Times:
        return self.service.times(self.vendor)

    def _expiry(self) -> datetime:
        return self.service.now() + self._times.ttl
