"""The sandbox's records in memory."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from resolvers.vendors.dataset import TODAY

Record = dict[str, Any]
"""A record's JSON, as it is sent."""

FIRST_ORDER, FIRST_LINE = 27, 50
"""Ids in the document's example."""
NOUNS = ("address", "customer", "user")
IDENTITY = ("id", "origin", "key")


@dataclass
class Thing:
    """An address, customer or user. A thin one has only IDENTITY when looked up by id, everything when by key."""

    record: Record
    is_thin: bool = False

    @property
    def is_active(self) -> bool:
        return bool(self.record["active"])

    @property
    def under_its_id(self) -> Record:
        return {name: self.record[name] for name in IDENTITY} if self.is_thin else self.record


@dataclass
class Things:
    """All records of one kind. A test may remove one from either mapping, so that it is found by the other only."""

    by_id: dict[int, Thing] = field(default_factory=dict)
    by_key: dict[tuple[str, str], Thing] = field(default_factory=dict)

    def add(self, thing: Thing) -> None:
        self.by_id[thing.record["id"]] = thing
        self.by_key[thing.record["origin"], thing.record["key"]] = thing


@dataclass
class StoredOrder:
    """An order, with what CloudSuite knows of it but never sends."""

    record: Record
    confirmed: datetime | None = None
    key: str | None = None
    is_offline: bool = False


@dataclass
class Store:
    """Orders sorted by creation, oldest first, and the records of each noun."""

    orders: list[StoredOrder] = field(default_factory=list)
    by_id: dict[int, StoredOrder] = field(default_factory=dict)
    by_key: dict[str, StoredOrder] = field(default_factory=dict)
    things: dict[str, Things] = field(default_factory=lambda: {noun: Things() for noun in NOUNS})
    line_ids: Iterator[int] = field(default_factory=lambda: count(FIRST_LINE))
    _writes: Iterator[int] = field(default_factory=lambda: count(1))

    def add(self, stored: StoredOrder) -> None:
        self.orders.append(stored)
        self.by_id[stored.record["id"]] = stored
        if stored.key:
            self.by_key[stored.key] = stored

    def remove(self, order_id: int) -> None:
        stored = self.by_id.pop(order_id)
        self.orders.remove(stored)
        if stored.key:
            del self.by_key[stored.key]

    def next_id(self) -> int:
        return max(self.by_id, default=FIRST_ORDER - 1) + 1

    def now(self) -> datetime:
        """Local time without a zone, one second later at each call."""
        return datetime(TODAY.year, TODAY.month, TODAY.day, 13) + timedelta(seconds=next(self._writes))


def stamp(moment: datetime) -> str:
    """As CloudSuite writes times: without a zone, with microseconds."""
    return moment.isoformat(timespec="microseconds")
