"""The caller of an operation: who it is, what it may do and see, and how much it may ask."""

from dataclasses import dataclass

from schema.field import Scope

ANONYMOUS = "anonymous"
"""The name of all callers without a credential."""


@dataclass(frozen=True)
class Caller:
    """`name`: for logs and metrics; it is never a person's, and several callers may have the same.

    `identity`: the caller's alone; its operations share a rate limit, and its turns at the backends.
    `backends`: the ids it may see; None means all. `cost_per_second`: its rate limit in points; 0 means none.
    """

    name: str
    identity: str
    scopes: frozenset[Scope]
    backends: frozenset[str] | None = None
    cost_per_second: float = 0.0

    def may_see(self, backend: str) -> bool:
        return self.backends is None or backend in self.backends

    @property
    def idempotency_scope(self) -> str:
        """Whose idempotency keys its creates use.

        Anonymous callers share theirs: an address may change before a retry, which would then make a second order.
        """
        return ANONYMOUS if self.name == ANONYMOUS else self.identity


EVERYTHING = Caller("everything", "everything", frozenset(Scope))
"""For operations that the gateway runs itself."""
