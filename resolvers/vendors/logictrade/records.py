"""The sandbox's data: a furniture shop's orders, customers and invoices, as LogicTrade sends them.

Times are Dutch local times without a zone; missing text is "". Orders are sorted by creation; the document's is first.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from random import Random

from resolvers.vendors import dataset
from resolvers.vendors.dataset import Person, Place, Shared
from resolvers.vendors.logictrade import catalogue
from resolvers.vendors.logictrade.catalogue import CENT, Json, Number

DAYS = 540
MOST_CUSTOMERS = 400
UNKNOWN_CUSTOMER = 1
"""The customer of orders that have none."""
EVERY_UNTOTALLED, EVERY_BACKDATED, EVERY_WITHOUT_PROGRESS, EVERY_QUOTED = 11, 13, 17, 9
"""One order in so many has a totalAmount of 0; a date before its creation; no progress; a quote."""


@dataclass
class Store:
    """Records by id, oldest first. Ids start after the document's: order 4, customer 13, line 3."""

    orders: dict[int, Json] = field(default_factory=dict)
    customers: dict[int, Json] = field(default_factory=dict)
    invoices: dict[int, Json] = field(default_factory=dict)
    order_ids: Iterator[int] = field(default_factory=lambda: count(5))
    customer_ids: Iterator[int] = field(default_factory=lambda: count(14))
    line_ids: Iterator[int] = field(default_factory=lambda: count(4))
    invoice_ids: Iterator[int] = field(default_factory=lambda: count(1))
    seconds: Iterator[int] = field(default_factory=lambda: count(1))

    def now(self) -> datetime:
        """One second later at each call."""
        return dataset.NOW + timedelta(seconds=next(self.seconds))


def store(orders: int) -> Store:
    """`orders` orders: the document's, the orders shared with another vendor, and made-up ones."""
    made, chance = Store(), dataset.random("logictrade")
    _add_customers(made, orders)
    if orders:
        made.orders[4] = documented(made.customers[13])
    shop = [customer for customer_id, customer in made.customers.items() if customer_id > 13]
    for at, shared in _sales(orders - 1, chance):
        order = _order(made, at, shared, chance.choice(shop), chance)
        made.orders[order["id"]] = order
        _add_invoices(made, order, at)
    return made


def documented(customer: Json) -> Json:
    """The document's example, unchanged."""
    line = {"id": 3, "lineNumber": 10, "code": "LT00000043", "description": "Barstoelen", "quantity": 3}
    price = {"partPrice": 123, "discount": 0, "linePrice": 369, "vat": 21}
    return {
        "id": 4,
        "number": "V24000001",
        "reference": "",
        "salesMan": "LogicTrade",
        "salesManUserName": "logictrade",
        "date": "2024-03-24T13:43:57.083",
        "status": "Definitief",
        "externNumber": "",
        "totalAmount": 0,
        "customer": customer,
        "delivery": {"type": "Bezorgen+montage", "expectedDate": None, "address": customer["address"]},
        "origin": {"code": "WIN", "description": "Winkel"},
        "webshop": {"number": "", "url": ""},
        "payments": [],
        "comment": catalogue.comment(),
        "lines": [line | price | {"comment": catalogue.comment()}],
    }


def documented_customer() -> Json:
    """The customer in the document's example, unchanged."""
    street = {"street": "Weth. Buitenhuisstraat", "houseNumber": "2b", "zipCode": "7951 SM"}
    return {
        "id": 13,
        "number": "R000000008",
        "gender": "Man",
        "title": "Dhr.",
        "initials": "J.",
        "firstName": "Jan",
        "infix": "",
        "lastName": "Jansen",
        "companyName": "",
        "phoneNumber": "",
        "mobileNumber": "06-12345678",
        "email": "jan@jansen.com",
        "remark": "",
        "address": street | {"city": "Staphorst", "country": "NL"},
    }


