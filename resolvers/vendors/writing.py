"""What a vendor says of writes before any call, and what comes of looking for one that may have happened."""

import base64
import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

from strawberry import UNSET

from resolvers.vendors.values import distinct_words
from schema.money import TaxBasis
from schema.order import Order
from schema.status import OrderStatus
from schema.writes import UserErrorCode

SKEW = timedelta(minutes=5)
"""How far a vendor's clock may stand from ours."""


class Unsayable(Exception):
    """A value that can't be said to a vendor: BAD_USER_INPUT where it is malformed, UNSUPPORTED where it has no word.

    The message goes on where "the field " was begun.
    """

    def __init__(self, message: str, code: UserErrorCode = UserErrorCode.BAD_USER_INPUT) -> None:
        super().__init__(message)
        self.message = message
        self.code = code


@dataclass(frozen=True, slots=True)
class Saying:
    """How one backend is spoken to. `statuses`: the vendor's word for each that it has one for."""

    backend: str
    vendor: str
    currency: str
    zone: ZoneInfo
    prices: TaxBasis
    statuses: Mapping[OrderStatus, str]


def statuses_said(words: Mapping[str, OrderStatus]) -> dict[OrderStatus, str]:
    """The first word for each status."""
    return {status: word for word, status in reversed(distinct_words(words).items())}


Word = Callable[[Any, Saying], Any]
"""From a value of the input's to what stands in the vendor's JSON. Raises Unsayable."""


@dataclass(frozen=True, slots=True)
class StatusWord:
    """The vendor's word for a status, of those that can be set here."""

    settable: frozenset[OrderStatus] = frozenset(OrderStatus) - {OrderStatus.UNKNOWN}

    def __call__(self, value: OrderStatus, saying: Saying) -> str:
        if value is OrderStatus.UNKNOWN:
            raise Unsayable("can't be set to UNKNOWN.")
        word = saying.statuses.get(value) if value in self.settable else None
        if word is None:
            raise Unsayable(f"can't be set to {value.name} at {saying.vendor}.", UserErrorCode.UNSUPPORTED)
        return word


@dataclass(frozen=True, slots=True)
class Say:
    """How one field is said. `at`: where in the vendor's JSON ("lines.[].price"), "" where it is only looked at.

    `cleared`: what null is said as in an update; UNSET where the vendor can't be told to clear it.
    """

    at: str
    word: Word
    cleared: Any = UNSET


@dataclass(frozen=True, slots=True)
class Clash:
    """What is wrong between fields. `field` stands behind "input"."""

    field: tuple[str, ...]
    message: str


@dataclass(frozen=True, slots=True)
class WriteTable:
    """What can be said to a vendor and how, by paths in the input as GraphQL names them: "lines.product.ean".

    The capabilities that clients see, the validation before a call and the vendor's JSON are all read off it. A path
    may end at an object that is said as a whole. `needs`: paths of a create that can't be left out, each but where
    what `waived` names for it is true. `clashes`: what is wrong between a create's fields.
    """

    create: Mapping[str, Say] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    waived: Mapping[str, str] = field(default_factory=dict)
    update: Mapping[str, Say] = field(default_factory=dict)
    clashes: Callable[[Any], Iterator[Clash]] = lambda given: iter(())

    @property
    def create_accepts(self) -> frozenset[str]:
        return frozenset(path for path, say in self.create.items() if say.at)

    @property
    def create_requires(self) -> frozenset[str]:
        return frozenset(self.needs)

    @property
    def update_accepts(self) -> frozenset[str]:
        return frozenset(self.update)

    @property
    def settable(self) -> frozenset[OrderStatus]:
        """By a create or an update."""
        words = [say.word for table in (self.create, self.update) for say in table.values()]
        return frozenset().union(*(word.settable for word in words if isinstance(word, StatusWord)))


@dataclass(frozen=True, slots=True)
class NaturalKey:
    """What a create can be looked up by at the vendor: its name in the input, and its value.

    `is_ours`: the caller gave none, so the gateway made it from the idempotency key.
    """

    name: str
    value: str
    is_ours: bool

    @classmethod
    def given_or_made(cls, name: str, given: str | None, idempotency_key: str) -> "NaturalKey":
        """Made: OG- and 20 letters and digits (100 bits) of the key's hash, so the same at every try."""
        if given and given is not UNSET:
            return cls(name, given, is_ours=False)
        digest = base64.b32encode(hashlib.sha256(idempotency_key.encode()).digest()).decode()
        return cls(name, f"OG-{digest[:20]}", is_ours=True)


class Absence(Enum):
    """What a look-up that found nothing means."""

    SURE = "it is not there"
    UNSURE = "it can't be said"


Found = Order | Absence


def was_before(made: datetime | None, since: datetime) -> bool:
    """Whether it was certainly made before `since`, although the vendor's clock may be off by SKEW.

    False if the time is unknown. A local time that occurs twice, at the end of summer time, counts as the later one.
    """
    if made is None:
        return False
    latest = max(made.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    return latest < since - SKEW
