"""The sandbox's data that vendors share: people, places, and orders known to two vendors. The same at every start.

Dates are relative to a fixed TODAY. Names and places are Dutch, made up by Faker with a fixed seed.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from random import Random
from zoneinfo import ZoneInfo

from faker import Faker

TODAY = date(2026, 3, 24)
NOW = datetime(2026, 3, 24, 12, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Amsterdam")
LETTERS = "ABCDEFGHJKLMNPRSTUVWXZ"


@dataclass(frozen=True)
class Place:
    street: str
    house_number: str
    addition: str
    postal_code: str
    city: str
    country: str = "NL"


@dataclass(frozen=True)
class Person:
    first_name: str
    infix: str
    last_name: str
    email: str
    phone: str
    mobile: str
    place: Place

    @property
    def surname(self) -> str:
        return f"{self.infix} {self.last_name}".strip()

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.surname}"


@dataclass(frozen=True)
class Shared:
    """An order known to two vendors. `number`: assigned by one of them; `reference`: the buyer's; `day`: ordered on."""

    number: str
    reference: str
    day: date
    person: Person


def random(name: str) -> Random:
    """A random generator seeded by the name: changing one vendor's data never changes another's."""
    return Random(f"order-gateway:{name}")


def faker(name: str) -> Faker:
    made = Faker("nl_NL")
    made.seed_instance(f"order-gateway:{name}")
    return made


@cache
def people(name: str, count: int) -> tuple[Person, ...]:
    made, chance = faker(name), random(name)
    return tuple(_person(made, chance) for _ in range(count))


def moment(chance: Random, days_back: int) -> datetime:
    """As `working_hour`, on TODAY or one of the `days_back` - 1 days before it."""
    return working_hour(chance, TODAY - timedelta(days=chance.randrange(days_back)))


def working_hour(chance: Random, day: date) -> datetime:
    """A random instant from 7:00 to 17:00 UTC on that day, in whole milliseconds."""
    start = datetime(day.year, day.month, day.day, 7, tzinfo=UTC)
    return start + timedelta(milliseconds=chance.randrange(10 * 3600 * 1000))


@cache
def shared() -> list[Shared]:
    """Forty orders, each known to two vendors.

    Even ones: sold in the webshop, which stores `number` as the ERP's number and `reference` as the customer's; the ERP
    has the same two. Odd ones: sold through the portal and supplied by the open supplier; both have the `reference`.
    """
    chance = random("shared")
    return [
        Shared(
            number=f"V26{index:06}",
            reference=f"PO-2026-{index:04}",
            day=TODAY - timedelta(days=chance.randrange(1, 180)),
            person=person,
        )
        for index, person in enumerate(people("shared", 40))
    ]


def _person(made: Faker, chance: Random) -> Person:
    first, (infix, last) = made.first_name(), _surname(made.last_name())
    return Person(
        first_name=first,
        infix=infix,
        last_name=last,
        email=f"{first}.{last}@example.nl".lower().replace(" ", ""),
        phone=f"0{chance.choice((10, 20, 30, 38, 50, 70))}-{chance.randrange(1_000_000, 9_999_999)}",
        mobile=f"06-{chance.randrange(10_000_000, 99_999_999)}",
        place=_place(made, chance),
    )


def _surname(full: str) -> tuple[str, str]:
    """(infix, last name): "van der Berg" is ("van der", "Berg")."""
    words = full.split(" ")
    small = [word for word in words[:-1] if word[0].islower()]
    return " ".join(small), " ".join(words[len(small) :])


def _place(made: Faker, chance: Random) -> Place:
    return Place(
        street=made.street_name(),
        house_number=str(chance.randrange(1, 240)),
        addition=chance.choice(("", "", "", "A", "B", "bis")),
        postal_code=f"{chance.randrange(1011, 9999)} {''.join(chance.choices(LETTERS, k=2))}",
        city=made.city(),
    )
