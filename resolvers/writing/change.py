"""Updates and deletes an order: sent once, never repeated by the gateway."""

from collections.abc import Awaitable
from dataclasses import dataclass

import structlog

from resolvers.errors import BackendFault
from resolvers.vendors.base import Vendor
from resolvers.writing import endings, fate
from resolvers.writing.endings import Ending
from resolvers.writing.fate import Fate
from schema.order import Order
from schema.write_inputs import OrderUpdateInput

log = structlog.get_logger(__name__)

KNOWN = frozenset({Fate.NOTHING_DONE, Fate.SAID_NO})
MAYBE_CHANGED = "The vendor's answer was lost; the order may have been updated. Read it to check."
MAYBE_DELETED = "The vendor's answer was lost; the order may have been deleted. Read it to check, or delete it again."


@dataclass(frozen=True)
class Change:
    """A write to one existing order."""

    vendor: Vendor
    vendor_id: str

    async def update(self, input: OrderUpdateInput) -> Ending:
        faults = self.vendor.check_update(input)
        if faults:
            return endings.refused(*faults)
        changed = await self._told(self.vendor.update_order(self.vendor_id, input))
        if isinstance(changed, Order):
            return endings.done(self.vendor_id, changed)
        if changed is None:
            return endings.not_found()
        return changed if isinstance(changed, Ending) else endings.unknown(MAYBE_CHANGED)

    async def delete(self) -> Ending:
        """If the outcome is unknown, the order is looked up: a missing one counts as deleted."""
        was_there = await self._told(self.vendor.delete_order(self.vendor_id))
        if isinstance(was_there, Ending):
            return was_there
        if was_there is False:
            return endings.not_found()
        if was_there is True or await self._is_gone():
            return endings.done(self.vendor_id)
        return endings.unknown(MAYBE_DELETED)

    async def _is_gone(self) -> bool:
        return await self._told(self.vendor.order(self.vendor_id)) is None

    async def _told(self, asked: Awaitable[Order | bool | None]) -> Order | bool | Ending | Fate | None:
        """The vendor's answer; an Ending if nothing was done; a Fate if the outcome is unknown."""
        try:
            return await asked
        except BackendFault as fault:
            met = fate.of(fault)
            return endings.of_refusal(fault) if met in KNOWN else met
        except Exception:
            log.exception("write_failed", backend=self.vendor.id)
            return Fate.SILENT
