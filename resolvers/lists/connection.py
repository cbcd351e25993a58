"""Builds the connection of a page: edges with cursors, counts, and a report on each backend."""

from collections.abc import Mapping
from typing import Any

from resolvers import cursor, reports
from resolvers.errors import Unsupported
from resolvers.lists.question import Question
from resolvers.lists.reading import Page
from resolvers.readers.source import NO_MARK
from resolvers.stale_notes import in_connection
from resolvers.vendors.base import Vendor
from schema.link import Ref
from schema.page import BackendReport, PageInfo


def of(question: Question, page: Page) -> Any:
    """A connection of the noun's own type."""
    sources, carried = _sources(question, page)
    edges, end = _edges(question, page), _end(question, page, carried)
    if edges and end:
        edges[-1].cursor = end
    total, count = reports.summed(page.counts)
    _note_what_is_old(question, page)
    return question.noun.connection(
        edges=edges,
        nodes=[edge.node for edge in edges],
        page_info=PageInfo(
            has_next_page=page.merged.has_more,
            has_previous_page=question.after is not None,
            start_cursor=edges[0].cursor if edges else None,
            end_cursor=end or question.after,
        ),
        total_count=total,
        count=count,
        sources=sources,
    )


def _edges(question: Question, page: Page) -> list[Any]:
    edges = []
    for item, position in page.merged.taken:
        assert item.row is not None
        row = item.row.thing
        text = cursor.encode(position, question.ordering, question.bound_to) if question.selected.cursors else ""
        edges.append(question.noun.edge(cursor=text, node=page.completions.get(row.id, row)))
    return edges


def _end(question: Question, page: Page, carried: Mapping[str, cursor.Report]) -> str | None:
    if page.merged.end.key is None or not question.selected.cursors:
        return None
    marks = {name: reader.mark() for some in page.able() for name, reader in some.readers.items()}
    told = {name: mark for name, mark in marks.items() if mark != NO_MARK}
    return cursor.encode(page.merged.end, question.ordering, question.bound_to, told, carried)


def _sources(question: Question, page: Page) -> tuple[list[BackendReport], dict[str, cursor.Report]]:
    """Each backend's report, and what the cursor carries on of it."""
    sources, carried = [], {}
    for vendor in question.vendors:
        opened = page.opened[vendor.id]
        if opened is None:
            sources.append(reports.of_refusing(vendor, Unsupported(vendor.id, _why_not(question, vendor))))
            continue
        earlier = page.known.reports.get(vendor.id, cursor.Report())
        report, now = reports.of_answering(opened, page.start, page.merged, earlier, page.counts.get(vendor.id))
        sources.append(report)
        if now != cursor.Report():
            carried[vendor.id] = now
    return sources, carried


def _why_not(question: Question, vendor: Vendor) -> str:
    what = "filter by what was asked" if question.noun.can_list(vendor) else f"list {question.noun.plural}"
    return f"can't {what}."


def _note_what_is_old(question: Question, page: Page) -> None:
    """Notes the rows that are still being fetched; and stale lists, unless the client selects reports that show it."""
    notes, selected = question.context.stale.notes, question.selected
    if page.completions and selected.info is not None:
        things = [item.row.thing for item, _ in page.merged.taken if item.row]
        refs = [_ref(question, thing) if thing.id in page.completions else None for thing in things]
        notes.listed(refs, in_connection(selected.info))
    if not selected.reports:
        for old in (opened.old for opened in page.able() if opened.old):
            notes.at(selected.path, old)


def _ref(question: Question, thing: Any) -> Ref[Any]:
    """The reference by which its completion was requested."""
    return Ref(question.noun.kind, thing.backend.id, thing.vendor_id)
