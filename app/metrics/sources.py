"""What can be sampled from backends and caches, and the names of the metrics."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from resolvers.memory import Memory
from resolvers.vendors.base import Vendor
from resolvers.vendors.policies.circuit import State

S = TypeVar("S", contravariant=True)
Labels = tuple[str, ...]
RESULT = {True: "hit", False: "miss"}


@dataclass(frozen=True)
class Source(Generic[S]):
    """`read` returns figures by the values of `labels`."""

    name: str
    help: str
    labels: Labels
    read: Callable[[S], Mapping[Labels, int]]


def _circuits(vendor: Vendor) -> Mapping[Labels, int]:
    circuits = vendor.upstream.circuits.items()
    return {
        (vendor.id, kind.value, state.name.lower()): int(circuit.state is state)
        for kind, circuit in circuits
        for state in State
    }


def _refusals(vendor: Vendor) -> Mapping[Labels, int]:
    return {(vendor.id, *why): count for why, count in vendor.upstream.traffic.refused.items()}


def _drift(vendor: Vendor) -> Mapping[Labels, int]:
    return {(vendor.id, change.value, key): count for (change, key), count in vendor.reading.drift.counts.items()}


def _lookups(memory: Memory) -> Mapping[Labels, int]:
    return {(backend, name, RESULT[found]): count for (name, backend, found), count in memory.looks.counts.items()}


LEVELS: tuple[Source[Vendor], ...] = (
    Source(
        "http_client_active_requests",
        "Calls to the backend in flight.",
        ("backend",),
        lambda vendor: {(vendor.id,): vendor.upstream.traffic.in_flight},
    ),
    Source(
        "gateway_upstream_waiting_calls",
        "Calls queued for a place among those in flight.",
        ("backend",),
        lambda vendor: {(vendor.id,): vendor.upstream.waiting},
    ),
    Source("gateway_circuits", "Circuits in this state, summed over workers.", ("backend", "kind", "state"), _circuits),
)
"""Gauges."""

COUNTS: tuple[Source[Vendor], ...] = (
    Source(
        "gateway_upstream_retries",
        "Calls that were retried.",
        ("backend",),
        lambda vendor: {(vendor.id,): vendor.upstream.retried},
    ),
    Source(
        "gateway_upstream_refusals",
        "Calls that the gateway did not send.",
        ("backend", "kind", "error_type"),
        _refusals,
    ),
    Source(
        "gateway_upstream_unreadable_answers",
        "Answers that arrived complete but could not be read.",
        ("backend",),
        lambda vendor: {(vendor.id,): vendor.upstream.traffic.unreadable},
    ),
    Source(
        "gateway_vendor_drift",
        "Differences between a vendor's answers and its documentation: "
        "new fields (sampled), other types, unknown words.",
        ("backend", "change", "key"),
        _drift,
    ),
)
"""Counters."""

LOOKUPS: tuple[Source[Memory], ...] = (
    Source(
        "gateway_cache_lookups",
        "Cache lookups. For flights: whether the same call was already in flight.",
        ("backend", "cache", "result"),
        _lookups,
    ),
)
"""Counters too."""
