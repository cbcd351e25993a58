"""The sandbox's data: orders, shipments and invoices of a supplier of consulting hours, services and materials.

Amounts are computed in whole cents and quantities in hundredths, and formatted like OBAPI's.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import count
from random import Random
from typing import Any, NamedTuple

from resolvers.vendors import dataset

Record = dict[str, Any]

DOCUMENTED: Record = {
    "id": "350",
    "ref": "CO2405-0018",
    "customer_ref": "PO-2024-042",
    "date_order": "2024-05-15",
    "date_delivery": "2024-06-01",
    "validated_at": "2024-05-15T10:00:00Z",
    "created_at": "2024-05-14T16:00:00Z",
    "updated_at": "2024-05-15T10:00:00Z",
    "status": "validated",
    "is_billed": False,
    "payment_terms": "Net 30 days",
    "payment_method": "Bank transfer",
    "shipping_method": "Colissimo",
    "total_excl_tax": "5000.00",
    "total_vat": "1000.00",
    "total_incl_tax": "6000.00",
    "public_note": "",
    "lines": [
        {
            "id": "720",
            "position": 1,
            "product_ref": "CONSULTING-01",
            "product_label": "Consulting service",
            "product_type": "service",
            "description": "Technical consulting",
            "quantity": "50.00",
            "unit": "hour",
            "unit_price_excl_tax": "100.00",
            "discount_percent": "0.00",
            "vat_rate": "20.000",
            "total_excl_tax": "5000.00",
            "total_vat": "1000.00",
            "total_incl_tax": "6000.00",
        }
    ],
}
"""The document's example, unchanged."""


class Article(NamedTuple):
    ref: str
    label: str
    kind: str
    unit: str
    cents: int
    most: int
    description: str


ARTICLES = (
    Article("CONSULTING-01", "Adviesuren", "service", "hour", 10_000, 80, "Technisch advies"),
    Article("SECURITY-02", "Doorlichting informatiebeveiliging", "service", "hour", 12_500, 40, "Onderzoek en rapport"),
    Article("PROJECT-01", "Projectleiding", "service", "hour", 11_000, 60, "Projectleiding op locatie"),
    Article("TRAINING-03", "Trainingsdag", "service", "day", 89_500, 4, "Groep van hoogstens twaalf"),
    Article("ONDERHOUD-12", "Onderhoudscontract", "service", "month", 24_950, 12, ""),
    Article("REIS-01", "Reiskosten", "service", "km", 23, 400, ""),
    Article("SERVER-1U", "Rackserver 1U", "product", "piece", 184_900, 3, "Met rails"),
    Article("SWITCH-24", "Switch, 24 poorten", "product", "piece", 32_995, 6, ""),
    Article("CAT6-305", "Netwerkkabel CAT6, 305 m", "product", "box", 11_840, 10, "Halogeenvrij"),
    Article("PATCH-2M", "Patchkabel 2 m", "product", "piece", 385, 120, "Grijs"),
    Article("UPS-1500", "Noodstroomvoeding 1500 VA", "product", "piece", 41_250, 4, ""),
)
TERMS = ("30 dagen netto", "14 dagen netto", "Bij ontvangst")
SHIPPING = ("PostNL pakket", "DHL", "Eigen vervoer", "")
NOTES = ("", "", "", "Graag melden bij de receptie.", "Levering in overleg met de beheerder.")
OLD = ("delivered", "delivered", "delivered", "in_progress", "cancelled")
RECENT = ("draft", "validated", "validated", "in_progress", "delivered")
VAT = 21
STEP = timedelta(days=3)
FRAMEWORK = "Raamcontract 2026"
"""A customer_ref that several orders share, so that it doesn't identify one."""


def orders(how_many: int, per_day: int) -> list[Record]:
    """The document's order, then oldest first: the orders shared with another vendor, and `per_day` every third day."""
    chance = dataset.random("obapi")
    placed = sorted(_placed(how_many - 1, per_day, chance))
    numbers, lines = Counter({"2405": 18}), count(721)
    others = (_order(str(351 + place), day, ref, numbers, lines, chance) for place, (day, ref) in enumerate(placed))
    return [dict(DOCUMENTED), *others][:how_many]


def shipments(orders: Iterable[Record]) -> list[Record]:
    """Of goods only: all those of a delivered order, in one or two shipments; some of an order in progress."""
    chance, numbers, ids = dataset.random("obapi shipments"), Counter[str](), count(42)
    return [
        _shipment(str(next(ids)), order, lines, numbers, chance)
        for order in orders
        for lines in _loads(order, chance)
        if lines
    ]


def invoices(orders: Iterable[Record]) -> list[Record]:
    """One for each billed order."""
    chance, numbers, ids = dataset.random("obapi invoices"), Counter[str](), count(2800)
    return [_invoice(str(next(ids)), order, numbers, chance) for order in orders if order["is_billed"]]


def _placed(how_many: int, per_day: int, chance: Random) -> Iterator[tuple[date, str]]:
    """Each order's day and customer_ref."""
    twins = [(twin.day, twin.reference) for twin in dataset.shared()[1::2]][: max(how_many, 0)]
    yield from twins
    for place in range(how_many - len(twins)):
        own = f"INK-{place:05}"
        yield dataset.TODAY - place // per_day * STEP, chance.choice((own, own, own, own, "", FRAMEWORK))


