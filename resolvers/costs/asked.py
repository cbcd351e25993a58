"""An operation before it runs: its selections, each analysed once, and its fields' arguments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLField,
    OperationDefinitionNode,
    OperationType,
    VariableValues,
    get_argument_values,
)
from strawberry import Schema
from strawberry.types.arguments import convert_arguments

from resolvers import selection
from schema.errors import GatewayError

Nodes = tuple[FieldNode, ...]
"""All nodes of one field at one place. There may be several, because fragments can repeat a field."""
UNUSABLE = (GraphQLError, GatewayError)
"""Errors in a field's arguments. Such a field causes no calls, and fails when the operation runs."""


@dataclass(frozen=True)
class Asked:
    schema: Schema
    operation: OperationDefinitionNode
    fragments: Mapping[str, FragmentDefinitionNode]
    variable_values: VariableValues
    _below: dict[tuple[int, ...], Sequence[tuple[str, Nodes]]] = field(default_factory=dict)

    @classmethod
    def of(
        cls, schema: Schema, document: DocumentNode, operation: OperationDefinitionNode, variables: VariableValues
    ) -> "Asked":
        fragments = [node for node in document.definitions if isinstance(node, FragmentDefinitionNode)]
        return cls(schema, operation, {node.name.value: node for node in fragments}, variables)

    def roots(self) -> Sequence[tuple[str, Nodes]]:
        return self._grouped((self.operation,))

    def below(self, nodes: Nodes) -> Sequence[tuple[str, Nodes]]:
        """The fields one level down: name and nodes, one entry per alias."""
        key = tuple(map(id, nodes))
        found = self._below.get(key)
        if found is None:
            found = self._below[key] = self._grouped(nodes)
        return found

    def names(self, *groups: Nodes) -> frozenset[str]:
        """The names of the fields selected below any of the groups."""
        return frozenset(name for nodes in groups for name, _ in self.below(nodes))

    def ways(self, nodes: Nodes, *path: str) -> list[Nodes]:
        """The fields at the end of `path`: one entry for each combination of aliases."""
        ends = [nodes]
        for step in path:
            ends = [below for end in ends for name, below in self.below(end) if name == step]
        return ends

    def root_arguments(self, name: str, node: FieldNode) -> dict[str, Any]:
        """The arguments of a root field."""
        graph = self.schema._schema
        root = graph.mutation_type if self.operation.operation is OperationType.MUTATION else graph.query_type
        assert root is not None
        return self.arguments(root.fields[name], node)

    def arguments(self, asked: GraphQLField, node: FieldNode) -> dict[str, Any]:
        """As passed to the resolver. Raises one of UNUSABLE if they are invalid."""
        given = get_argument_values(asked, node, self.variable_values)
        declared = asked.extensions["strawberry-definition"].arguments
        return convert_arguments(given, declared, self.schema.schema_converter.scalar_registry, self.schema.config)

    def _grouped(self, nodes: Sequence[Any]) -> Sequence[tuple[str, Nodes]]:
        groups: dict[str, list[FieldNode]] = {}
        for node in selection.below(nodes, self):
            groups.setdefault((node.alias or node.name).value, []).append(node)
        return [(same[0].name.value, tuple(same)) for same in groups.values()]