def local(at: datetime) -> str:
    """As LogicTrade writes times: local, without a zone."""
    return at.astimezone(dataset.ZONE).replace(tzinfo=None).isoformat(timespec="milliseconds")


def address(place: Place) -> Json:
    return {
        "street": place.street,
        "houseNumber": place.house_number + place.addition,
        "zipCode": place.postal_code,
        "city": place.city,
        "country": place.country,
    }


def _add_customers(made: Store, orders: int) -> None:
    unknown = {"id": UNKNOWN_CUSTOMER, "number": "R000000001", "lastName": "Onbekend", "companyName": ""}
    made.customers = {UNKNOWN_CUSTOMER: unknown, 13: documented_customer()}
    for person in dataset.people("logictrade", min(max(orders // 3, 12), MOST_CUSTOMERS)):
        customer = _customer(next(made.customer_ids), person)
        made.customers[customer["id"]] = customer


def _customer(customer_id: int, person: Person) -> Json:
    company = catalogue.COMPANIES[customer_id % len(catalogue.COMPANIES)]
    place = address(person.place)
    return {
        "id": customer_id,
        "number": f"R{customer_id:09}",
        "gender": "Onbekend",
        "title": "",
        "initials": f"{person.first_name[0]}.",
        "firstName": person.first_name,
        "infix": person.infix,
        "lastName": person.last_name,
        "companyName": company,
        "cocNumber": f"{50_000_000 + customer_id}" if company else "",
        "vatNumber": f"NL{800_000_000 + customer_id}B01" if company else "",
        "phoneNumber": person.phone,
        "phoneNumber2": "",
        "mobileNumber": person.mobile,
        "email": person.email,
        "remark": "",
        "address": place,
        "invoiceAddress": place | {"street": "Postbus", "houseNumber": str(customer_id)} if company else None,
        "deliveryAddress": None,
        "newsLetter": customer_id % 3 == 0,
        "externNumbers": {},
        "birthdate": None,
        "modifiedDate": "2026-01-05T09:12:44.123",
        "createdDate": "2024-09-02T10:00:00.000",
    }


def _sales(number: int, chance: Random) -> list[tuple[datetime, Shared | None]]:
    """When each order was created, oldest first, all before TODAY; with the shared order, if it is one."""
    known = dataset.shared()[::2][: max(number, 0)]
    sales: list[tuple[datetime, Shared | None]] = [(_noon(shared), shared) for shared in known]
    sales += [(dataset.moment(chance, DAYS) - timedelta(days=1), None) for _ in range(number - len(known))]
    return sorted(sales, key=lambda sale: sale[0])


def _noon(shared: Shared) -> datetime:
    return datetime(shared.day.year, shared.day.month, shared.day.day, 12, tzinfo=dataset.ZONE)


def _order(made: Store, at: datetime, shared: Shared | None, customer: Json, chance: Random) -> Json:
    order_id, status = next(made.order_ids), chance.choice(catalogue.STATUSES)
    origin, salesman = chance.choice([*catalogue.ORIGINS]), chance.choice([*catalogue.SALESMEN])
    web_number = f"BS{order_id:05}" if origin == "WEB" else ""
    sold = at - timedelta(days=chance.randrange(20, 400)) if order_id % EVERY_BACKDATED == 0 else at
    if shared:
        customer = _customer(next(made.customer_ids), shared.person)
        made.customers[customer["id"]] = customer
    lines = [_line(made, 10 * place, chance) for place in range(1, chance.randrange(2, 6))]
    total = sum(line["linePrice"] for line in lines)
    return {
        "id": order_id,
        "number": shared.number if shared else f"V{at:%y}{100_000 + order_id}",
        "reference": shared.reference if shared else chance.choice(("", f"Woonkamer {customer['lastName']}")),
        "salesMan": catalogue.SALESMEN[salesman],
        "salesManUserName": salesman,
        "date": local(sold),
        "status": status,
        "externNumber": web_number,
        "totalAmount": 0 if order_id % EVERY_UNTOTALLED == 0 else total,
        **_progress(order_id, status, chance),
        "customer": customer,
        "delivery": _delivery(at, customer, chance),
        "origin": catalogue.labelled(origin, catalogue.ORIGINS),
        "webshop": {"number": web_number, "url": "https://backend.webshop.eu" if web_number else ""},
        **({} if order_id % EVERY_QUOTED else {"quote": {"id": order_id + 900, "number": f"O{at:%y}{order_id:06}"}}),
        "payments": _payments(total, chance),
        "comment": catalogue.comment(chance.choice(catalogue.NOTES), chance.choice(catalogue.INTERNAL_NOTES)),
        "lines": lines,
        "modifiedDate": local(at + timedelta(hours=chance.randrange(20))),
        "createdDate": local(at),
        "paymentCondition": catalogue.labelled(
            chance.choice([*catalogue.PAYMENT_CONDITIONS]), catalogue.PAYMENT_CONDITIONS
        ),
    }


def _line(made: Store, number: int, chance: Random) -> Json:
    code, line_id = chance.choice([*catalogue.PRODUCTS]), next(made.line_ids)
    quantity: Number = chance.choice((1, 1, 2, 4, 6)) + (Decimal("0.5") if code in catalogue.BY_THE_METRE else 0)
    discount = chance.choice(catalogue.DISCOUNTS)
    more: Json = {"configuration": chance.choice(catalogue.CONFIGURATIONS)} if code in catalogue.CONFIGURED else {}
    if line_id % 3 == 0:
        more["vat"] = {"id": 1, "code": "H", "description": "Hoog", "percentage": catalogue.VAT}
    return catalogue.line(line_id, number, code, quantity, catalogue.PRODUCTS[code][1], discount, **more)


def _progress(order_id: int, status: str, chance: Random) -> Json:
    word = chance.choice(catalogue.PROGRESS.get(status, ("none",)))
    names = ("stockStatus", "deliveryStatus", "invoiceStatus")
    return {} if order_id % EVERY_WITHOUT_PROGRESS == 0 else dict.fromkeys(names, word)


def _delivery(at: datetime, customer: Json, chance: Random) -> Json:
    expected = chance.choice((None, at + timedelta(days=chance.randrange(7, 60))))
    day = expected and f"{expected:%Y-%m-%d}T00:00:00"
    return {
        "type": chance.choice([*catalogue.DELIVERY_TYPES.values()]),
        "condition": chance.choice([*catalogue.DELIVERY_CONDITIONS.values()]),
        "expectedDate": day,
        "confirmedDate": chance.choice((None, day)),
        "address": customer["address"],
        "phoneNumber": customer["mobileNumber"],
    }


def _payments(total: Decimal, chance: Random) -> list[Json]:
    kind, method = chance.choice(catalogue.PAYMENTS)
    amount = chance.choice((0, 0, total, (total / 2).quantize(CENT)))
    return [{"amount": amount, "type": kind, "method": method}] if amount else []


def _add_invoices(made: Store, order: Json, at: datetime) -> None:
    """One for a partly invoiced order, two for a fully invoiced one."""
    number = {"partial": 1, "complete": 2}.get(order.get("invoiceStatus", ""), 0)
    for _ in range(number):
        invoice_id = next(made.invoice_ids)
        made.invoices[invoice_id] = {
            "id": invoice_id,
            "number": f"F{at:%y}{invoice_id:06}",
            "date": local(at + timedelta(days=3)),
            "expirationDate": local(at + timedelta(days=17)),
            "status": catalogue.INVOICE_STATUSES[invoice_id % len(catalogue.INVOICE_STATUSES)],
            "totalAmount": (sum(line["linePrice"] for line in order["lines"]) / 2).quantize(CENT),
            "order": {"id": order["id"], "number": order["number"]},
        }
