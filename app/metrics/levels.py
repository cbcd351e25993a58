"""Metrics that are sampled from what backends and caches know of themselves."""

from collections import Counter as Sum
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from prometheus_client import CollectorRegistry, Counter, Gauge

from app.metrics.sources import COUNTS, LEVELS, LOOKUPS, Labels, Source
from resolvers.gateway import Gateway
from resolvers.vendors.base import Vendor

S = TypeVar("S")


class Level(Generic[S]):
    """A gauge, summed over all living workers."""

    def __init__(self, source: Source[S], registry: CollectorRegistry) -> None:
        self._source = source
        self._gauge = Gauge(source.name, source.help, source.labels, registry=registry, multiprocess_mode="livesum")
        self._known: set[Labels] = set()

    def sample(self, owners: Iterable[S]) -> None:
        """A series whose owner is gone becomes 0."""
        found: Sum[Labels] = Sum()
        for owner in owners:
            found.update(self._source.read(owner))
        self._known |= found.keys()
        for labels in sorted(self._known):
            self._gauge.labels(*labels).set(found[labels])


class Count(Generic[S]):
    """A counter that grows by what its owners' own counts have grown since the last sample."""

    def __init__(self, source: Source[S], registry: CollectorRegistry) -> None:
        self._source = source
        self._counter = Counter(source.name, source.help, source.labels, registry=registry)
        self._seen: WeakKeyDictionary[Any, Mapping[Labels, int]] = WeakKeyDictionary()

    def sample(self, owners: Iterable[S]) -> None:
        for owner in owners:
            before, now = self._seen.get(owner, {}), dict(self._source.read(owner))
            self._seen[owner] = now
            for labels, count in now.items():
                self._counter.labels(*labels).inc(count - before.get(labels, 0))


class Levels:
    """During a reload there are two gateways, which may share backends."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._gateways: list[Gateway] = []
        self._of_vendors: list[Level[Vendor] | Count[Vendor]] = [
            *(Level(source, registry) for source in LEVELS),
            *(Count(source, registry) for source in COUNTS),
        ]
        self._of_memories = [Count(source, registry) for source in LOOKUPS]

    @contextmanager
    def watching(self, gateway: Gateway) -> Iterator[None]:
        self._gateways.append(gateway)
        self.sample()
        try:
            yield
        finally:
            self.sample()
            self._gateways.remove(gateway)

    def sample(self) -> None:
        vendors = dict.fromkeys(vendor for gateway in self._gateways for vendor in gateway.backends.values())
        for each in self._of_vendors:
            each.sample(vendors)
        for memories in self._of_memories:
            memories.sample([gateway.memory for gateway in self._gateways])
