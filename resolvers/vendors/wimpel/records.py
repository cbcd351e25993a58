"""The sandbox's data: schools that order books, with their shipments and invoices; the same at every start."""

from bisect import insort
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random
from typing import Any

from resolvers.vendors import dataset

Record = dict[str, Any]

ORIGINS = ("eduv", "api", "portal", "manual")
NEWEST = 106021
"""The number of the document's order; all others are older and have lower numbers."""
DAYS = 365
SUBJECTS = (
    "POLARIS nask1",
    "POLARIS biologie",
    "KOERS Nederlands",
    "KOERS Engels",
    "MERIDIAAN aardrijkskunde",
    "MERIDIAAN geschiedenis",
    "STELLING wiskunde",
    "BALANS economie",
)
KINDS = ("leerwerkboek", "antwoordenboek")
LEVELS = ("vmbo-basis", "vmbo-kader", "mavo", "havo", "vwo")
SCHOOLS = ("Lyceum", "College", "Gymnasium", "Scholengemeenschap", "Mavo", "Praktijkschool")
NAMES = ("De Linde", "Het Baken", "De Waard", "Oosterlicht", "De Poort", "Zuiderkruis", "De Driesprong", "Maaswaal")
CARRIERS = ("PostNL", "DHL", "Van Straaten Post")
NOTES = ("Graag leveren voor de start van het schooljaar.", "Afleveren bij de conciërge.", "T.a.v. de sectie.")


@dataclass(frozen=True)
class Book:
    ean: str
    name: str
    price: str


@dataclass
class Store:
    """`orders` run from the oldest to the newest; orders with the same instant in the order of insertion."""

    orders: list[Record] = field(default_factory=list)
    customers: dict[str, Record] = field(default_factory=dict)
    invoices: list[Record] = field(default_factory=list)
    by_id: dict[str, Record] = field(default_factory=dict)
    numbers: set[str] = field(default_factory=set)
    ids: "count[int]" = field(default_factory=lambda: count(1), compare=False)
    ticks: "count[int]" = field(default_factory=count, compare=False)

    def new_id(self) -> str:
        return cuid("w", next(self.ids))

    def now(self) -> str:
        """The sandbox's noon, one millisecond later at each call."""
        return stamp(dataset.NOW + timedelta(milliseconds=next(self.ticks)))

    def insert(self, order: Record) -> None:
        insort(self.orders, order, key=_ordered)
        self.by_id[order["id"]] = order
        self.numbers.add(order["number"])

    def delete(self, order_id: str) -> None:
        """With its lines; its invoices stay in the list of invoices."""
        order = self.by_id.pop(order_id)
        self.orders.remove(order)
        self.numbers.discard(order["number"])

    def page(self, skip: int, take: int) -> list[Record]:
        """Newest first."""
        end = max(len(self.orders) - skip, 0)
        return self.orders[max(end - take, 0) : end][::-1]


def cuid(kind: str, number: int) -> str:
    """25 lower-case letters and digits, like the document's ids; unique for each kind and number."""
    return f"clx{kind}{number * 0x9E3779B97F4A7C15F39D % 16**21:021x}"


def stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def isbn(serial: int) -> str:
    """ISBN-13 with its check digit."""
    body = f"978949311{serial:03}"
    weighed = sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(body))
    return f"{body}{-weighed % 10}"


def catalogue() -> list[Book]:
    """The document's book comes first."""
    chance = dataset.random("wimpel books")
    titles = [f"{subject} {kind} {level}" for subject in SUBJECTS for kind in KINDS for level in LEVELS]
    books = [Book(isbn(386), "POLARIS nask1 leerwerkboek vmbo-basis 3 deel A", "29.95")]
    for place, title in enumerate(titles):
        year, part = chance.randrange(1, 4), chance.choice("AB")
        books.append(Book(isbn(101 + 9 * place), f"{title} {year} deel {part}", f"{chance.randrange(9, 60)}.95"))
    return books


BOOKS = catalogue()
TITLES = {book.ean: book.name for book in BOOKS}


def store(orders: int = 120, customers: int = 40) -> Store:
    """The document's order, the orders shared with another vendor, and made-up ones up to the number wanted."""
    store = Store(customers={school["id"]: school for school in _schools(max(customers, 1))})
    chance, schools = dataset.random("wimpel"), list(store.customers)
    shared = dataset.shared()[1::2][: max(orders - 1, 0)]
    placed = [(dataset.working_hour(chance, one.day), one.reference) for one in shared]
    placed += [(_moment(chance), "") for _ in range(orders - 1 - len(shared))]
    first = NEWEST - len(placed)
    for number, (moment, reference) in enumerate(sorted(placed), first):
        store.insert(_order(store, number, moment, reference, chance, schools))
    if orders:
        store.insert(_documented(schools[0]))
    store.invoices = [invoice for order in store.orders for invoice in order["invoices"]]
    return store


def _ordered(order: Record) -> str:
    return str(order["orderDate"])


