"""How the tests read what Wimpel said, and what it was asked."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from resolvers.vendors import capabilities
from resolvers.vendors.base import Vendor
from resolvers.vendors.reading import Reading
from resolvers.vendors.stand_in import StandIn
from resolvers.vendors.wimpel import Wimpel, parse
from schema.backend import Backend, Health, HealthStatus
from schema.line import OrderLine
from schema.money import Money, TaxBasis, TaxedMoney
from schema.order import Order

ANSWERS = Path(__file__).parent / "answers"
BACKEND = Backend(
    id="boom",
    vendor=Wimpel.vendor,
    name="Boom",
    capabilities=capabilities.read(Wimpel, Vendor, parse.STATUS),
    health_source=lambda: Health(status=HealthStatus.UNKNOWN),
)
READING = Reading(BACKEND, "EUR", ZoneInfo("Europe/Amsterdam"), TaxBasis.UNKNOWN, parse.STATUS)


def answer(name: str) -> bytes:
    return (ANSWERS / name).read_bytes()


def read(**fields: Any) -> Order:
    return parse.order(json.dumps({"id": "clx1"} | fields).encode(), READING)


def read_line(**fields: Any) -> OrderLine:
    lines = read(lines=[fields]).lines
    assert lines
    return lines[0]


def euros(amount: str, *, derived: bool = False) -> TaxedMoney:
    return TaxedMoney(
        stated=Money(amount=Decimal(amount), currency_code="EUR"), tax_basis=TaxBasis.UNKNOWN, is_derived=derived
    )


def asked(far_end: StandIn) -> list[tuple[str, dict[str, str]]]:
    """Every call's path and parameters, in their order."""
    return [(request.path, dict(request.params)) for request in far_end.requests]
