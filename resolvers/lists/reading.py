"""Reads one page of a list: merges the backends' rows, completes them and counts."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from resolvers import details, federate, reports, usage
from resolvers.cursor import Cursor
from resolvers.federate import Merged, Position
from resolvers.lists.question import Question
from resolvers.open_list import Asking
from resolvers.opening import Opened, Opening
from resolvers.readers.source import Contradicted, Item
from resolvers.vendors import allowance
from resolvers.vendors.listing import Row
from schema.link import Ref
from schema.order import Order
from schema.sort import OnFailure

Completions = dict[str, Order | details.Pending]
"""Replacements for the rows that lack selected fields, by the objects' global ids."""


@dataclass(frozen=True)
class Page:
    """`known`: the decoded cursor. `opened`, `counts`: by backend; None if it can't list or filter, or can't count."""

    known: Cursor
    start: Position
    opened: Mapping[str, Opened | None]
    merged: Merged
    counts: Mapping[str, int | None]
    completions: Completions

    def able(self) -> list[Opened]:
        return _able(self.opened)


async def page(question: Question, known: Cursor) -> Page:
    """`known`: the decoded cursor. Raises a BackendFault if failures leave no page, or if `on_failure` is FAIL."""
    start, completions = known.position(question.ordering), Completions()
    opened, merged = await _read(question, known, start, completions)
    _refuse_failures(question, merged)
    counts = await _counts(question, opened, merged)
    return Page(known, start, opened, merged, counts, completions)


async def _read(
    question: Question, known: Cursor, start: Position, completions: Completions
) -> tuple[Mapping[str, Opened | None], Merged]:
    """If a list turns out not to be in the expected order, reads again without relying on that order."""
    while True:
        opened = _open(question, known, start)
        try:
            return opened, await _merged(question, opened, start, completions)
        except Contradicted as found:
            allowance.forgive()
            question.distrust(found.backend)


def _open(question: Question, known: Cursor, start: Position) -> dict[str, Opened | None]:
    selected = question.selected
    asking = Asking(question.context, question.noun.ask, question.ordering, selected.of_each, question.first)
    opening = Opening(asking, start, known.marks, counts=selected.counts)
    return {vendor.id: None if plan is None else opening.open(plan) for vendor, plan in question.plans(start)}


async def _merged(
    question: Question, opened: Mapping[str, Opened | None], start: Position, completions: Completions
) -> Merged:
    able = _able(opened)

    def taken_up(item: Item) -> None:
        assert item.row is not None
        _take_up(question, opened[item.key.backend], item.row, completions)

    readers = [reader for some in able for reader in some.readers.values()]
    merged = await federate.page(readers, start, question.first, [some.plan.vendor.id for some in able], taken_up)
    for some in able:
        some.settle()
    _count_rows(able, merged)
    return merged


def _take_up(question: Question, opened: Opened | None, row: Row[Any], completions: Completions) -> None:
    """Starts to complete a row once it is certain to be on the page. Its known fields can serve references to it."""
    assert opened is not None
    vendor, wanted = opened.plan.vendor, question.selected.of_each
    told = question.noun.tells(vendor, wanted, row.whole)
    question.context.shown.put(Ref(question.noun.kind, vendor.id, row.thing.vendor_id), row.thing, told, opened.old)
    if not wanted <= told and row.thing.id not in completions:
        completions[row.thing.id] = details.begun(question.context, row)


def _refuse_failures(question: Question, merged: Merged) -> None:
    """A client that pages on would loop forever if pages stayed empty only because of failures."""
    if merged.is_empty_for_faults or (merged.faults and question.on_failure is OnFailure.FAIL):
        raise next(iter(merged.faults.values()))


async def _counts(question: Question, opened: Mapping[str, Opened | None], merged: Merged) -> dict[str, int | None]:
    """By backend that was called; None if the count is unknown."""
    asked = {some.plan.vendor.id: some for some in _able(opened) if some.plan.vendor.id not in merged.refused}
    if not question.selected.counts:
        return dict.fromkeys(asked)
    found = await asyncio.gather(*(reports.count(some, merged.faults.get(id)) for id, some in asked.items()))
    return dict(zip(asked, found, strict=True))


def _count_rows(able: Iterable[Opened], merged: Merged) -> None:
    for reader in (reader for some in able for reader in some.readers.values()):
        usage.of(reader.source.backend).rows_read += reader.source.tally.rows_read
    usage.listed(len(merged.taken))
    for item, _ in merged.taken:
        usage.of(item.key.backend).rows_kept += 1


def _able(opened: Mapping[str, Opened | None]) -> list[Opened]:
    return [some for some in opened.values() if some is not None]
