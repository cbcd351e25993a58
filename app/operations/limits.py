"""The size of an operation, computed in linear time: each fragment once, however often it is spread."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

from app.refusal import too_expensive
from app.settings_edge import Limits


@dataclass(frozen=True)
class Size:
    """Of a selection, with fragments expanded. `fields`: on its first level; `depth`: levels of fields.

    `introspections`: reads of the whole schema, each alias within one counted as another. `nesting`: levels of
    selections, of which a fragment has one too.
    """

    depth: int = 0
    aliases: int = 0
    directives: int = 0
    fields: int = 0
    introspections: int = 0
    nesting: int = 0


MOST_INTROSPECTIONS = 3
"""Each takes a tenth of a second or more, and no vendor is asked, so that it has no price."""
INTROSPECTION = "__schema"
LONGEST_ALIAS = 255
"""Characters. The answer repeats it in every row, and in the path of every error."""
MOST_NESTED = 100
"""Validation and execution are recursive: far deeper, they would exceed Python's recursion limit."""
NESTED = "levels of selections"

MEASURES: tuple[tuple[str, Callable[[Size], int], Callable[[Limits], int]], ...] = (
    ("levels of fields", lambda size: size.depth, lambda limits: limits.depth),
    ("top-level fields", lambda size: size.fields, lambda limits: limits.root_fields),
    ("aliases", lambda size: size.aliases, lambda limits: limits.aliases),
    ("directives", lambda size: size.directives, lambda limits: limits.directives),
    (f"{INTROSPECTION} fields and aliases in them", lambda size: size.introspections, lambda _: MOST_INTROSPECTIONS),
    (NESTED, lambda size: size.nesting, lambda _: MOST_NESTED),
)
"""What is counted, the count, and its limit."""


def check(document: DocumentNode, limits: Limits) -> None:
    """Raises a Refusal with the limit and the actual figure."""
    spreads = sum(isinstance(selection, FragmentSpreadNode) for selection in _all_selections(document))
    if spreads > limits.fragment_spreads:
        raise too_expensive("fragment spreads", limits.fragment_spreads, spreads)
    longest = max(map(_alias_length, _all_selections(document)), default=0)
    if longest > LONGEST_ALIAS:
        raise too_expensive("characters in an alias", LONGEST_ALIAS, longest)
    for size in _sizes(document):
        _check_size(size, limits)


def _alias_length(selection: object) -> int:
    alias = selection.alias if isinstance(selection, FieldNode) else None
    return len(alias.value) if alias else 0


def _sizes(document: DocumentNode) -> list[Size]:
    """Of its operations."""
    measuring = Measuring(document)
    operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    try:
        return list(map(measuring.operation, operations))
    except RecursionError:
        raise too_expensive(NESTED, MOST_NESTED) from None


def _check_size(size: Size, limits: Limits) -> None:
    for words, count, limit in MEASURES:
        if count(size) > limit(limits):
            raise too_expensive(words, limit(limits), count(size))


class Measuring:
    """`steps`: how many selections were visited."""

    def __init__(self, document: DocumentNode) -> None:
        self._fragments: Mapping[str, FragmentDefinitionNode] = {
            node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)
        }
        self._known: dict[str, Size] = {}
        self.steps = 0

    def operation(self, node: OperationDefinitionNode) -> Size:
        variables = sum(len(variable.directives or ()) for variable in node.variable_definitions or ())
        return _sum([self._selected(node.selection_set), Size(directives=len(node.directives or ()) + variables)])

    def _selected(self, selections: SelectionSetNode | None) -> Size:
        return _sum(self._each(selections), levels=1) if selections else Size()

    def _each(self, selections: SelectionSetNode) -> Iterator[Size]:
        for node in selections.selections:
            self.steps += 1
            own = len(node.directives or ())
            if own:
                yield Size(directives=own)
            if isinstance(node, FieldNode):
                yield self._field(node)
            elif isinstance(node, InlineFragmentNode):
                yield self._selected(node.selection_set)
            elif isinstance(node, FragmentSpreadNode):
                yield self._fragment(node.name.value)

    def _field(self, node: FieldNode) -> Size:
        below = self._selected(node.selection_set)
        aliases = below.aliases + (node.alias is not None)
        introspections = 1 + below.aliases if node.name.value == INTROSPECTION else below.introspections
        return Size(below.depth + 1, aliases, below.directives, 1, introspections, below.nesting)

    def _fragment(self, name: str) -> Size:
        """One that spreads itself, or is missing, has no size: validation refuses it."""
        if name not in self._known and name in self._fragments:
            self._known[name] = Size()
            fragment = self._fragments[name]
            own = Size(directives=len(fragment.directives or ()))
            self._known[name] = _sum([own, self._selected(fragment.selection_set)])
        return self._known.get(name, Size())


def _sum(sizes: Iterable[Size], levels: int = 0) -> Size:
    """`levels`: of selections around them."""
    depth = aliases = directives = fields = introspections = nesting = 0
    for size in sizes:
        depth = max(depth, size.depth)
        aliases += size.aliases
        directives += size.directives
        fields += size.fields
        introspections += size.introspections
        nesting = max(nesting, size.nesting)
    return Size(depth, aliases, directives, fields, introspections, nesting + levels)


def _all_selections(document: DocumentNode) -> Iterator[object]:
    left = [getattr(node, "selection_set", None) for node in document.definitions]
    while left:
        for selection in getattr(left.pop(), "selections", ()):
            yield selection
            left.append(getattr(selection, "selection_set", None))
