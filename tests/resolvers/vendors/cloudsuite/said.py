"""How the tests read what CloudSuite said, and what it was asked."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from resolvers.vendors import capabilities
from resolvers.vendors.base import Vendor
from resolvers.vendors.cloudsuite import CloudSuite, parse
from resolvers.vendors.cloudsuite.sandbox import Shop
from resolvers.vendors.reading import Reading
from resolvers.vendors.stand_in import StandIn
from schema.backend import Backend, Health, HealthStatus
from schema.line import OrderLine
from schema.money import Money, TaxBasis, TaxedMoney
from schema.order import Order

ANSWERS = Path(__file__).parent / "answers"
ZONE = ZoneInfo("Europe/Amsterdam")
BACKEND = Backend(
    id="shop",
    vendor=CloudSuite.vendor,
    name="Webshop NL",
    capabilities=capabilities.read(CloudSuite, Vendor, parse.STATUS),
    health_source=lambda: Health(status=HealthStatus.UNKNOWN),
)
READING = Reading(BACKEND, "EUR", ZONE, TaxBasis.UNKNOWN, parse.STATUS)


def answer(name: str) -> bytes:
    return (ANSWERS / name).read_bytes()


def text(**fields: Any) -> bytes:
    return json.dumps({"id": 1} | fields).encode()


def read(**fields: Any) -> Order:
    return parse.order(text(**fields), READING)


def read_line(**fields: Any) -> OrderLine:
    lines = read(order_lines=[{"id": 50} | fields]).lines
    assert lines
    return lines[0]


def money(amount: str, currency: str = "EUR") -> Money:
    return Money(amount=Decimal(amount), currency_code=currency)


def net(amount: str, *, derived: bool = False) -> TaxedMoney:
    return TaxedMoney(stated=money(amount), tax_basis=TaxBasis.NET, net=money(amount), is_derived=derived)


def asked(far_end: StandIn) -> list[tuple[str, dict[str, str]]]:
    """Every call's path and parameters, in their order."""
    return [(request.path, dict(request.params)) for request in far_end.requests]


def page(limit: int, offset: int, **more: str) -> tuple[str, dict[str, str]]:
    """What a page of the orders is asked by."""
    return "/api/order/", {"limit": str(limit), "offset": str(offset)} | more


def numbered(far_end: Shop, **fields: Any) -> list[str]:
    """Gives the last order these values; its id, in a list."""
    kept = far_end.store.orders[-1]
    kept.record = kept.record | fields
    return [str(kept.record["id"])]
