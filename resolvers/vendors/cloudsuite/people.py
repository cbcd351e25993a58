"""The sandbox's customers, users and addresses: bicycle dealers and their staff."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from resolvers.vendors import dataset
from resolvers.vendors.cloudsuite.records import Record, Store, Thing, Things, stamp
from resolvers.vendors.dataset import Person

ORIGIN = "CLOUDSUITE"
FIRST_CUSTOMER, FIRST_USER, FIRST_ADDRESS = 54, 14, 4
CUSTOMER_KEY, DEBTOR = 123456, 123456789
"""Those of the customer in the document's order."""
ENDS = ("D", "I", "D2", "D3")
"""Suffixes of the keys of a dealer's addresses: delivery, invoices, further branches."""
DEALERS = ("Rijwielhandel", "Tweewielers", "Fietsspeciaalzaak", "Fietsenwinkel", "E-bike Centrum", "Fietsenmaker")
JOINED = datetime(2020, 9, 9, 13, 44, 42, 733072)


@dataclass(frozen=True)
class Crowd:
    """The number of each. `thin` of the addresses, never the document's, are thin records."""

    customers: int
    users: int
    addresses: int
    thin: int

    def customer(self, at: int) -> int:
        """The id of the customer of order number `at`, from 0; likewise below."""
        return FIRST_CUSTOMER + at % self.customers

    def user(self, at: int) -> int:
        return FIRST_USER + at % self.users

    def billing(self, at: int) -> int:
        own = self._own(at % self.customers)
        return FIRST_ADDRESS + own[1 % len(own)]

    def shipping(self, at: int) -> int:
        """The customer's addresses in turn, without the billing address."""
        own = self._own(at % self.customers)
        choices: list[int] = [own[0], *own[2:]]
        return FIRST_ADDRESS + choices[at // self.customers % len(choices)]

    def settle(self, store: Store) -> None:
        """Adds all of them to the store."""
        chance = dataset.random("cloudsuite people")
        for at, person in enumerate(dataset.people("cloudsuite customers", self.customers)):
            store.things["customer"].add(Thing(self._customer(at, person)))
            self._settle_addresses(store.things["address"], at, person, chance)
        for at, person in enumerate(dataset.people("cloudsuite users", self.users)):
            store.things["user"].add(Thing(_user(at, person, chance)))

    def _settle_addresses(self, addresses: Things, customer: int, person: Person, chance: Random) -> None:
        """A customer's own, unless another customer shares them and came first."""
        for end, place in enumerate(self._own(customer)):
            if FIRST_ADDRESS + place not in addresses.by_id:
                addresses.add(self._address(place, customer, end, person, chance))

    def _own(self, customer: int) -> range:
        """The indexes of a customer's addresses, which are consecutive; if there are too few, customers share one."""
        start, end = (at * self.addresses // self.customers for at in (customer, customer + 1))
        return range(start, max(end, start + 1))

    def _thinned(self, place: int) -> bool:
        """Whether an address is thin: evenly spread over all but the document's two and the last."""
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
        """The last one is inactive."""
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
