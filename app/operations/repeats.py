"""How often fields share a name at one place: validation compares each such pair, with all that is below both."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    Visitor,
    visit,
)

from app.refusal import too_expensive

MOST_PAIRS = 10_000
MOST_FIELDS = 20_000
"""With fragments in place. Within the other limits, nobody who means well comes near either."""

Fragments = Mapping[str, FragmentDefinitionNode]
Merged = list[SelectionSetNode]
"""The selections of all fields at one place that share a name."""


def without_plain_ones(document: DocumentNode) -> DocumentNode:
    """The same, without the plain fields that stand in their own selection already."""
    dropped: DocumentNode = visit(document, Dropping())
    return dropped


class Dropping(Visitor):
    def enter_selection_set(self, node: SelectionSetNode, *_: Any) -> SelectionSetNode | None:
        """None leaves it as it is."""
        kept = tuple(_once(node.selections))
        return None if len(kept) == len(node.selections) else SelectionSetNode(selections=kept, loc=node.loc)


def _once(nodes: Iterable[SelectionNode]) -> Iterator[SelectionNode]:
    seen: set[tuple[str | None, str]] = set()
    for node in nodes:
        if isinstance(node, FieldNode) and not (node.selection_set or node.arguments or node.directives):
            said = (node.alias.value if node.alias else None, node.name.value)
            if said in seen:
                continue
            seen.add(said)
        yield node


def check(document: DocumentNode, depth: int) -> None:
    """`depth`: levels of fields that may be there; one that spreads itself has no end. Raises a Refusal."""
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
    for node in document.definitions:
        if isinstance(node, OperationDefinitionNode):
            _check([[node.selection_set]], fragments, depth)


def _check(level: list[Merged], fragments: Fragments, depth: int) -> None:
    fields = pairs = 0
    for _ in range(depth):
        below: list[Merged] = []
        for merged in level:
            for same in _by_name(merged, fragments).values():
                fields += len(same)
                selections = [field.selection_set for field in same if field.selection_set]
                pairs += len(selections) * (len(selections) - 1) // 2
                below.append(selections)
            if fields > MOST_FIELDS:
                raise too_expensive("fields, its fragments put in place", MOST_FIELDS)
            if pairs > MOST_PAIRS:
                raise too_expensive("pairs of fields that share a name at one place", MOST_PAIRS)
        level = [merged for merged in below if merged]


def _by_name(merged: Merged, fragments: Fragments) -> Mapping[str, list[FieldNode]]:
    found: defaultdict[str, list[FieldNode]] = defaultdict(list)
    for field in _fields(merged, fragments, set()):
        found[(field.alias or field.name).value].append(field)
    return found


def _fields(merged: Iterable[SelectionSetNode], fragments: Fragments, seen: set[str]) -> Iterator[FieldNode]:
    for selections in merged:
        for node in selections.selections:
            if isinstance(node, FieldNode):
                yield node
            elif not isinstance(node, FragmentSpreadNode):
                yield from _fields([node.selection_set], fragments, seen)  # type: ignore[attr-defined]
            elif node.name.value in fragments and node.name.value not in seen:
                seen.add(node.name.value)
                yield from _fields([fragments[node.name.value].selection_set], fragments, seen)
