"""Prices a list: its pages at each backend, and its rows, of which all backends together return at most `first`."""

from collections.abc import Callable
from typing import Any

from resolvers.costs import bounds
from resolvers.costs.asked import Asked, Nodes
from resolvers.costs.price import Part, Price
from resolvers.cursor import Cursor
from resolvers.lists.question import COUNTING, Question, Selected
from resolvers.plans import Plan
from resolvers.readers.source import HELD, Mark

PASSED_OVER = Mark(h=[(None, "")] * HELD)
"""The largest possible mark, for a cursor that is known only when the operation runs."""

LEFT_OUT: dict[str, Any] = {"first": None, "after": None, "where": None, "order_by": None}

EachOf = Callable[[str, bool], Price]
"""The price of one row, by backend and whether reading the list already completes it."""


def groups(asked: Asked, nodes: Nodes) -> list[Nodes]:
    """Everywhere a connection shows its rows."""
    return [*asked.ways(nodes, "nodes"), *asked.ways(nodes, "edges", "node")]


def selected(asked: Asked, nodes: Nodes) -> Selected:
    fields = asked.names(nodes)
    counts = bool(fields & COUNTING) or "totalCount" in asked.names(*asked.ways(nodes, "sources"))
    return Selected(fields, asked.names(*groups(asked, nodes)), counts=counts, cursors=True)


def part(question: Question, known: Cursor | None, each_of: EachOf) -> Part:
    """`known`: the decoded cursor; None if it is known only when the operation runs."""
    start = (known or Cursor()).position(question.ordering)
    plans = [(vendor, plan) for vendor, plan in question.plans(start) if plan is not None and plan.asks]
    calls: dict[str, int] = {}
    for vendor, plan in plans:
        marks = [PASSED_OVER for _ in plan.asks] if known is None else bounds.marks_of(plan, known.marks)
        goes_on = known is None or start.of(vendor.id) is not None
        calls[vendor.id] = _calls(question, plan, marks, goes_on)
    return Part(
        fixed=Price(calls),
        each={vendor.id: question.first for vendor, _ in plans},
        total=question.first if plans else 0,
        per={vendor.id: each_of(vendor.id, plan.gives_whole) for vendor, plan in plans},
    )


def _calls(question: Question, plan: Plan, marks: list[Mark], goes_on: bool) -> int:
    """Without the calls for the rows on the page."""
    counts = question.selected.counts
    if not question.first:
        return len(plan.counted or ()) if counts else 0
    read = bounds.of_lists(plan, marks, goes_on=goes_on, counts=counts)
    return read + bounds.of_rows(plan) + bounds.of_held(plan, marks)