def _order(vendor_id: str, day: date, ref: str, numbers: Counter[str], ids: Iterator[int], chance: Random) -> Record:
    status = chance.choice(RECENT if dataset.TODAY - day < timedelta(days=30) else OLD)
    articles = chance.sample(ARTICLES, chance.choice((1, 1, 2, 3, 4)))
    lines = [_line(place, next(ids), article, chance) for place, article in enumerate(articles, start=1)]
    is_draft = status == "draft"
    return {
        "id": vendor_id,
        "ref": f"(PROV{vendor_id})" if is_draft else _number("CO", day, numbers),
        "customer_ref": ref,
        "date_order": day.isoformat(),
        "date_delivery": (day + timedelta(days=chance.randrange(3, 30))).isoformat(),
        "validated_at": "" if is_draft else f"{day}T10:{chance.randrange(60):02}:00Z",
        "created_at": f"{day - timedelta(days=1)}T16:00:00Z",
        "updated_at": f"{day}T10:{chance.randrange(60):02}:30Z",
        "status": status,
        "is_billed": status in ("in_progress", "delivered") and chance.random() < 0.7,
        "payment_terms": chance.choice(TERMS),
        "payment_method": "Bankoverschrijving",
        "shipping_method": chance.choice(SHIPPING),
        **_sums(lines),
        "public_note": chance.choice(NOTES),
        "lines": lines,
    }


def _line(position: int, line_id: int, article: Article, chance: Random) -> Record:
    quantity, discount = 100 * chance.randint(1, article.most), chance.choice((0, 0, 0, 0, 5, 10, 15))
    net = _divided(quantity * article.cents * (100 - discount), 10_000)
    tax = _divided(net * VAT, 100)
    return {
        "id": str(line_id),
        "position": position,
        "product_ref": article.ref,
        "product_label": article.label,
        "product_type": article.kind,
        "description": article.description,
        "quantity": _decimal(quantity),
        "unit": article.unit,
        "unit_price_excl_tax": _decimal(article.cents),
        "discount_percent": f"{discount}.00",
        "vat_rate": f"{VAT}.000",
        "total_excl_tax": _decimal(net),
        "total_vat": _decimal(tax),
        "total_incl_tax": _decimal(net + tax),
    }


def _loads(order: Record, chance: Random) -> list[list[Record]]:
    goods = [line for line in order["lines"] if line["product_type"] == "product"]
    if order["status"] == "in_progress":
        return [goods[:1]]
    if order["status"] != "delivered":
        return []
    return [goods[:1], goods[1:]] if chance.random() < 0.3 else [goods]


def _shipment(vendor_id: str, order: Record, lines: list[Record], numbers: Counter[str], chance: Random) -> Record:
    day = _after(order, chance.randrange(10))
    status = "closed" if order["status"] == "delivered" else chance.choice(("draft", "validated"))
    code = f"3S{chance.randrange(10**9, 10**10)}" if status != "draft" else ""
    return {
        "id": vendor_id,
        "ref": _number("EX", day, numbers),
        "customer_ref": order["customer_ref"],
        "date_shipment": day.isoformat(),
        "date_delivery": (day + timedelta(days=2)).isoformat(),
        "validated_at": "" if status == "draft" else f"{day}T08:00:00Z",
        "created_at": f"{day}T07:00:00Z",
        "updated_at": f"{day}T08:00:00Z",
        "status": status,
        "order_ref": order["ref"],
        "tracking_number": code,
        "tracking_url": f"https://volgen.example.nl/{code}" if code else "",
        "shipping_method": order["shipping_method"],
        "weight": f"{chance.randrange(200, 40_000) / 1000:.3f}",
        "weight_units": "kg",
        "billed": order["is_billed"],
        "public_note": "",
        "lines": [_sent(place, line) for place, line in enumerate(lines, start=1)],
    }


def _sent(position: int, line: Record) -> Record:
    return {
        "id": f"9{line['id']}",
        "product_ref": line["product_ref"],
        "product_label": line["product_label"],
        "quantity": line["quantity"],
        "warehouse": "Magazijn Utrecht",
        "position": position,
    }


def _invoice(vendor_id: str, order: Record, numbers: Counter[str], chance: Random) -> Record:
    day = _after(order, chance.randrange(20))
    due = day + timedelta(days=30)
    status = chance.choice(
        ("paid", "paid", "paid", "validated", "abandoned") if due < dataset.TODAY else ("validated",)
    )
    return {
        "id": vendor_id,
        "ref": _number("FA", day, numbers),
        "customer_ref": order["customer_ref"],
        "type": "standard",
        "date_invoice": day.isoformat(),
        "date_due": due.isoformat(),
        "validated_at": f"{day}T10:00:00Z",
        "created_at": f"{day}T09:00:00Z",
        "updated_at": f"{day}T10:00:00Z",
        "status": status,
        "payment_terms": order["payment_terms"],
        "payment_method": order["payment_method"],
        **_sums(order["lines"]),
        "multicurrency_code": "EUR",
        "public_note": "",
        "lines": order["lines"],
    }


def _after(order: Record, days: int) -> date:
    """`days` after the order, but not after TODAY."""
    return min(date.fromisoformat(order["date_order"]) + timedelta(days=days), dataset.TODAY)


def _number(kind: str, day: date, numbers: Counter[str]) -> str:
    """Such as CO2405-0018: the kind, the year and month, and a serial number within the month."""
    month = f"{day:%y%m}"
    numbers[month] += 1
    return f"{kind}{month}-{numbers[month]:04}"


def _sums(lines: Iterable[Record]) -> Record:
    fields = ("total_excl_tax", "total_vat", "total_incl_tax")
    return {name: _decimal(sum(int(line[name].replace(".", "")) for line in lines)) for name in fields}


def _divided(whole: int, by: int) -> int:
    """Rounded to the nearest integer, halves up."""
    return (2 * whole + by) // (2 * by)


def _decimal(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02}"
