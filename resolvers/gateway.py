"""What the process has: the configured backends, and what is remembered of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from resolvers.memory import Memory
from resolvers.vendors.base import Vendor


@dataclass(frozen=True)
class Gateway:
    """Backends by id, in the order of the configuration."""

    backends: Mapping[str, Vendor]
    memory: Memory

    @classmethod
    def over(cls, backends: Mapping[str, Vendor]) -> "Gateway":
        return cls(backends, Memory(lambda backend: backends[backend].config.reference_ttl))