def _moment(chance: Random) -> datetime:
    """More often recent than long ago, and yesterday at the latest: the document's order is the newest."""
    return dataset.moment(chance, chance.randrange(1, DAYS)) - timedelta(days=1)


def _schools(number: int) -> list[Record]:
    """The document's school comes first. A missing telephone number is an empty string."""
    people, chance = dataset.people("wimpel", number), dataset.random("wimpel schools")
    return [
        {
            "id": cuid("c", place + 1),
            "name": _school_name(place, person.place.city, chance),
            "number": f"K{10001 + place}",
            "email": person.email,
            "phone": "" if place % 9 == 4 else person.phone,
        }
        for place, person in enumerate(people)
    ]


def _school_name(place: int, city: str, chance: Random) -> str:
    return f"{chance.choice(SCHOOLS)} {chance.choice(NAMES)} {city}" if place else "Lyceum De Basis"


def _documented(customer_id: str) -> Record:
    """As in the document, with whole ids in place of its "clx..."."""
    book = BOOKS[0]
    return {
        "id": "clxboom000000106021",
        "number": "SO-106021",
        "reference": "PO-2026-001",
        "customerId": customer_id,
        "origin": "api",
        "status": "confirmed",
        "orderDate": "2026-03-24T10:00:00.000Z",
        "lines": [line("clxboom000000106022", book.ean, 30, book.price)],
        "shipments": [],
        "invoices": [],
    }


def line(line_id: str, ean: str, quantity: int, price: str) -> Record:
    product = {"product": {"name": TITLES[ean]}} if ean in TITLES else {}
    return {"id": line_id, "productEan": ean, "quantity": quantity, "price": price} | product


def _order(store: Store, number: int, moment: datetime, reference: str, chance: Random, schools: list[str]) -> Record:
    status = _status((dataset.NOW - moment).days, chance)
    order_id, lines = store.new_id(), _lines(store, number, chance)
    return {
        "id": order_id,
        "number": f"SO-{number:06}",
        "reference": reference or chance.choice(("", f"Bestelling {number % 1000}", f"IN-{number}")),
        "customerId": chance.choice(schools),
        "origin": "portal" if reference else chance.choice(ORIGINS),
        "status": status,
        "orderDate": stamp(moment),
        "deliveryDate": _midnight(moment + timedelta(days=chance.randrange(3, 30))),
        "notes": chance.choice(NOTES) if number % 4 == 0 else None,
        "inserted": stamp(moment + timedelta(seconds=2)),
        "updated": stamp(moment + timedelta(hours=chance.randrange(1, 20))),
        "lines": lines,
        "shipments": _shipments(store, moment, status, chance),
        "invoices": _invoices(store, order_id, number, moment, status, lines),
    }


def _status(age: int, chance: Random) -> str:
    if chance.random() < 0.05:
        return "cancelled"
    if age > 14:
        return "delivered"
    return chance.choice(("draft", "pending", "confirmed") if age < 4 else ("confirmed", "shipped"))


def _midnight(moment: datetime) -> str:
    """A date as Wimpel stores it: midnight in Amsterdam, so the evening before in UTC."""
    return stamp(moment.astimezone(dataset.ZONE).replace(hour=0, minute=0, second=0, microsecond=0))


def _lines(store: Store, number: int, chance: Random) -> list[Record]:
    """One order in forty has a `discount`, which the document names without explaining it."""
    books = chance.sample(BOOKS, chance.randrange(1, 6))
    lines = [line(store.new_id(), book.ean, chance.randrange(1, 7) * 5, book.price) for book in books]
    if number % 40 == 7:
        lines[0]["discount"] = "5"
    return lines


def _shipments(store: Store, moment: datetime, status: str, chance: Random) -> list[Record]:
    if status not in ("shipped", "delivered"):
        return []
    code, sent = f"3SWMPL{chance.randrange(10**9):09}", moment + timedelta(days=chance.randrange(1, 4))
    return [
        {
            "id": store.new_id(),
            "number": f"ZD-{code[-6:]}",
            "status": status,
            "shippedDate": stamp(sent),
            "deliveredDate": stamp(sent + timedelta(days=1)) if status == "delivered" else None,
            "carrier": chance.choice(CARRIERS),
            "trackingCode": code,
            "trackingUrl": f"https://volgen.example.nl/{code}",
        }
    ]


def _invoices(
    store: Store, order_id: str, number: int, moment: datetime, status: str, lines: list[Record]
) -> list[Record]:
    """One for each shipped order; its dates are midnights in UTC."""
    if status not in ("shipped", "delivered"):
        return []
    day = moment.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    overdue = day + timedelta(days=30) < dataset.NOW
    return [
        {
            "id": store.new_id(),
            "number": f"INV-2026-{number:06}",
            "salesOrderId": order_id,
            "status": ("overdue" if number % 10 == 0 else "paid") if overdue else "sent",
            "invoiceDate": stamp(day),
            "dueDate": stamp(day + timedelta(days=30)),
            "notes": None,
            "lines": [{key: one[key] for key in one if key not in ("id", "product")} for one in lines],
            "inserted": stamp(day),
            "updated": stamp(day),
        }
    ]
