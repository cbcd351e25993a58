"""How the parse tests read: a LogicTrade backend's way, and an order that says just what a test says."""

from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from resolvers.vendors import capabilities
from resolvers.vendors.base import Vendor
from resolvers.vendors.logictrade import LogicTrade, parse
from resolvers.vendors.reading import Reading
from schema.backend import Backend, Health, HealthStatus
from schema.backend import Vendor as VendorName
from schema.customer import Customer
from schema.line import OrderLine
from schema.money import Money, TaxBasis, TaxedMoney
from schema.order import Order
from schema.shipment import Shipment

ANSWERS = Path(__file__).parent / "answers"
ORDER = (ANSWERS / "order.json").read_bytes()
CREATE_ORDER = (ANSWERS / "create_order.json").read_bytes()
ZONE = ZoneInfo("Europe/Amsterdam")
BACKEND = Backend(
    id="erp",
    vendor=VendorName.LOGICTRADE,
    name="ERP",
    capabilities=capabilities.read(LogicTrade, Vendor, LogicTrade.status_words),
    health_source=lambda: Health(status=HealthStatus.UP),
)
READING = Reading(BACKEND, "EUR", ZONE, TaxBasis.UNKNOWN, LogicTrade.status_words)


def parsed(reading: Reading = READING, **said: Any) -> Order:
    """An order without lines that says this alone."""
    return parse.order(msgspec.json.encode({"id": 7, "lines": []} | said), reading)


def euros(amount: str | int) -> Money:
    return Money(amount=Decimal(amount), currency_code="EUR")


def stated(amount: str | int, *, derived: bool = False) -> TaxedMoney:
    return TaxedMoney(stated=euros(amount), tax_basis=TaxBasis.UNKNOWN, is_derived=derived)


def line(**said: Any) -> OrderLine:
    """The line of an order with one line that says this alone."""
    (only,) = parsed(lines=[said]).lines or ()
    return only


def shipment(**said: Any) -> Shipment:
    links = parsed(**said).shipments_link
    assert isinstance(links, list)
    return links[0]


def customer(**said: Any) -> Customer:
    link = parsed(customer={"id": 13} | said).customer_link
    assert isinstance(link, Customer)
    return link
