"""The process's caches: references, scans and pages expire; details are cached by version."""

import time
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cachetools import LRUCache, TLRUCache

from resolvers.flights import Flights
from resolvers.looks import Looks
from schema.link import Ref
from schema.order import Order

REFERENCES = 50_000
DETAILS = 10_000
SCANNED = 50_000
LISTED = 25_000
"""SCANNED and LISTED are numbers of rows. A row of LogicTrade's, with its nested objects, takes about 10 kB."""
COUNTS = 1024
LAST = 5_000


@dataclass(frozen=True, slots=True)
class Remembered:
    """A cached answer. `as_of`: when the backend gave it. `seconds`: how long it is kept."""

    what: Any
    as_of: datetime
    seconds: float


class Memory:
    """Caches successful answers only. References are kept by Ref, each backend's for its own TTL; details by version.

    `last`: the last answer to each question, by question and `generation`, for when the backend fails.

    Everything that a write to a backend's orders invalidates has the backend's `generation` in its key, as it was
    before the backend was called.
    """

    def __init__(self, ttl: Callable[[str], float], timer: Callable[[], float] = time.monotonic) -> None:
        self._ttl = ttl
        self._references: TLRUCache[Ref[Any], Any] = TLRUCache(REFERENCES, self._expiry, timer)
        self._details: LRUCache[Hashable, Order] = LRUCache(DETAILS)
        self.looks = Looks()
        self.flights = Flights(self.looks)
        self.scans: TLRUCache[Hashable, Remembered] = TLRUCache(SCANNED, _until, timer, _scanned)
        self.pages: TLRUCache[Hashable, Remembered] = TLRUCache(LISTED, _until, timer, _listed)
        self.last: TLRUCache[Hashable, Remembered] = TLRUCache(LAST, _until, timer)
        self.counts: LRUCache[Hashable, int] = LRUCache(COUNTS)
        self.contradicted: set[tuple[str, object]] = set()
        """Backends and sorts whose lists turned out not to be in the expected order."""
        self._written: dict[str, int] = {}
        self._distrusted = 0

    def generation(self, backend: str) -> tuple[int, int]:
        """Changes with each write to the backend's orders that this process knows of."""
        return self._distrusted, self._written.get(backend, 0)

    def saw(self, written: Mapping[str, int]) -> None:
        """Takes in the number of writes per backend. Numbers may arrive out of order, so lower ones are ignored."""
        for backend, count in written.items():
            self._written[backend] = max(count, self._written.get(backend, 0))

    def distrust(self) -> None:
        """Other workers' writes are unknown, so nothing cached of orders is used any more."""
        self._distrusted += 1

    def reference(self, ref: Ref[Any]) -> Any | None:
        known = self._references.get(ref)
        if known is not None:
            self.looks.hit("references", ref.backend)
        return known

    def missed(self, ref: Ref[Any], version: Hashable | None) -> None:
        """Counts a miss. Called when the object is fetched, not on each lookup, because lookups may be repeated."""
        self.looks.missed("details" if version else "references", ref.backend)

    def keep_reference(self, ref: Ref[Any], thing: Any | None) -> None:
        if thing is not None and self._ttl(ref.backend) > 0:
            self._references[ref] = thing

    def detail(self, ref: Ref[Order], version: Hashable | None) -> Order | None:
        known = self._details.get((ref, version)) if version else None
        if known is not None:
            self.looks.hit("details", ref.backend)
        return known

    def keep_detail(self, ref: Ref[Order], version: Hashable | None, order: Order | None) -> None:
        if order is not None and version:
            self._details[ref, version] = order

    def keep_scan(self, key: Hashable, remembered: Remembered) -> None:
        _keep(self.scans, key, remembered)

    def keep_page(self, key: Hashable, remembered: Remembered) -> None:
        _keep(self.pages, key, remembered)

    def _expiry(self, ref: Ref[Any], thing: object, now: float) -> float:
        return now + self._ttl(ref.backend)


def _keep(cache: TLRUCache[Hashable, Remembered], key: Hashable, remembered: Remembered) -> None:
    """Unless it is larger than the whole cache."""
    if cache.getsizeof(remembered) <= cache.maxsize:
        cache[key] = remembered


def _until(key: Hashable, remembered: Remembered, now: float) -> float:
    return now + remembered.seconds


def _scanned(remembered: Remembered) -> int:
    return max(1, len(remembered.what[0]))


def _listed(remembered: Remembered) -> int:
    return max(1, len(remembered.what.rows))
