"""One list over many backends, whatever it is a list of: asked, merged, counted and reported."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from resolvers import cursor, details, federate, reports
from resolvers.context import Context
from resolvers.cursor import Cursor
from resolvers.errors import BadUserInput
from resolvers.federate import Merged
from resolvers.keys import Key, Ordering
from resolvers.opening import Opened, Opening
from resolvers.pages import Ask
from resolvers.plans import Plan
from resolvers.readers.source import Item
from resolvers.vendors.base import Vendor
from resolvers.vendors.listing import Row
from schema.link import Info
from schema.page import BackendReport, PageInfo
from schema.sort import OnFailure

MOST = 100
COUNTING = {"totalCount", "count"}


@dataclass(frozen=True)
class Noun:
    """What a list is of. `needs_detail(vendor, row, fields)`: whether a row on the page has to be completed."""

    plural: str
    connection: type[Any]
    edge: type[Any]
    ask: Ask
    can_list: Callable[[Vendor], bool]
    needs_detail: Callable[[Vendor, Row[Any], frozenset[str]], bool]


@dataclass(frozen=True)
class Selected:
    """What a client selected of a connection: `of_each`: of each node, by GraphQL names."""

    fields: frozenset[str]
    of_each: frozenset[str]
    counts: bool
    cursors: bool

    @classmethod
    def of(cls, context: Context, info: Info) -> "Selected":
        fields = context.selected(info)
        return cls(
            fields=fields,
            of_each=context.selected(info, "nodes") | context.selected(info, "edges", "node"),
            counts=bool(fields & COUNTING) or "totalCount" in context.selected(info, "sources"),
            cursors=not fields.isdisjoint({"edges", "pageInfo"}),
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

    async def answer(self) -> Any:
        """A connection. Raises BadUserInput for a wrong cursor, and a BackendFault where nothing else is left."""
        known = Cursor() if self.after is None else cursor.decode(self.after, self._bound_to)
        opened = self._open(known)
        started: dict[str, asyncio.Task[Any]] = {}
        merged = await self._merged(list(opened.values()), known, started)
        self._refuse_where_all_failed(merged)
        counts = await self._counts(opened)
        return self._connection(merged, known, opened, counts, started)

    # ---------------------------------------------------------------- asking

    def _open(self, known: Cursor) -> dict[str, Opened | None]:
        """By backend; None for one that can't list, or can't tell what is asked about."""
        position = known.position(self.ordering)
        opening = Opening(
            self.context, self.noun.ask, self.ordering, self.selected.of_each, self.first, position, known.marks
        )
        contradicted = self.context.gateway.memory.not_by_creation
        plans = {
            vendor.id: self.plan(vendor, position.of(vendor.id), vendor.id not in contradicted)
            for vendor in self.vendors
        }
        return {id: None if plan is None else opening.open(plan) for id, plan in plans.items()}

    async def _merged(
        self, opened: list[Opened | None], known: Cursor, started: dict[str, "asyncio.Task[Any]"]
    ) -> Merged:
        def begin_detail(item: Item) -> None:
            assert item.row is not None
            vendor = self.context.vendor(item.key.backend)
            if self.noun.needs_detail(vendor, item.row, self.selected.of_each):
                started[item.row.thing.id] = details.start(self.context, item.row)

        able = [some for some in opened if some is not None]
        readers = [reader for some in able for reader in some.readers.values()]
        backends = [some.plan.vendor.id for some in able]
        merged = await federate.page(readers, known.position(self.ordering), self.first, backends, begin_detail)
        for some in able:
            some.settle()
        return merged

    def _refuse_where_all_failed(self, merged: Merged) -> None:
        """A page that is empty only because what is left has failed would make a client that reads on spin."""
        fault = next(iter(merged.faults.values()), None)
        if fault is not None and (self.on_failure is OnFailure.FAIL or not merged.taken):
            raise fault

    async def _counts(self, opened: Mapping[str, Opened | None]) -> dict[str, int | None]:
        able = {id: some for id, some in opened.items() if some is not None}
        if not self.selected.counts:
            return dict.fromkeys(able)
        found = await asyncio.gather(*map(reports.count, able.values()))
        return dict(zip(able, found, strict=True))

    # ---------------------------------------------------------------- answering

    @property
    def _bound_to(self) -> bytes:
        parts = [self.noun.plural, *(part.name for part in self.ordering.sort)]
        return msgspec.json.encode(parts) + self.conditions

    def _connection(
        self,
        merged: Merged,
        known: Cursor,
        opened: Mapping[str, Opened | None],
        counts: Mapping[str, int | None],
        started: Mapping[str, "asyncio.Task[Any]"],
    ) -> Any:
        sources, carried = self._sources(merged, known, opened, counts)
        edges = self._edges(merged, started)
        end = self._end(merged, opened, carried)
        if edges and merged.end == merged.taken[-1][1]:
            edges[-1].cursor = end
        total, count = reports.summed(counts)
        return self.noun.connection(
            edges=edges,
            nodes=[edge.node for edge in edges],
            page_info=PageInfo(
                has_next_page=merged.has_more,
                has_previous_page=self.after is not None,
                start_cursor=edges[0].cursor if edges else None,
                end_cursor=end or self.after,
            ),
            total_count=total,
            count=count,
            sources=sources,
        )

    def _edges(self, merged: Merged, started: Mapping[str, "asyncio.Task[Any]"]) -> list[Any]:
        edges = []
        for item, position in merged.taken:
            assert item.row is not None
            task = started.get(item.row.thing.id)
            text = cursor.encode(position, self.ordering, self._bound_to) if self.selected.cursors else ""
            edges.append(self.noun.edge(cursor=text, node=details.Pending(task) if task else item.row.thing))
        return edges

    def _end(
        self, merged: Merged, opened: Mapping[str, Opened | None], carried: Mapping[str, cursor.Report]
    ) -> str | None:
        if merged.end.key is None or not self.selected.cursors:
            return None
        marks = {name: reader.mark() for some in opened.values() if some for name, reader in some.readers.items()}
        return cursor.encode(merged.end, self.ordering, self._bound_to, marks, carried)

    def _sources(
        self,
        merged: Merged,
        known: Cursor,
        opened: Mapping[str, Opened | None],
        counts: Mapping[str, int | None],
    ) -> tuple[list[BackendReport], dict[str, cursor.Report]]:
        sources, carried = [], {}
        for vendor in self.vendors:
            some = opened[vendor.id]
            if some is None:
                sources.append(reports.of_refusing(vendor, self._why_not(vendor)))
                continue
            earlier = known.reports.get(vendor.id, cursor.Report())
            report, now = reports.of_answering(some, merged, earlier, counts.get(vendor.id))
            sources.append(report)
            if now != cursor.Report():
                carried[vendor.id] = now
        return sources, carried

    def _why_not(self, vendor: Vendor) -> str:
        what = "tell what is asked for" if self.noun.can_list(vendor) else f"list {self.noun.plural}"
        return f"{vendor.vendor.name} can't {what}."


def page_size(first: int | None) -> int:
    """None is the default. Raises BadUserInput out of bounds."""
    size = 20 if first is None else first
    if not 0 <= size <= MOST:
        raise BadUserInput(f"first is from 0 to {MOST}.", "first")
    return size


def wanted(context: Context, backends: list[Any] | None) -> list[Vendor]:
    """In the order of their ids, which is a list's last criterion but one. Raises BadUserInput for an unknown id."""
    unknown = set(backends or ()) - set(context.backends)
    if unknown:
        raise BadUserInput(f"There is no backend {min(unknown)!r}.", "where.backends")
    return [vendor for id, vendor in sorted(context.backends.items()) if backends is None or id in backends]
