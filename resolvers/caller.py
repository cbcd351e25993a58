"""The caller of an operation: scopes, visible backends and quota."""

from dataclasses import dataclass

from schema.field import Scope


@dataclass(frozen=True)
class Quota:
    """A rate limit in cost points per second, shared by all callers whose quota has this `name`."""

    name: str
    cost_per_second: float


@dataclass(frozen=True)
class Caller:
    """`backends`: the ids it may see; None means all. `quota`: None means no limit."""

    name: str
    scopes: frozenset[Scope]
    backends: frozenset[str] | None = None
    quota: Quota | None = None

    def may_see(self, backend: str) -> bool:
        return self.backends is None or backend in self.backends


EVERYTHING = Caller("everything", frozenset(Scope))
"""For operations that the gateway runs itself."""
