"""Explains which backend calls an operation would make, without making them."""

from collections.abc import Sequence
from enum import Enum
from typing import Any

from graphql.pyutils import Path

from resolvers.costs import bounds
from resolvers.plans import Plan, Way
from resolvers.rows import told
from resolvers.vendors.base import Vendor
from schema.link import Ref, Relation


class Explain(Enum):
    """The values of the header X-Gateway-Explain."""

    PLAN = "plan"
    RUN = "run"


class Explanation:
    """One operation's plan: an entry for each list, lookup or write that would be requested from backends."""

    def __init__(self) -> None:
        self.entries: list[dict[str, Any]] = []

    def shown(self) -> list[dict[str, Any]]:
        """As `extensions.plan` shows it."""
        return self.entries

    def lookup(self, backend: str, what: str, at_most: int = 1) -> None:
        self.entries.append({"backend": backend, "lookup": what, "calls": _bounds(0, at_most)})

    def write(self, backend: str, what: str, at_most: int) -> None:
        self.entries.append({"backend": backend, "write": what, "calls": _bounds(0, at_most)})

    def listing(
        self, noun: str, first: int, fields: frozenset[str], plans: Sequence[tuple[Vendor, Plan | None]]
    ) -> None:
        backends = [_of_backend(vendor, plan, first, fields) for vendor, plan in plans]
        self.entries.append({"list": noun, "first": first, "backends": backends})

    # The methods of Loaders: these record the lookups in place of making them.

    async def thing(self, ref: Ref[Any], at: Path | None = None) -> None:
        self.lookup(ref.backend, ref.kind.__name__)

    def remembered(self, ref: Ref[Any], version: str | None) -> None:
        """Always None: a plan does not depend on what is cached."""

    async def detail(self, ref: Ref[Any], version: str | None) -> None:
        self.lookup(ref.backend, ref.kind.__name__)

    async def belongings(
        self, relation: Relation[Any], fields: frozenset[str] | None = None, at: Path | None = None
    ) -> None:
        self.lookup(relation.backend, relation.kind.__name__)


def _of_backend(vendor: Vendor, plan: Plan | None, first: int, fields: frozenset[str]) -> dict[str, Any]:
    if plan is None:
        return {"backend": vendor.id, "way": None, "why": "can't list, or never fills a field that was asked about"}
    if not plan.asks:
        return {"backend": vendor.id, "way": None, "why": "no row can match"}
    kind = type(vendor)
    wants_detail = not fields <= told(kind, fields)
    return {
        "backend": vendor.id,
        "way": plan.way.value,
        "asks": [dict(narrow) for narrow in plan.asks],
        "calls": _list_calls(plan, first),
        "pushedDown": sorted(plan.pushed),
        "residual": sorted(plan.residual),
        "details": _bounds(0, bounds.of_rows(plan) if plan.gives_whole else first if wants_detail else 0),
        "references": {name: _bounds(0, first) for name in sorted(fields & kind.referenced_order_fields)},
        "listsReadOnce": sorted(fields & (kind.scanned_order_fields | {"linkedOrders"})),
    }


def _list_calls(plan: Plan, first: int) -> dict[str, int]:
    """At least one page of each list, at most what the scan limit allows."""
    if not first or plan.way is Way.BY_ID:
        return _bounds(0, 0)
    return _bounds(len(plan.asks), bounds.of_lists(plan, bounds.marks_of(plan, {}), goes_on=False, counts=False))


def _bounds(at_least: int, at_most: int) -> dict[str, int]:
    return {"atLeast": at_least, "atMost": at_most}
