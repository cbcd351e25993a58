"""What can be looked up at any time in backends and memories, and under which names it is told."""

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
    """`read(it)`: figures by the values of `labels`."""

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
        "Calls to the backend under way.",
        ("backend",),
        lambda vendor: {(vendor.id,): vendor.upstream.traffic.in_flight},
    ),
    Source(
        "gateway_upstream_waiting_calls",
        "Calls that wait for a place among those under way.",
        ("backend",),
        lambda vendor: {(vendor.id,): vendor.upstream.waiting},
    ),
    Source("gateway_circuits", "Circuits in this state, one a worker.", ("backend", "kind", "state"), _circuits),
)
"""What goes up and down."""

COUNTS: tuple[Source[Vendor], ...] = (
    Source(
        "gateway_upstream_retries",
        "Calls that were made again.",
        ("backend",),
        lambda vendor: {(vendor.id,): vendor.upstream.retried},
    ),
    Source(
        "gateway_upstream_refusals",
        "Calls that were never sent, and why.",
        ("backend", "kind", "error_type"),
        _refusals,
    ),
    Source(
        "gateway_upstream_unreadable_answers",
        "Answers that came whole and can't be read.",
        ("backend",),
        lambda vendor: {(vendor.id,): vendor.upstream.traffic.unreadable},
    ),
    Source(
        "gateway_vendor_drift",
        "What a vendor said beyond its documents: new fields as far as samples show them, other types, unknown words.",
        ("backend", "change", "key"),
        _drift,
    ),
)
"""What only grows."""

LOOKUPS: tuple[Source[Memory], ...] = (
    Source(
        "gateway_cache_lookups",
        "What was looked for in memory, and was there or not; in flights: whether the same was being asked already.",
        ("backend", "cache", "result"),
        _lookups,
    ),
)
"""Likewise."""
