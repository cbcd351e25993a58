"""What all operations of a process share: the backends, the caches, and the state shared with other workers."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from resolvers.memory import Memory
from resolvers.state.best_effort import BestEffort
from resolvers.vendors.base import Vendor
from resolvers.writing.service import WriteService


@dataclass(frozen=True)
class Gateway:
    """`backends`: by id, in the order of the configuration. `state`: None for a single process that only reads.

    `best_effort`: for calls to the state that an operation can do without.
    """

    backends: Mapping[str, Vendor]
    memory: Memory
    state: WriteService | None = None
    best_effort: BestEffort = field(default_factory=BestEffort)

    @classmethod
    def over(
        cls, backends: Mapping[str, Vendor], state: WriteService | None = None, best_effort: BestEffort | None = None
    ) -> "Gateway":
        memory = Memory(lambda backend: backends[backend].config.reference_ttl)
        return cls(backends, memory, state, best_effort or BestEffort())

    @property
    def writing(self) -> WriteService:
        """Raises AssertionError if there is no state."""
        assert self.state is not None, "a gateway without state can't write"
        return self.state
