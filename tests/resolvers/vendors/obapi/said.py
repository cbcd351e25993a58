"""How the tests read what an OBAPI supplier said, and what it was asked."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from resolvers.vendors import capabilities
from resolvers.vendors.base import Vendor
from resolvers.vendors.obapi import Obapi, parse
from resolvers.vendors.reading import Reading
from resolvers.vendors.stand_in import StandIn
from schema.backend import Backend, Health, HealthStatus
from schema.line import OrderLine
from schema.link import Relation
from schema.money import Money, TaxBasis, TaxedMoney
from schema.order import Order

ZONE = ZoneInfo("Europe/Amsterdam")
ANSWERS = Path(__file__).parent / "answers"
BACKEND = Backend(
    id="advies",
    vendor=Obapi.vendor,
    name="Advies",
    capabilities=capabilities.read(Obapi, Vendor, parse.STATUS),
    health_source=lambda: Health(status=HealthStatus.UNKNOWN),
)
READING = Reading(BACKEND, "EUR", ZONE, TaxBasis.UNKNOWN, parse.STATUS)


def answer(name: str) -> bytes:
    return (ANSWERS / name).read_bytes()


def own(name: str, key: str) -> bytes:
    """What stands under `key`, byte for byte as it came."""
    text = answer(name)
    return text[text.index(b"{", text.index(f'"{key}"'.encode())) : text.rindex(b"}")].rstrip()


def read(**fields: Any) -> Order:
    """An order without lines that says this alone."""
    return parse.order(json.dumps({"order": {"id": "1", "lines": []} | fields}).encode(), READING)


def read_line(**fields: Any) -> OrderLine:
    lines = read(lines=[{"id": "9"} | fields]).lines
    assert lines
    return lines[0]


def net(amount: str, *, derived: bool = False) -> TaxedMoney:
    money = Money(amount=Decimal(amount), currency_code="EUR")
    return TaxedMoney(stated=money, tax_basis=TaxBasis.NET, net=money, is_derived=derived)


def taxed(without: str, tax: str, with_tax: str, currency: str = "EUR") -> TaxedMoney:
    amounts = [Money(amount=Decimal(amount), currency_code=currency) for amount in (without, tax, with_tax)]
    return TaxedMoney(
        stated=amounts[0], tax_basis=TaxBasis.NET, net=amounts[0], tax=amounts[1], gross=amounts[2], is_derived=False
    )


def relation(kind: type[Any], order: Order) -> Relation[Any]:
    return Relation(kind, order.backend.id, order.vendor_id, order.number, order.reference, ordered_at=order.ordered_at)


def asked(far_end: StandIn) -> list[tuple[str, dict[str, str]]]:
    """Every call's path and parameters, in their order."""
    return [(request.path, dict(request.params)) for request in far_end.requests]
