"""A question about a list over many backends: the type, the backends, the conditions, the sort and the page."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import msgspec

from resolvers import cursor
from resolvers.by_id import LONGEST_SHOWN
from resolvers.context import Context
from resolvers.cursor import Cursor
from resolvers.errors import BadUserInput
from resolvers.federate import Position
from resolvers.keys import Key, Ordering
from resolvers.pages import Ask
from resolvers.plans import Plan
from resolvers.vendors.base import Vendor
from schema.link import Info
from schema.sort import OnFailure

MOST = 100
COUNTING = {"totalCount", "count"}
TELLING = {"status", "asOf"}
"""The fields of a report that show that data is stale."""


@dataclass(frozen=True)
class Noun:
    """A type that can be listed. `ask`: requests a page.

    `tells(vendor, fields, is_whole)`: the fields that a row fills, by their GraphQL names. `fields`: those that the
    list was asked for. `is_whole`: the row was completed.
    """

    kind: type[Any]
    plural: str
    connection: type[Any]
    edge: type[Any]
    ask: Ask
    can_list: Callable[[Vendor], bool]
    tells: Callable[[Vendor, frozenset[str], bool], frozenset[str]]


@dataclass(frozen=True)
class Selected:
    """What a client selected of a connection. `of_each`: fields of each node, by their GraphQL names.

    `reports`: whether the selected reports show stale data.
    """

    fields: frozenset[str]
    of_each: frozenset[str]
    counts: bool
    cursors: bool
    info: Info | None = None
    reports: bool = True

    @property
    def path(self) -> tuple[str | int, ...]:
        """The connection's path in the response."""
        return () if self.info is None else tuple(self.info.path.as_list())

    @classmethod
    def of(cls, context: Context, info: Info) -> "Selected":
        fields, sources = context.selected(info), context.selected(info, "sources")
        return cls(
            fields=fields,
            of_each=context.selected(info, "nodes") | context.selected(info, "edges", "node"),
            counts=bool(fields & COUNTING) or "totalCount" in sources,
            cursors=not fields.isdisjoint({"edges", "pageInfo"}),
            info=info,
            reports=not sources.isdisjoint(TELLING),
        )


@dataclass(frozen=True)
class Question:
    """One request for a list. `plan(vendor, after, may_trust)`: None if the vendor can't list or filter as asked.

    `may_trust`: whether to rely on the order of the vendor's list. `conditions`: in canonical form, for the cursor.
    """

    context: Context
    noun: Noun
    vendors: list[Vendor]
    plan: Callable[[Vendor, Key | None, bool], Plan | None]
    conditions: bytes
    ordering: Ordering
    first: int
    after: str | None
    on_failure: OnFailure
    selected: Selected

    @cached_property
    def bound_to(self) -> bytes:
        parts = [self.noun.plural, *(part.name for part in self.ordering.sort)]
        if self.ordering.attribute:
            parts.append(self.ordering.attribute)
        return msgspec.json.encode(parts) + self.conditions

    def known(self) -> Cursor:
        """The decoded cursor, empty for the first page. Raises BadUserInput for an invalid one."""
        return Cursor() if self.after is None else cursor.decode(self.after, self.ordering, self.bound_to)

    def plans(self, start: Position) -> list[tuple[Vendor, Plan | None]]:
        """Each backend's plan; None if it can't list or filter as asked."""
        return [(vendor, self.plan(vendor, start.of(vendor.id), self._trusts(vendor.id))) for vendor in self.vendors]

    def distrust(self, backend: str) -> None:
        """Its list was not in the expected order, which is not relied on any more for this sort."""
        self.context.gateway.memory.contradicted.add((backend, self.ordering.sort))

    def _trusts(self, backend: str) -> bool:
        return (backend, self.ordering.sort) not in self.context.gateway.memory.contradicted


def page_size(first: int | None) -> int:
    """20 for None. Raises BadUserInput if it is out of range."""
    size = 20 if first is None else first
    if not 0 <= size <= MOST:
        raise BadUserInput(f"first must be from 0 to {MOST}.", "first")
    return size


def wanted(context: Context, backends: list[Any] | None) -> list[Vendor]:
    """Sorted by id, as rows with equal sort values are. Raises BadUserInput for an unknown id."""
    unknown = set(backends or ()) - set(context.backends)
    if unknown:
        raise BadUserInput(f"There is no backend {min(unknown)[:LONGEST_SHOWN]!r}.", "where.backends")
    return [vendor for id, vendor in sorted(context.backends.items()) if backends is None or id in backends]
