"""What the process has: the configured backends, what is remembered of them, and the state that workers share."""

from collections.abc import Mapping
from dataclasses import dataclass

from resolvers.memory import Memory
from resolvers.vendors.base import Vendor
from resolvers.writing.desk import Desk


@dataclass(frozen=True)
class Gateway:
    """Backends by id, in the order of the configuration. `state`: None for a gateway that only reads, alone."""

    backends: Mapping[str, Vendor]
    memory: Memory
    state: Desk | None = None

    @classmethod
    def over(cls, backends: Mapping[str, Vendor], state: Desk | None = None) -> "Gateway":
        return cls(backends, Memory(lambda backend: backends[backend].config.reference_ttl), state)

    @property
    def desk(self) -> Desk:
        """Where writes are handed in."""
        assert self.state is not None, "a gateway without state can't write"
        return self.state
