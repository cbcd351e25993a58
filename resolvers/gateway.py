"""What the process has: the configured backends, what is remembered of them, and the state that workers share."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from resolvers.memory import Memory
from resolvers.state.spared import Spared
from resolvers.vendors.base import Vendor
from resolvers.writing.desk import Desk


@dataclass(frozen=True)
class Gateway:
    """Backends by id, in the order of the configuration. `state`: None for a gateway that only reads, alone.

    `spared`: by which the state is asked what can be done without.
    """

    backends: Mapping[str, Vendor]
    memory: Memory
    state: Desk | None = None
    spared: Spared = field(default_factory=Spared)

    @classmethod
    def over(cls, backends: Mapping[str, Vendor], state: Desk | None = None, spared: Spared | None = None) -> "Gateway":
        memory = Memory(lambda backend: backends[backend].config.reference_ttl)
        return cls(backends, memory, state, spared or Spared())

    @property
    def desk(self) -> Desk:
        """Where writes are handed in."""
        assert self.state is not None, "a gateway without state can't write"
        return self.state
