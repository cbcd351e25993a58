"""Looks at the vendor's for an order that a create may have made."""

from dataclasses import dataclass
from datetime import UTC, datetime

import structlog

from resolvers.errors import BackendFault
from resolvers.state.record import Record
from resolvers.vendors.base import Vendor
from resolvers.vendors.writing import Absence
from resolvers.writing.desk import Desk
from schema.order import Order
from schema.write_inputs import OrderCreateInput

log = structlog.get_logger(__name__)

EVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Look:
    """`asked`: before the vendor was, for what comes there later is not seen."""

    found: Order | Absence
    asked: datetime


async def look(desk: Desk, vendor: Vendor, held: Record, input: OrderCreateInput) -> Look:
    """An order that another key made, or may have made, is not this one's for sure."""
    asked = desk.now()
    found = await _found(vendor, held, input)
    if isinstance(found, Order) and await desk.store.is_contested(held, found.vendor_id):
        return Look(Absence.UNSURE, asked)
    return Look(found, asked)


async def _found(vendor: Vendor, held: Record, input: OrderCreateInput) -> Order | Absence:
    if held.natural is None:
        return Absence.UNSURE
    try:
        return await vendor.find_created(held.natural, _since(held), input)
    except BackendFault:
        return Absence.UNSURE
    except Exception:
        log.exception("look_up_failed", backend=vendor.id)
        return Absence.UNSURE


def _since(held: Record) -> datetime:
    """Nobody else gives an order a key that is made here, so it is ours whatever the vendor's clock says."""
    return EVER if held.natural and held.natural.is_ours else held.began
