"""Looks for an order that a create may have made."""

from dataclasses import dataclass
from datetime import UTC, datetime

import structlog

from resolvers.errors import BackendFault
from resolvers.state.record import Record
from resolvers.vendors.base import Vendor
from resolvers.vendors.writing import Absence
from resolvers.writing.service import WriteService
from schema.order import Order
from schema.write_inputs import OrderCreateInput

log = structlog.get_logger(__name__)

EVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Look:
    """`asked`: the time before the lookup. An order that the vendor makes after it is not seen."""

    found: Order | Absence
    asked: datetime


async def look(service: WriteService, vendor: Vendor, held: Record, input: OrderCreateInput) -> Look:
    """Unsure if another key made the order that was found, or may have made it."""
    asked = service.now()
    found = await _found(vendor, held, input)
    if isinstance(found, Order) and await service.store.is_contested(held, found.vendor_id):
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
    """A natural key made by the gateway is unique to this create, so the vendor's clock need not be trusted."""
    return EVER if held.natural and held.natural.is_ours else held.began
