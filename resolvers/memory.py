"""What the process remembers between operations: references and scans for a while, details while they are unchanged."""

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cachetools import LRUCache, TLRUCache

from resolvers.flights import Flights
from schema.link import Ref
from schema.order import Order

REFERENCES = 50_000
DETAILS = 10_000
SCANS = 64
PAGES = 512
COUNTS = 1024


@dataclass(frozen=True, slots=True)
class Remembered:
    """What a backend said, when it said so, and for how many seconds it is remembered."""

    what: Any
    as_of: datetime
    seconds: float


class Memory:
    """Successes only. `references`: by Ref, each backend's for its own seconds; `details`: by (Ref, version)."""

    def __init__(self, ttl: Callable[[str], float], timer: Callable[[], float] = time.monotonic) -> None:
        self._ttl = ttl
        self._references: TLRUCache[Ref[Any], Any] = TLRUCache(REFERENCES, self._expiry, timer)
        self._details: LRUCache[Hashable, Order] = LRUCache(DETAILS)
        self.flights = Flights()
        self.scans: TLRUCache[Hashable, Remembered] = TLRUCache(SCANS, _until, timer)
        self.pages: TLRUCache[Hashable, Remembered] = TLRUCache(PAGES, _until, timer)
        self.counts: LRUCache[Hashable, int] = LRUCache(COUNTS)
        self.not_by_creation: set[str] = set()

    def reference(self, ref: Ref[Any]) -> Any | None:
        return self._references.get(ref)

    def keep_reference(self, ref: Ref[Any], thing: Any | None) -> None:
        if thing is not None and self._ttl(ref.backend) > 0:
            self._references[ref] = thing

    def detail(self, ref: Ref[Order], version: str | None) -> Order | None:
        return self._details.get((ref, version)) if version else None

    def keep_detail(self, ref: Ref[Order], version: str | None, order: Order | None) -> None:
        if order is not None and version:
            self._details[ref, version] = order

    def _expiry(self, ref: Ref[Any], thing: object, now: float) -> float:
        return now + self._ttl(ref.backend)


def _until(key: Hashable, remembered: Remembered, now: float) -> float:
    return now + remembered.seconds
