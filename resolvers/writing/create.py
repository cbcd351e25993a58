"""Creates an order under an idempotency key: recorded before it is sent, looked up before it is sent again."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog

from resolvers.state.record import Record, Slot, Stage
from resolvers.state.store import StoreFault
from resolvers.vendors.base import Vendor
from resolvers.vendors.policies import deadline
from resolvers.vendors.writing import Absence
from resolvers.writing import endings
from resolvers.writing.endings import Ending
from resolvers.writing.looking import Look, look
from resolvers.writing.sending import Sending
from resolvers.writing.service import WriteService
from resolvers.writing.steps import MOMENT, Step, Times, next_step
from schema.order import Order
from schema.write_inputs import OrderCreateInput

log = structlog.get_logger(__name__)

STILL_UNKNOWN = "The order may have been created; it is not known yet. Retry with the same key."
NO_STATE = "The gateway's store is unavailable, so the outcome is unknown. Retry with the same key."
FOR_A_PERSON = (
    "The order may have been created, and this vendor offers no way to find it. "
    "The gateway's operator must settle this key; then retry with it."
)


@dataclass(frozen=True)
class Creation:
    """One request to create an order. It sends at most once.

    A step returns None if another request changed the record first.
    """

    service: WriteService
    vendor: Vendor
    input: OrderCreateInput
    slot: Slot
    fingerprint: str

    async def run(self) -> Ending:
        try:
            return await self._run()
        except StoreFault as fault:
            log.error("state_failed", why=str(fault))
            return endings.unknown(NO_STATE)

    async def _run(self) -> Ending:
        """Ends, because a step that returns None means that another request made progress."""
        while True:
            known = await self.service.store.read(self.slot)
            step = next_step(known, self.fingerprint, self.service.now())
            ending = await STEPS[step](self, known)
            if ending is not None:
                return ending

    # ---------------------------------------------------------------- steps

    async def begin(self, expired: Record | None) -> Ending | None:
        faults = self.vendor.check_create(self.input)
        if faults:
            return endings.refused(*faults)
        now = self.service.now()
        begun = Record(
            slot=self.slot,
            fingerprint=self.fingerprint,
            stage=Stage.IN_FLIGHT,
            began=now,
            sent=now,
            until=now + self._times.lease,
            natural=self.vendor.natural_key(self.input, self._name),
        )
        if not await self.service.store.swap(expired, begun):
            return None
        return await self._sending(begun).run()

    async def mismatch(self, known: Record) -> Ending | None:
        return endings.mismatch()

    async def concurrent(self, known: Record) -> Ending | None:
        return endings.concurrent().with_natural(known.natural)

    async def replay(self, known: Record) -> Ending | None:
        return endings.replayed(known.vendor_id, known.refusal).with_natural(known.natural)

    async def look_up(self, doubted: Record) -> Ending | None:
        """`doubted.until`: from when on a missing order is believed; this also holds for a lease that is over."""
        held = doubted.held(self.service.now() + self._times.lease)
        if not await self.service.store.swap(doubted, held):
            return None
        seen = await self._once_settled(held, doubted.until)
        if isinstance(seen.found, Order):
            return await self._sending(held).made(seen.found, is_replay=True)
        if seen.found is Absence.SURE and doubted.until <= seen.asked:
            return await self._send_again(held)
        return await self._sending(held).still_unknown(doubted.until, self._unknown(held))

    async def _send_again(self, held: Record) -> Ending | None:
        now = self.service.now()
        again = held.sent_again(now, now + self._times.lease)
        if not await self.service.store.swap(held, again):
            return None
        return await self._sending(again, is_again=True).run()

    async def _once_settled(self, held: Record, settled: datetime) -> Look:
        """Waits and looks again if a missing order can be believed in a moment, and before the caller's deadline."""
        seen = await look(self.service, self.vendor, held, self.input)
        wait, left = (settled - seen.asked).total_seconds(), deadline.left()
        most = MOMENT.total_seconds() if left is None else min(left, MOMENT.total_seconds())
        if seen.found is not Absence.SURE or not 0 < wait <= most:
            return seen
        await self.service.sleep(wait)
        return await look(self.service, self.vendor, held, self.input)

    @property
    def _name(self) -> str:
        """What a natural key is made from: it differs by caller, key and input."""
        return "\n".join((self.slot.caller, self.slot.key, self.fingerprint))

    def _unknown(self, held: Record) -> Ending:
        if held.natural is None:
            return endings.unknown(FOR_A_PERSON, is_retryable=False)
        return endings.unknown(STILL_UNKNOWN)

    def _sending(self, record: Record, *, is_again: bool = False) -> Sending:
        return Sending(self.service, self.vendor, self.input, record, is_again)

    @property
    def _times(self) -> Times:
        return self.service.times(self.vendor)


STEPS: dict[Step, Callable[[Creation, Any], Awaitable[Ending | None]]] = {
    Step.BEGIN: Creation.begin,
    Step.MISMATCH: Creation.mismatch,
    Step.REPLAY: Creation.replay,
    Step.CONCURRENT: Creation.concurrent,
    Step.LOOK_UP: Creation.look_up,
}
