"""Fields with the same response name: validation compares each pair of them, with everything below both."""

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

MAX_PAIRS = 10_000
MAX_FIELDS = 20_000
"""With fragments expanded, in all operations of a document. No sensible document comes near either."""

Fragments = Mapping[str, FragmentDefinitionNode]
Merged = list[SelectionSetNode]
"""The selection sets of all fields at one place that share a response name."""


def without_duplicates(document: DocumentNode) -> DocumentNode:
    """Without plain fields that their selection set contains already: it means the same."""
    found: DocumentNode = visit(document, _DropDuplicates())
    return found


class _DropDuplicates(Visitor):
    def enter_selection_set(self, node: SelectionSetNode, *_: Any) -> SelectionSetNode | None:
        """None leaves it unchanged."""
        kept = tuple(_once(node.selections))
        return None if len(kept) == len(node.selections) else SelectionSetNode(selections=kept, loc=node.loc)


def _once(nodes: Iterable[SelectionNode]) -> Iterator[SelectionNode]:
    seen: set[tuple[str | None, str]] = set()
    for node in nodes:
        if isinstance(node, FieldNode) and not (node.selection_set or node.arguments or node.directives):
            field = (node.alias.value if node.alias else None, node.name.value)
            if field in seen:
                continue
            seen.add(field)
        yield node


def check(document: DocumentNode, depth: int) -> None:
    """Raises a Refusal if all operations together have too many of either, because all are validated.

    `depth`: how many levels to look at, because a fragment may spread itself.
    """
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
    operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    _check([[operation.selection_set] for operation in operations], fragments, depth)


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
            if fields > MAX_FIELDS:
                raise too_expensive("fields with its fragments expanded", MAX_FIELDS)
            if pairs > MAX_PAIRS:
                raise too_expensive("pairs of fields with the same response name", MAX_PAIRS)
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
