"""What the stand-in for VDH Solar holds: panels, inverters, rails and cable, ordered by Dutch installers."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import cycle
from random import Random
from typing import Any

from resolvers.vendors import dataset
from resolvers.vendors.dataset import Person

Json = dict[str, Any]

OWN_ID = 30001
"""The gateway's own user id: it may read the orders placed under it."""
STRANGER_ID = 30002
EVERY_STRANGER = 10
EVERY_SHARED = 3

PRICES = {
    12345: 10000,  # Panel 430 Wp, full black
    12346: 9450,  # Panel 425 Wp, black frame
    12401: 64900,  # Inverter 3.6 kW, one phase
    12402: 118750,  # Inverter 8 kW, three phases
    12520: 1395,  # Mounting rail 2.10 m
    12521: 185,  # Roof hook
    12610: 89,  # Solar cable 6 mm2, a metre
    12700: 249995,  # Battery 10 kWh
}
"""Net price in cents by product id."""
VAT_PERCENT = 21
STATUSES = ("pending", "confirmed", "processing", "shipped", "delivered", "completed", "cancelled", "in_transit")
SENT = frozenset({"shipped", "in_transit", "delivered", "completed"})
ARRIVED = frozenset({"delivered", "completed"})
COMPANIES = ("Zonnehoek Installaties", "", "De Groene Dakdekker B.V.", "", "Elektro Noord", "Van Dijk Solar")
NOTES = ("", "Graag bellen voor levering", "Leveren op de bouwplaats", "", "Niet op het dak tillen bij wind")


def orders(count: int) -> Iterator[Json]:
    """The document's own order, then made-up ones; ids rise with the date."""
    chance, people = dataset.random("vdh_solar"), cycle(dataset.people("vdh_solar", 24))
    yield documented()
    for number in range(2, count + 1):
        day = dataset.TODAY - timedelta(days=(count - number) * 180 // count)
        yield made_up(number, day, next(people), chance)


def documented() -> Json:
    """The document's example, unchanged."""
    price = {"unit_price_excl_vat": 10000, "unit_price_incl_vat": 12100}
    total = {"total_price_excl_vat": 10000, "total_price_incl_vat": 12100}
    day = "2024-12-31"
    return {
        "id": 1,
        "user_id": 1,
        "order_placed_by_id": OWN_ID,
        "shipping_address": [],
        "invoice_address": [],
        "reference": "VDH Test Order",
        "note": "This is a test order",
        "items": [{"product_id": 12345, "quantity": 1, **price, **total, "vat_amount": 2100}],
        **price,
        **total,
        "status": "pending",
        "payment": {"status": "pending", "pay": "https://vdh-solar.nl/pay/order/1"},
        "shipment": {
            "style": "delivery",
            "requested_date": day,
            "shipped_date": day,
            "delivered_date": day,
            "track_and_trace": "https:://track-and-trace.com/123456",
        },
        "updated_at": "555931527",
        "created_at": "555931527",
    }


def made_up(number: int, day: date, person: Person, chance: Random) -> Json:
    status = STATUSES[number % len(STATUSES)]
    at = int(datetime(day.year, day.month, day.day, 8, tzinfo=UTC).timestamp()) + chance.randrange(8 * 3600)
    home = address(person, COMPANIES[number % len(COMPANIES)])
    bought = [(code, chance.randrange(1, 25)) for code in chance.sample(list(PRICES), chance.randrange(1, 5))]
    return {
        "id": number,
        "user_id": 200 + number % 24,
        "order_placed_by_id": STRANGER_ID if number % EVERY_STRANGER == 0 else OWN_ID,
        "shipping_address": [] if number % 7 == 0 else home,
        "invoice_address": home,
        "shipment_style": "pick_up" if number % 4 == 0 else "delivery",
        "reference": _reference(number),
        "note": NOTES[number % len(NOTES)],
        **priced(bought),
        "status": status,
        "payment": payment(number, "pending" if status in ("pending", "cancelled") else "paid"),
        "shipment": [] if number % 9 == 0 else shipment(number, status, day),
        "updated_at": str(at + (0 if status == "pending" else 86400)),
        "created_at": str(at),
    }


def address(person: Person, company: str) -> Json:
    """The house number is a number, or a string if there is an addition."""
    place = person.place
    number = place.house_number
    return {
        "first_name": person.first_name,
        "last_name": person.surname,
        "company": company,
        "address_line_1": place.street,
        "address_line_2": number if place.addition else int(number),
        "address_line_3": place.addition,
        "postal_code": place.postal_code,
        "city": place.city,
        "email": person.email,
        "phone_number": person.phone,
        "vat_number": f"NL{sum(map(ord, company)):09}B01" if company else None,
    }


def priced(bought: list[tuple[int, int]]) -> Json:
    """Items and totals in cents. The order-level unit prices are the first item's."""
    items = [_item(code, quantity) for code, quantity in bought]
    sums = {name: sum(item[name] for item in items) for name in ("total_price_excl_vat", "total_price_incl_vat")}
    return {"items": items, **{name: items[0][name] for name in items[0] if name.startswith("unit_price")}, **sums}


def payment(number: int, status: str) -> Json:
    return {"status": status, "pay": f"https://vdh-solar.nl/pay/order/{number}"}


def shipment(number: int, status: str, day: date) -> Json:
    """One in five has no style of its own, only the order's."""
    own = {} if number % 5 == 0 else {"style": "pick_up" if number % 4 == 0 else "delivery"}
    sent, arrived = status in SENT, status in ARRIVED
    return own | {
        "requested_date": (day + timedelta(days=7)).isoformat(),
        "shipped_date": (day + timedelta(days=5)).isoformat() if sent else None,
        "delivered_date": (day + timedelta(days=6)).isoformat() if arrived else None,
        "track_and_trace": f"https://track-and-trace.com/{300000 + number}" if sent else None,
    }


def _item(code: int, quantity: int) -> Json:
    net = PRICES[code]
    gross = net + (net * VAT_PERCENT + 50) // 100
    return {
        "product_id": code,
        "quantity": quantity,
        "unit_price_excl_vat": net,
        "unit_price_incl_vat": gross,
        "total_price_excl_vat": net * quantity,
        "total_price_incl_vat": gross * quantity,
        "vat_amount": (gross - net) * quantity,
    }


def _reference(number: int) -> str:
    """Every third order has the reference of a shared order, as long as there are any."""
    shared = dataset.shared()
    if number % EVERY_SHARED == 0 and number < len(shared):
        return shared[number].reference
    return f"Dak {number:05}"
