"""The webshop's records, as its stand-in keeps them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from resolvers.vendors.dataset import TODAY

Record = dict[str, Any]
"""A thing's JSON as the shop answers it."""

FIRST_ORDER, FIRST_LINE = 27, 50
"""The document's own."""
NOUNS = ("address", "customer", "user")
IDENTITY = ("id", "origin", "key")


@dataclass
class Thing:
    """An address, customer or user. One that is thin tells its key alone under its id, all of it under its key."""

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
    """All of one noun. What is taken out of one of the two mappings is found by the other alone."""

    by_id: dict[int, Thing] = field(default_factory=dict)
    by_key: dict[tuple[str, str], Thing] = field(default_factory=dict)

    def add(self, thing: Thing) -> None:
        self.by_id[thing.record["id"]] = thing
        self.by_key[thing.record["origin"], thing.record["key"]] = thing


@dataclass
class Kept:
    """An order, and what the shop knows of it but never tells."""

    record: Record
    confirmed: datetime | None = None
    key: str | None = None
    is_offline: bool = False


@dataclass
class Store:
    """All that the shop has: orders by their creation, oldest first, and the things of each noun."""

    orders: list[Kept] = field(default_factory=list)
    by_id: dict[int, Kept] = field(default_factory=dict)
    by_key: dict[str, Kept] = field(default_factory=dict)
    things: dict[str, Things] = field(default_factory=lambda: {noun: Things() for noun in NOUNS})
    line_ids: Iterator[int] = field(default_factory=lambda: count(FIRST_LINE))
    _writes: Iterator[int] = field(default_factory=lambda: count(1))

    def add(self, kept: Kept) -> None:
        self.orders.append(kept)
        self.by_id[kept.record["id"]] = kept
        if kept.key:
            self.by_key[kept.key] = kept

    def remove(self, order_id: int) -> None:
        kept = self.by_id.pop(order_id)
        self.orders.remove(kept)
        if kept.key:
            del self.by_key[kept.key]

    def next_id(self) -> int:
        return max(self.by_id, default=FIRST_ORDER - 1) + 1

    def now(self) -> datetime:
        """The shop's clock, without a zone: a second goes by at every write."""
        return datetime(TODAY.year, TODAY.month, TODAY.day, 13) + timedelta(seconds=next(self._writes))


def stamp(moment: datetime) -> str:
    """As the shop writes times: no zone, microseconds."""
    return moment.isoformat(timespec="microseconds")
