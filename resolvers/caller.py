"""Who asks: what they may do, and which backends exist for them."""

from dataclasses import dataclass

from schema.field import Scope


@dataclass(frozen=True)
class Quota:
    """How often: cost points a second, for all together who share the `name`."""

    name: str
    cost_per_second: float


@dataclass(frozen=True)
class Caller:
    """`backends`: ids; None is all that are configured. `quota`: None is without end."""

    name: str
    scopes: frozenset[Scope]
    backends: frozenset[str] | None = None
    quota: Quota | None = None

    def may_see(self, backend: str) -> bool:
        return self.backends is None or backend in self.backends


EVERYTHING = Caller("everything", frozenset(Scope))
"""For who asks from within."""
