"""How a vendor accepts writes, and how an order that may have been created is found."""

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
"""The largest difference assumed between a vendor's clock and ours."""


class Unsayable(Exception):
    """A value that can't be sent: BAD_USER_INPUT if it is malformed, UNSUPPORTED if the vendor has no equivalent.

    The message follows the field's name: "must be at least 1."
    """

    def __init__(self, message: str, code: UserErrorCode = UserErrorCode.BAD_USER_INPUT) -> None:
        super().__init__(message)
        self.message = message
        self.code = code


@dataclass(frozen=True, slots=True)
class Saying:
    """What converting values depends on, of one backend. `statuses`: the vendor's word for each status that has one."""

    backend: str
    vendor: str
    currency: str
    zone: ZoneInfo
    prices: TaxBasis
    statuses: Mapping[OrderStatus, str]


def statuses_said(words: Mapping[str, OrderStatus]) -> dict[OrderStatus, str]:
    """The vendor's first word for each status."""
    return {status: word for word, status in reversed(distinct_words(words).items())}


Word = Callable[[Any, Saying], Any]
"""Converts a value of the input for the vendor's JSON. Raises Unsayable."""


@dataclass(frozen=True, slots=True)
class StatusWord:
    """Converts a status to the vendor's word. `settable`: the statuses that this field can be set to."""

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
    """How one field is sent. `at`: its path in the vendor's JSON, "lines.[].price"; "" if it is only checked.

    `cleared`: sent for null in an update; UNSET if the vendor can't clear the field.
    """

    at: str
    word: Word
    cleared: Any = UNSET


@dataclass(frozen=True, slots=True)
class Clash:
    """A conflict between fields. `field`: its path below "input"."""

    field: tuple[str, ...]
    message: str


@dataclass(frozen=True, slots=True)
class WriteTable:
    """The fields that a vendor accepts, by their GraphQL path in the input: "lines.product.ean".

    The capabilities that clients see, the validation before a call and the vendor's JSON all follow from it. A path
    may be that of an object, which is converted as a whole. `needs`: required paths of a create. `waived`: for such a
    path, the boolean field that makes it optional if true. `clashes`: finds conflicts between a create's fields.
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
        """Statuses that a create or an update can set."""
        words = [say.word for table in (self.create, self.update) for say in table.values()]
        return frozenset().union(*(word.settable for word in words if isinstance(word, StatusWord)))


@dataclass(frozen=True, slots=True)
class NaturalKey:
    """A value by which a created order can be found at the vendor. `name`: its field in the input.

    `is_ours`: the gateway derived it from the idempotency key, as the caller gave none.
    """

    name: str
    value: str
    is_ours: bool

    @classmethod
    def given_or_made(cls, name: str, given: str | None, idempotency_key: str) -> "NaturalKey":
        """If none is given: OG- and 100 bits of the idempotency key's SHA-256 in base32, the same at every attempt."""
        if given and given is not UNSET:
            return cls(name, given, is_ours=False)
        digest = base64.b32encode(hashlib.sha256(idempotency_key.encode()).digest()).decode()
        return cls(name, f"OG-{digest[:20]}", is_ours=True)


class Absence(Enum):
    """The result of a search that did not find the order."""

    SURE = "it is not there"
    UNSURE = "it can't be said"


Found = Order | Absence


def was_before(made: datetime | None, since: datetime) -> bool:
    """Whether it was certainly made before `since`, although the vendor's clock may be off by SKEW.

    False if the time is unknown. A local time that occurs twice, at the end of summer time, counts as the later one.
    """
    if made is None:
        return False
    start = (since - SKEW).astimezone(UTC)
    return all(made.replace(fold=fold) < start for fold in (0, 1))
