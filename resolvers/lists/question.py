"""What is asked of a list over many backends: of which things, of whom, in which order, and how much of it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import msgspec

from resolvers import cursor
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
"""Fields of a report by which a client sees that something is old."""


@dataclass(frozen=True)
class Noun:
    """What a list is of. `tells(vendor, fields, is_whole)`: the fields that a row fills, by their GraphQL names, of a
    list that was asked for these; `is_whole`: of one that was completed.
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
    """What a client selected of a connection. `of_each`: of each node, by GraphQL names; `reports`: who is old."""

    fields: frozenset[str]
    of_each: frozenset[str]
    counts: bool
    cursors: bool
    info: Info | None = None
    reports: bool = True

    @property
    def path(self) -> tuple[str | int, ...]:
        """Where the connection stands in the answer."""
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
    """One asking of a list. `plan(vendor, after, may_trust)`; `conditions`: what the cursor is bound to."""

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
        """What the client's cursor says. Raises BadUserInput for a wrong one."""
        return Cursor() if self.after is None else cursor.decode(self.after, self.ordering, self.bound_to)

    def plans(self, start: Position) -> list[tuple[Vendor, Plan | None]]:
        """None for one that can't list, or can't tell what is asked about."""
        return [(vendor, self.plan(vendor, start.of(vendor.id), self._trusts(vendor.id))) for vendor in self.vendors]

    def distrust(self, backend: str) -> None:
        """Its list is not in the order that it was trusted to have, and is not trusted for this sort any more."""
        self.context.gateway.memory.contradicted.add((backend, self.ordering.sort))

    def _trusts(self, backend: str) -> bool:
        return (backend, self.ordering.sort) not in self.context.gateway.memory.contradicted


def page_size(first: int | None) -> int:
    """None is the default. Raises BadUserInput out of bounds."""
    size = 20 if first is None else first
    if not 0 <= size <= MOST:
        raise BadUserInput(f"first must be from 0 to {MOST}.", "first")
    return size


def wanted(context: Context, backends: list[Any] | None) -> list[Vendor]:
    """In the order of their ids, which is a list's last criterion but one. Raises BadUserInput for an unknown id."""
    unknown = set(backends or ()) - set(context.backends)
    if unknown:
        raise BadUserInput(f"There is no backend {min(unknown)!r}.", "where.backends")
    return [vendor for id, vendor in sorted(context.backends.items()) if backends is None or id in backends]
