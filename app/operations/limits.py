"""How much a document asks for, worked out in time linear in its length: each fragment once, whatever spreads it."""

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
    """Of a selection, its fragments put in place. `fields`: on its first level; `depth`: levels of fields."""

    depth: int = 0
    aliases: int = 0
    directives: int = 0
    fields: int = 0


MEASURES: dict[str, Callable[[Size], int]] = {
    "depth": lambda size: size.depth,
    "root_fields": lambda size: size.fields,
    "aliases": lambda size: size.aliases,
    "directives": lambda size: size.directives,
}
WORDS = {
    "depth": "levels of fields",
    "root_fields": "fields on its first level",
    "aliases": "aliases",
    "directives": "directives",
}


def check(document: DocumentNode, limits: Limits) -> None:
    """Raises a Refusal that says the limit and the figure."""
    spreads = sum(isinstance(selection, FragmentSpreadNode) for selection in _all_selections(document))
    if spreads > limits.fragment_spreads:
        raise too_expensive("fragment spreads", limits.fragment_spreads, spreads)
    measuring = Measuring(document)
    for operation in document.definitions:
        if isinstance(operation, OperationDefinitionNode):
            _check_size(measuring.operation(operation), limits)


def _check_size(size: Size, limits: Limits) -> None:
    for name, measure in MEASURES.items():
        asked, limit = measure(size), getattr(limits, name)
        if asked > limit:
            raise too_expensive(WORDS[name], limit, asked)


class Measuring:
    """`steps`: how many selections were looked at."""

    def __init__(self, document: DocumentNode) -> None:
        self._fragments: Mapping[str, FragmentDefinitionNode] = {
            node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)
        }
        self._known: dict[str, Size] = {}
        self.steps = 0

    def operation(self, node: OperationDefinitionNode) -> Size:
        variables = sum(len(variable.directives or ()) for variable in node.variable_definitions or ())
        return _beside([self._selected(node.selection_set), Size(directives=len(node.directives or ()) + variables)])

    def _selected(self, selections: SelectionSetNode | None) -> Size:
        return _beside(self._each(selections))

    def _each(self, selections: SelectionSetNode | None) -> Iterator[Size]:
        for node in selections.selections if selections else ():
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
        return Size(below.depth + 1, below.aliases + (node.alias is not None), below.directives, fields=1)

    def _fragment(self, name: str) -> Size:
        """One that spreads itself, or is missing, is nothing here: validation refuses it."""
        if name not in self._known and name in self._fragments:
            self._known[name] = Size()
            fragment = self._fragments[name]
            own = Size(directives=len(fragment.directives or ()))
            self._known[name] = _beside([own, self._selected(fragment.selection_set)])
        return self._known.get(name, Size())


def _beside(sizes: Iterable[Size]) -> Size:
    depth = aliases = directives = fields = 0
    for size in sizes:
        depth = max(depth, size.depth)
        aliases += size.aliases
        directives += size.directives
        fields += size.fields
    return Size(depth, aliases, directives, fields)


def _all_selections(document: DocumentNode) -> Iterator[object]:
    left = [getattr(node, "selection_set", None) for node in document.definitions]
    while left:
        for selection in getattr(left.pop(), "selections", ()):
            yield selection
            left.append(getattr(selection, "selection_set", None))
