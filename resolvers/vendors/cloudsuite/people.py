"""Whom the stand-in's orders point at: dealers in bicycles, their staff and their addresses."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from resolvers.vendors import dataset
from resolvers.vendors.cloudsuite.records import Record, Store, Thing, stamp
from resolvers.vendors.dataset import Person

ORIGIN = "CLOUDSUITE"
FIRST_CUSTOMER, FIRST_USER, FIRST_ADDRESS = 54, 14, 4
CUSTOMER_KEY, DEBTOR = 123456, 123456789
"""What the document's order points at."""
ENDS = ("D", "I", "D2", "D3")
"""What a dealer's addresses end on: where goods go, where invoices go, and further branches."""
DEALERS = ("Rijwielhandel", "Tweewielers", "Fietsspeciaalzaak", "Fietsenwinkel", "E-bike Centrum", "Fietsenmaker")
JOINED = datetime(2020, 9, 9, 13, 44, 42, 733072)


@dataclass(frozen=True)
class Crowd:
    """How many there are of each; `thin` of the addresses, never the document's, tell their key alone."""

    customers: int
    users: int
    addresses: int
    thin: int

    def customer(self, at: int) -> int:
        """The id of the customer of the order in this place; likewise below."""
        return FIRST_CUSTOMER + at % self.customers

    def user(self, at: int) -> int:
        return FIRST_USER + at % self.users

    def billing(self, at: int) -> int:
        own = self._own(at % self.customers)
        return FIRST_ADDRESS + own[1 % len(own)]

    def shipping(self, at: int) -> int:
        """Each of the customer's addresses but the billing address in turn."""
        own = self._own(at % self.customers)
        choices: list[int] = [own[0], *own[2:]]
        return FIRST_ADDRESS + choices[at // self.customers % len(choices)]

    def settle(self, store: Store) -> None:
        chance = dataset.random("cloudsuite people")
        dealers = dataset.people("cloudsuite customers", self.customers)
        for at, person in enumerate(dealers):
            store.things["customer"].add(Thing(self._customer(at, person)))
            for end, place in enumerate(self._own(at)):
                if FIRST_ADDRESS + place not in store.things["address"].by_id:
                    store.things["address"].add(self._address(place, at, end, person, chance))
        for at, person in enumerate(dataset.people("cloudsuite users", self.users)):
            store.things["user"].add(Thing(_user(at, person, chance)))

    def _own(self, customer: int) -> range:
        """The places of a customer's addresses, side by side; where there are too few, customers share one."""
        start, end = (at * self.addresses // self.customers for at in (customer, customer + 1))
        return range(start, max(end, start + 1))

    def _thinned(self, place: int) -> bool:
        """Spread evenly over all but the document's two and the last."""
        others, at = self.addresses - 3, place - 2
        return 0 <= at < others and at * self.thin // others < (at + 1) * self.thin // others

    def _customer(self, at: int, person: Person) -> Record:
        own = self._own(at)
        return {
            "id": FIRST_CUSTOMER + at,
            "origin": ORIGIN,
            "key": f"C{CUSTOMER_KEY + at}",
            "number": str(DEBTOR + at),
            "name": _dealer(at, person),
            "email": person.email,
            "phone": person.phone,
            "mobile": person.mobile,
            "vat_number": f"NL{800000000 + 7 * at}B01",
            "coc_number": str(30100000 + 13 * at),
            "active": True,
            "address": FIRST_ADDRESS + own[0],
            "invoice_address": FIRST_ADDRESS + own[1 % len(own)],
            "shipment_address": FIRST_ADDRESS + own[0],
            "create_date": stamp(JOINED + timedelta(days=at)),
            "modified_date": stamp(JOINED + timedelta(days=at, minutes=3)),
        }

    def _address(self, place: int, customer: int, end: int, person: Person, chance: Random) -> Thing:
        """The last one is out of use."""
        ending = ENDS[end] if end < len(ENDS) else f"D{end}"
        record = {
            "id": FIRST_ADDRESS + place,
            "origin": ORIGIN,
            "key": f"{DEBTOR + customer}-{ending}",
            "name": _dealer(customer, person),
            "attention": "Crediteurenadministratie" if ending == "I" else person.name,
            "company": _dealer(customer, person),
            "street1": person.place.street,
            "house_number": str(int(person.place.house_number) + 2 * end),
            "addition": person.place.addition,
            "street2": chance.choice((None, None, None, "Magazijn achterom", "Unit 4")),
            "zip": person.place.postal_code,
            "city": person.place.city,
            "subdivision": None,
            "country": person.place.country,
            "phone": person.phone,
            "email": person.email,
            "active": place != self.addresses - 1,
        }
        return Thing(record, is_thin=self._thinned(place))


def _user(at: int, person: Person, chance: Random) -> Record:
    return {
        "id": FIRST_USER + at,
        "origin": ORIGIN,
        "key": str(UUID(int=chance.getrandbits(128), version=4)),
        "username": person.email,
        "first_name": person.first_name,
        "last_name": person.surname,
        "name": person.name,
        "email": person.email,
        "active": True,
    }


def _dealer(at: int, person: Person) -> str:
    return f"{DEALERS[at % len(DEALERS)]} {person.surname}"
