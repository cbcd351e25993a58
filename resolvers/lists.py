"""One list over many backends, whatever it is a list of: asked, merged, counted and reported."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import msgspec

from resolvers import cursor, details, federate, reports, usage
from resolvers.context import Context
from resolvers.cursor import Cursor
from resolvers.errors import BadUserInput, Unsupported
from resolvers.explain import Explanation
from resolvers.federate import Merged, Position
from resolvers.keys import Key, Ordering
from resolvers.opening import Opened, Opening
from resolvers.pages import Ask
from resolvers.plans import Plan
from resolvers.readers.source import NO_MARK, Contradicted, Item, Reader
from resolvers.stale_notes import Old, in_connection
from resolvers.vendors import allowance
from resolvers.vendors.base import Vendor
from resolvers.vendors.listing import Row
from schema.link import Info, Ref
from schema.order import Order
from schema.page import BackendReport, PageInfo
from schema.sort import OnFailure

MOST = 100
COUNTING = {"totalCount", "count"}
TELLING = {"status", "asOf"}
"""Fields of a report by which a client sees that something is old."""


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
    """What a client selected of a connection: `of_each`: of each node, by GraphQL names; `reports`: who is old."""

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
        fields = context.selected(info)
        return cls(
            fields=fields,
            of_each=context.selected(info, "nodes") | context.selected(info, "edges", "node"),
            counts=bool(fields & COUNTING) or "totalCount" in context.selected(info, "sources"),
            cursors=not fields.isdisjoint({"edges", "pageInfo"}),
            info=info,
            reports=not context.selected(info, "sources").isdisjoint(TELLING),
        )


@dataclass(frozen=True)
class Answer:
    """One page as it was read, from where, and by whom."""

    known: Cursor
    start: Position
    opened: Mapping[str, Opened | None]
    merged: Merged
    counts: Mapping[str, int | None]


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
        known = self.known()
        start = known.position(self.ordering)
        if self.context.explanation is not None:
            return self._explain(self.context.explanation, start)
        started: dict[str, asyncio.Task[Any]] = {}
        opened, merged = await self._read(known, start, started)
        self._refuse_failures(merged)
        counts = await self._counts(opened, merged)
        return self._connection(Answer(known, start, opened, merged, counts), started)

    def known(self) -> Cursor:
        """What the client's cursor says. Raises BadUserInput for a wrong one."""
        return Cursor() if self.after is None else cursor.decode(self.after, self.ordering, self.bound_to)

    # ---------------------------------------------------------------- asking

    async def _read(
        self, known: Cursor, start: Position, started: dict[str, "asyncio.Task[Any]"]
    ) -> tuple[Mapping[str, Opened | None], Merged]:
        """A list that is not in the order that it was trusted to have is read once more, without that trust."""
        while True:
            opened = self._open(known, start)
            try:
                return opened, await self._merged(list(opened.values()), start, started)
            except Contradicted as found:
                allowance.forgive()
                self._contradicted.add((found.backend, self.ordering.sort))

    @property
    def _contradicted(self) -> set[tuple[str, object]]:
        return self.context.gateway.memory.contradicted

    def _open(self, known: Cursor, start: Position) -> dict[str, Opened | None]:
        """By backend; None for one that can't list, or can't tell what is asked about."""
        opening = Opening(
            self.context,
            self.noun.ask,
            self.ordering,
            self.selected.of_each,
            self.first,
            start,
            known.marks,
            self.selected.counts,
        )
        return {vendor.id: None if plan is None else opening.open(plan) for vendor, plan in self.plans(start)}

    def plans(self, start: Position) -> list[tuple[Vendor, Plan | None]]:
        trusted = [(vendor, (vendor.id, self.ordering.sort) not in self._contradicted) for vendor in self.vendors]
        return [(vendor, self.plan(vendor, start.of(vendor.id), is_trusted)) for vendor, is_trusted in trusted]

    def _explain(self, explanation: Explanation, start: Position) -> None:
        """Nothing is asked: what would be is noted."""
        explanation.listing(self.noun.plural, self.first, self.selected.of_each, self.plans(start))

    async def _merged(
        self, opened: list[Opened | None], start: Position, started: dict[str, "asyncio.Task[Any]"]
    ) -> Merged:
        def begin_detail(item: Item) -> None:
            assert item.row is not None
            vendor = self.context.vendor(item.key.backend)
            is_new = item.row.thing.id not in started
            if is_new and self.noun.needs_detail(vendor, item.row, self.selected.of_each):
                started[item.row.thing.id] = details.start(self.context, item.row)

        able = [some for some in opened if some is not None]
        readers = [reader for some in able for reader in some.readers.values()]
        backends = [some.plan.vendor.id for some in able]
        merged = await federate.page(readers, start, self.first, backends, begin_detail)
        for some in able:
            some.settle()
        _count_rows(readers, merged)
        return merged

    def _refuse_failures(self, merged: Merged) -> None:
        """A page that is empty only because what is left has failed would make a client that reads on spin."""
        if merged.is_empty_for_faults or (merged.faults and self.on_failure is OnFailure.FAIL):
            raise next(iter(merged.faults.values()))

    async def _counts(self, opened: Mapping[str, Opened | None], merged: Merged) -> dict[str, int | None]:
        able = {id: some for id, some in opened.items() if some is not None and id not in merged.refused}
        if not self.selected.counts:
            return dict.fromkeys(able)
        found = await asyncio.gather(*(reports.count(some, merged.faults.get(id)) for id, some in able.items()))
        return dict(zip(able, found, strict=True))

    # ---------------------------------------------------------------- answering

    @cached_property
    def bound_to(self) -> bytes:
        parts = [self.noun.plural, *(part.name for part in self.ordering.sort)]
        if self.ordering.attribute:
            parts.append(self.ordering.attribute)
        return msgspec.json.encode(parts) + self.conditions

    def _connection(self, answer: Answer, started: Mapping[str, "asyncio.Task[Any]"]) -> Any:
        sources, carried = self._sources(answer)
        edges = self._edges(answer.merged, started)
        self._note_what_is_old(answer, started)
        end = self._end(answer, carried)
        if edges and end:
            edges[-1].cursor = end
        total, count = reports.summed(answer.counts)
        return self.noun.connection(
            edges=edges,
            nodes=[edge.node for edge in edges],
            page_info=PageInfo(
                has_next_page=answer.merged.has_more,
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
            text = cursor.encode(position, self.ordering, self.bound_to) if self.selected.cursors else ""
            edges.append(self.noun.edge(cursor=text, node=details.Pending(task) if task else item.row.thing))
        return edges

    def _note_what_is_old(self, answer: Answer, started: Mapping[str, "asyncio.Task[Any]"]) -> None:
        """The rows that are still on their way; and the list, where the client reads no report that says it."""
        notes, selected = self.context.stale.notes, self.selected
        if started and selected.info is not None:
            rows = [item.row.thing for item, _ in answer.merged.taken if item.row]
            keys = [Ref(Order, row.backend.id, row.vendor_id) if row.id in started else None for row in rows]
            notes.listed(keys, in_connection(selected.info))
        if not selected.reports:
            for opened in filter(None, answer.opened.values()):
                if old := opened.old_as_of:
                    notes.at(selected.path, Old(opened.plan.vendor.id, min(old)))

    def _end(self, answer: Answer, carried: Mapping[str, cursor.Report]) -> str | None:
        if answer.merged.end.key is None or not self.selected.cursors:
            return None
        opened = [some for some in answer.opened.values() if some]
        marks = {name: reader.mark() for some in opened for name, reader in some.readers.items()}
        told = {name: mark for name, mark in marks.items() if mark != NO_MARK}
        return cursor.encode(answer.merged.end, self.ordering, self.bound_to, told, carried)

    def _sources(self, answer: Answer) -> tuple[list[BackendReport], dict[str, cursor.Report]]:
        sources, carried = [], {}
        for vendor in self.vendors:
            some = answer.opened[vendor.id]
            if some is None:
                sources.append(reports.of_refusing(vendor, Unsupported(vendor.id, self._why_not(vendor))))
                continue
            earlier = answer.known.reports.get(vendor.id, cursor.Report())
            count = answer.counts.get(vendor.id)
            report, now = reports.of_answering(some, answer.start, answer.merged, earlier, count)
            sources.append(report)
            if now != cursor.Report():
                carried[vendor.id] = now
        return sources, carried

    def _why_not(self, vendor: Vendor) -> str:
        what = "tell what is asked for" if self.noun.can_list(vendor) else f"list {self.noun.plural}"
        return f"{vendor.vendor.name} can't {what}."


def _count_rows(readers: list[Reader], merged: Merged) -> None:
    for reader in readers:
        usage.of(reader.source.backend).rows_read += reader.source.tally.rows_read
    usage.listed(len(merged.taken))
    for item, _ in merged.taken:
        usage.of(item.key.backend).rows_kept += 1


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
