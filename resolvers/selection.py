"""What a client selected below a field, after fragments, aliases, @skip and @include."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol

from graphql import (
    DirectiveNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLIncludeDirective,
    GraphQLResolveInfo,
    GraphQLSkipDirective,
    SelectionNode,
    VariableValues,
    get_directive_values,
)

Resolving = GraphQLResolveInfo[Any]
Nodes = Iterable[FieldNode]


class Around(Protocol):
    """What is needed to read a selection: a GraphQLResolveInfo during execution, or an Asked before it."""

    @property
    def fragments(self) -> Mapping[str, FragmentDefinitionNode]: ...

    @property
    def variable_values(self) -> Any: ...


def names(info: Resolving, *path: str) -> frozenset[str]:
    """The GraphQL names selected at the end of `path`, below the field that is being resolved."""
    nodes: Nodes = info.field_nodes
    for name in path:
        nodes = [node for node in below(nodes, info) if node.name.value == name]
    return frozenset(node.name.value for node in below(nodes, info))


def ways(info: Resolving, *path: str) -> Iterable[tuple[str, ...]]:
    """The paths in the response that `path` leads to: one for each combination of aliases."""
    found: dict[tuple[str, ...], list[FieldNode]] = {(): list(info.field_nodes)}
    for name in path:
        further: dict[tuple[str, ...], list[FieldNode]] = {}
        for way, nodes in found.items():
            for node in below(nodes, info):
                if node.name.value == name:
                    further.setdefault((*way, node.alias.value if node.alias else name), []).append(node)
        found = further
    return found.keys()


def below(nodes: Nodes, info: Around) -> Iterator[FieldNode]:
    """The fields one level down, on any type."""
    seen: set[str] = set()
    for node in nodes:
        if node.selection_set:
            yield from _fields(node.selection_set.selections, info, seen)


def _fields(selections: Iterable[SelectionNode], info: Around, seen: set[str]) -> Iterator[FieldNode]:
    for selection in selections:
        if not _included(selection.directives, selection, info):
            continue
        if isinstance(selection, FieldNode):
            yield selection
        elif isinstance(selection, FragmentSpreadNode):
            if selection.name.value not in seen:
                seen.add(selection.name.value)
                yield from _fields(info.fragments[selection.name.value].selection_set.selections, info, seen)
        else:
            yield from _fields(selection.selection_set.selections, info, seen)  # type: ignore[attr-defined]


def _included(directives: Iterable[DirectiveNode] | None, node: SelectionNode, info: Around) -> bool:
    if not directives:
        return True
    variables = VariableValues({}, _variables(info))
    skip = get_directive_values(GraphQLSkipDirective, node, variables)
    include = get_directive_values(GraphQLIncludeDirective, node, variables)
    return not (skip and skip["if"]) and not (include and not include["if"])


def _variables(info: Around) -> dict[str, Any]:
    """strawberry passes the plain values, graphql-core a VariableValues."""
    given: Any = info.variable_values
    return dict(getattr(given, "coerced", given))
