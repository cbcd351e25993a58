"""The sandbox's orders at the start: bicycles and accessories.

The document's order is the first and oldest. The others are sorted by creation; some were imported from an older system
long after they were placed.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from resolvers.vendors import dataset
from resolvers.vendors.cloudsuite.people import Crowd
from resolvers.vendors.cloudsuite.records import FIRST_ORDER, Record, Store, StoredOrder, stamp
from resolvers.vendors.dataset import NOW, TODAY, ZONE, Shared

LOCAL_NOW = NOW.astimezone(ZONE).replace(tzinfo=None)
NOBODY, DANGLES_AT = 999_999, 7
"""The id of a user that does not exist, and the index of the first order that refers to it."""
YEAR, MONTH = 365, 31
IMPORTED_EVERY = 17
OPEN_STATES = ("confirmed", "quotation", "processing", "draft", "confirmed", "cancel")
"""Taken in turn, so that a few recent orders have them all."""
OLD_STATES = ("done", "done", "done", "done", "processing", "cancel")
UNPLACED, BOOKED = ("draft", "quotation"), ("processing", "done")
"""BOOKED: the states of orders in the ERP, which have an ERP number."""
WISHES = ("", "", "", "Graag voor 12 uur leveren", "Afhalen in de winkel", "Voorjaarsactie", "Levering ineens")
BUYERS_WORDS = (None, None, None, "Test", "Showroom", "Voorraad", "Werkplaats")
PRODUCTS = (
    ("1000", "Bicycle for Cloudsuite", "19.99", ("1000-waste", "21")),
    ("1010", "Stadsfiets Amsterdam 28 inch, zwart", "449.00", ("1000-waste", "21")),
    ("1020", "Omafiets Zwolle, 3 versnellingen", "389.50", ("1000-waste", "21")),
    ("1100", "E-bike Veluwe 500 Wh, heren", "1899.00", ("1100-battery", "1000-waste", "21")),
    ("1110", "E-bike Veluwe 500 Wh, dames", "1899.00", ("1100-battery", "1000-waste", "21")),
    ("1200", "Kinderfiets Sproet 16 inch", "129.95", ("1000-waste", "21")),
    ("2000", "Kettingslot 110 cm ART-2", "34.95", ("21",)),
    ("2010", "Fietsbel ding-dong", "6.95", ("21",)),
    ("2020", "Koplamp USB 40 lux", "24.50", ("21",)),
    ("2030", "Buitenband 37-622 met antileklaag", "17.25", ("21",)),
    ("2040", "Binnenband 28 inch, Dunlopventiel", "3.75", ("21",)),
    ("2050", "Dubbele fietstas 46 liter", "54.90", ("21",)),
    ("2060", "Regencape maat L", "29.99", ("21",)),
    ("3000", "Routeboek Rondje IJsselmeer", "14.68", ("9",)),
)

EXAMPLE: Record = {
    "id": 27,
    "reference": "CS26",
    "customer_order_number": "def",
    "erp_order_number": "ERP1",
    "state": "confirmed",
    "order_date": "2020-09-24",
    "description": "Description",
    "currency": "EUR",
    "order_lines": [
        {
            "id": 50,
            "product": {"origin": "CLOUDSUITE", "key": "1000"},
            "description": "[1000] Bicycle for Cloudsuite",
            "type": "line",
            "quantity": 1,
            "erp_line_number": 10,
            "unit_price": "19.99",
            "delivery_date": "2024-04-23",
            "tax_keys": ["1000-waste", "21"],
            "create_date": "2020-10-26T14:38:48.755771",
            "modified_date": "2020-10-26T14:57:14.772521",
        }
    ],
    "requested_delivery_date": "2020-10-26",
    "paid_amount": "0",
    "shipment_address": 4,
    "shipment_address_key": {"key": "123456789-D", "origin": "CLOUDSUITE"},
    "invoice_address": 5,
    "invoice_address_key": {"key": "123456789-I", "origin": "CLOUDSUITE"},
    "customer": 54,
    "customer_key": {"key": "C123456", "origin": "CLOUDSUITE"},
    "webshop": 1,
    "user": 14,
    "create_date": "2020-10-26T14:38:48.755771",
    "modified_date": "2020-10-26T14:57:14.772521",
}


@dataclass(frozen=True)
class Sale:
    """`created` and `modified` are local times; `ordered` may be long before `created`."""

    created: datetime
    modified: datetime
    ordered: date
    is_import: bool = False
    shared: Shared | None = None


def fill(store: Store, orders: int, crowd: Crowd, dangling: int) -> None:
    """`dangling` orders refer to a user that does not exist."""
    crowd.settle(store)
    if not orders:
        return
    chance = dataset.random("cloudsuite orders")
    next(store.line_ids)
    example = {**deepcopy(EXAMPLE), **_references(store, crowd, 0)}
    store.add(StoredOrder(example, confirmed=datetime(2020, 10, 26, 14, 40)))
    for at, sale in enumerate(sorted(_sales(chance, orders - 1), key=lambda sale: sale.created), start=1):
        stored = _stored(store, at, sale, chance, _references(store, crowd, at))
        if DANGLES_AT <= at < DANGLES_AT + dangling:
            stored.record["user"] = NOBODY
        store.add(stored)


def _sales(chance: Random, number: int) -> Iterator[Sale]:
    """The orders shared with another vendor first, then the others."""
    shared = dataset.shared()[::2][:number]
    yield from (_shared_sale(each, chance) for each in shared)
    yield from (_own_sale(at, chance) for at in range(number - len(shared)))


def _shared_sale(shared: Shared, chance: Random) -> Sale:
    day = shared.day
    created = datetime(day.year, day.month, day.day, 8) + _within(chance, timedelta(hours=9))
    return Sale(created, _later(created, chance), day, shared=shared)


def _own_sale(at: int, chance: Random) -> Sale:
    created = _moment(chance)
    late = MONTH + chance.randrange(90) if at % IMPORTED_EVERY == 0 else 0
    return Sale(created, _later(created, chance), created.date() - timedelta(days=late), is_import=late > 0)


def _moment(chance: Random) -> datetime:
    """Within the last year, never later than NOW."""
    moment = dataset.moment(chance, YEAR).astimezone(ZONE).replace(tzinfo=None)
    return moment if moment <= LOCAL_NOW else moment - timedelta(days=1)


def _within(chance: Random, span: timedelta) -> timedelta:
    return timedelta(microseconds=chance.randrange(span // timedelta(microseconds=1)))


def _later(created: datetime, chance: Random) -> datetime:
    return min(LOCAL_NOW, created + _within(chance, timedelta(days=6)))


def _stored(store: Store, at: int, sale: Sale, chance: Random, references: Record) -> StoredOrder:
    state = _state(at, sale, chance)
    erp = sale.shared.number if sale.shared else f"V25{at:06}" if state in BOOKED else None
    lines = [_line(next(store.line_ids), place, sale, erp, chance) for place in range(1, chance.randrange(2, 6))]
    record = {
        "id": FIRST_ORDER + at,
        "reference": f"CS{FIRST_ORDER + at - 1}",
        "customer_order_number": sale.shared.reference if sale.shared else chance.choice(BUYERS_WORDS),
        "erp_order_number": erp,
        "state": state,
        "order_date": sale.ordered.isoformat(),
        "description": chance.choice(WISHES),
        "currency": "EUR",
        "order_lines": lines,
        "requested_delivery_date": lines[0]["delivery_date"],
        "paid_amount": _paid(lines, state, chance),
        **references,
        "webshop": 1,
        "create_date": stamp(sale.created),
        "modified_date": stamp(sale.modified),
    }
    confirmed = None if state in UNPLACED else sale.created + timedelta(minutes=2)
    return StoredOrder(record, confirmed, key=f"H-{erp}" if sale.is_import else None, is_offline=sale.is_import)


def _state(at: int, sale: Sale, chance: Random) -> str:
    if sale.is_import:
        return "done"
    if sale.shared:
        return chance.choice(BOOKED)
    is_old = TODAY - sale.created.date() > timedelta(days=2 * MONTH)
    return chance.choice(OLD_STATES) if is_old else OPEN_STATES[at % len(OPEN_STATES)]


def _line(line_id: int, place: int, sale: Sale, erp: str | None, chance: Random) -> Record:
    key, name, price, tax_keys = chance.choice(PRODUCTS)
    return {
        "id": line_id,
        "product": {"origin": "CLOUDSUITE", "key": key},
        "description": f"[{key}] {name}",
        "type": "line",
        "quantity": chance.choice((1, 1, 1, 2, 3, 5, 10)),
        "erp_line_number": 10 * place if erp else None,
        "unit_price": price,
        "delivery_date": (sale.ordered + timedelta(days=chance.randrange(2, 21))).isoformat(),
        "tax_keys": list(tax_keys),
        "create_date": stamp(sale.created),
        "modified_date": stamp(sale.modified),
    }


def _paid(lines: list[Record], state: str, chance: Random) -> str:
    """Three in ten orders are paid in the shop, with tax; the others are on account."""
    if state in UNPLACED or chance.random() > 0.3:
        return "0"
    net = sum(line["quantity"] * Decimal(line["unit_price"]) for line in lines)
    return str((net * Decimal("1.21")).quantize(Decimal("0.01")))


def _references(store: Store, crowd: Crowd, at: int) -> Record:
    """An order's references, as in its JSON."""
    shipping, billing, customer = crowd.shipping(at), crowd.billing(at), crowd.customer(at)
    return {
        "shipment_address": shipping,
        "shipment_address_key": _key(store, "address", shipping),
        "invoice_address": billing,
        "invoice_address_key": _key(store, "address", billing),
        "customer": customer,
        "customer_key": _key(store, "customer", customer),
        "user": crowd.user(at),
    }


def _key(store: Store, noun: str, thing: int) -> Record:
    record = store.things[noun].by_id[thing].record
    return {"key": record["key"], "origin": record["origin"]}
