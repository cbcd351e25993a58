"""Whether an answer is one that the question, the schema and the contract allow.

`faults(document, answer)` tells all that is wrong with it: keys that were not asked for, values of another type, nulls
where none may be, codes that nobody knows, errors that lead nowhere, and nulls that want an error and have none.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any

from graphql import (
    FragmentDefinitionNode,
    GraphQLEnumType,
    GraphQLField,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    OperationDefinitionNode,
    VariableValues,
    build_schema,
    get_operation_ast,
    get_variable_values,
    is_abstract_type,
    parse,
)
from graphql.execution.collect_fields import FieldDetailsList, FragmentDetails, collect_fields, collect_subfields

from app.graphql import sdl
from schema.errors import ErrorCode

Path = tuple[str | int, ...]
Selected = Mapping[str, FieldDetailsList]

CODES = {code.name for code in ErrorCode}
BITS = 2**31


def _is_day(value: Any) -> bool:
    return isinstance(value, str) and date.fromisoformat(value).isoformat() == value


def _is_instant(value: Any) -> bool:
    return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None


SCALARS: dict[str, Callable[[Any], bool]] = {
    "ID": lambda value: isinstance(value, str) and value != "",
    "String": lambda value: isinstance(value, str),
    "Boolean": lambda value: isinstance(value, bool),
    "Int": lambda value: isinstance(value, int) and not isinstance(value, bool) and -BITS <= value < BITS,
    "Decimal": lambda value: isinstance(value, str) and re.fullmatch(r"-?\d+(\.\d+)?", value) is not None,
    "Date": _is_day,
    "DateTime": _is_instant,
    "JSON": lambda value: True,
}


@cache
def printed() -> GraphQLSchema:
    """As clients have it: with its directives, and without what resolves it."""
    return build_schema(sdl())


def faults(
    document: str, answer: Any, variables: Mapping[str, Any] | None = None, name: str | None = None
) -> list[str]:
    """All that is wrong with the answer to this document; none where it is in order."""
    if not isinstance(answer, dict) or not {"data", "errors"} & set(answer):
        return [f"no answer: {answer!r:.200}"]
    strays = [f"an answer has no {key!r}" for key in answer if key not in ("data", "errors", "extensions")]
    errors = answer.get("errors", [])
    told = strays + _of_errors(errors, "errors" in answer)
    if "data" not in answer:
        return told + ["an error of the request has a path" for error in errors if "path" in error]
    checking = _checking(document, name, variables or {}, errors)
    return told + list(checking.data(answer["data"])) + list(_lost(answer["data"], errors))


def _of_errors(errors: Any, are_told: bool) -> list[str]:
    if not isinstance(errors, list) or (are_told and not errors):
        return ["errors is no list with something in it"]
    return [f"{fault}: {error!r:.300}" for error in errors for fault in _of_error(error)]


def _of_error(error: Any) -> Iterator[str]:
    if not isinstance(error, dict) or not isinstance(error.get("message"), str) or not error["message"]:
        yield "an error without a message"
    elif error.get("extensions", {}).get("code") not in CODES:
        yield "an error without a code of the contract's"


def _lost(data: Any, errors: list[dict[str, Any]]) -> Iterator[str]:
    """Errors beside data that do not lead to a null."""
    for error in errors:
        if not error.get("path"):
            yield f"an error without a path beside data: {error!r:.300}"
        elif _at(data, error["path"]) is not None:
            yield f"an error at what is there: {error!r:.300}"


def _at(data: Any, path: list[str | int]) -> Any:
    """None as soon as there is a null on the way."""
    for step in path:
        if data is None:
            return None
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return "the path leads nowhere"
    return data


def _checking(document: str, name: str | None, given: Mapping[str, Any], errors: list[dict[str, Any]]) -> "Checking":
    schema, parsed = printed(), parse(document)
    operation = get_operation_ast(parsed, name)
    assert operation is not None, "which operation?"
    variables = get_variable_values(schema, operation.variable_definitions or (), dict(given))
    assert isinstance(variables, VariableValues), variables
    fragments = {
        node.name.value: FragmentDetails(node)
        for node in parsed.definitions
        if isinstance(node, FragmentDefinitionNode)
    }
    paths = frozenset(tuple(error.get("path") or ()) for error in errors)
    return Checking(schema, operation, variables, fragments, paths)


@dataclass(frozen=True)
class Checking:
    """One answer's. `paths`: of its errors."""

    schema: GraphQLSchema
    operation: OperationDefinitionNode
    variables: VariableValues
    fragments: dict[str, FragmentDetails]
    paths: frozenset[Path] = field(default_factory=frozenset)

    def data(self, data: Any) -> Iterator[str]:
        if data is None:
            if not self._is_told(()):
                yield "data is null, and nothing says why"
            return
        root = self.schema.get_root_type(self.operation.operation)
        assert root is not None
        found = collect_fields(self.schema, self.fragments, self.variables, root, self.operation)
        yield from self._object(data, root, found.grouped_field_set, ())

    def _object(self, value: Any, kind: GraphQLObjectType, selected: Selected, path: Path) -> Iterator[str]:
        if not isinstance(value, dict) or list(value) != list(selected):
            yield f"{_shown(path)}: {kind.name} has {value!r:.200}, and {list(selected)} were asked for"
            return
        for key, details in selected.items():
            name = details[0].node.name.value
            yield from self._field(value[key], kind, name, details, (*path, key))

    def _field(
        self, value: Any, kind: GraphQLObjectType, name: str, details: FieldDetailsList, path: Path
    ) -> Iterator[str]:
        found = self.schema.get_field(kind, name)
        assert found is not None, name
        if value is None and _always(found) and not self._is_told(path):
            yield f"{_shown(path)}: null, and no error says why"
        if name == "__typename" and value != kind.name:
            yield f"{_shown(path)}: {value!r} where it is a {kind.name}"
        yield from self._value(value, found.type, details, path)

    def _value(self, value: Any, kind: Any, details: FieldDetailsList, path: Path) -> Iterator[str]:
        if isinstance(kind, GraphQLNonNull):
            if value is None:
                yield f"{_shown(path)}: null in place of {kind}"
                return
            kind = kind.of_type
        if value is not None:
            yield from self._present(value, kind, details, path)

    def _present(self, value: Any, kind: Any, details: FieldDetailsList, path: Path) -> Iterator[str]:
        if isinstance(kind, GraphQLList):
            if not isinstance(value, list):
                yield f"{_shown(path)}: {value!r:.100} is no list"
                return
            for at, item in enumerate(value):
                yield from self._value(item, kind.of_type, details, (*path, at))
        elif isinstance(kind, (GraphQLScalarType, GraphQLEnumType)):
            if not _fits(value, kind):
                yield f"{_shown(path)}: {value!r:.100} is no {kind}"
        elif is_abstract_type(kind):
            yield from self._one_of(value, list(self.schema.get_possible_types(kind)), details, path)
        else:
            yield from self._below(value, kind, details, path)

    def _one_of(
        self, value: Any, kinds: list[GraphQLObjectType], details: FieldDetailsList, path: Path
    ) -> Iterator[str]:
        """Which it is, only a __typename would tell: so it need be no more than one of them."""
        tried = [list(self._below(value, kind, details, path)) for kind in kinds]
        if all(tried):
            yield from min(tried, key=lambda told: (len(told), len(told[0])))

    def _below(self, value: Any, kind: GraphQLObjectType, details: FieldDetailsList, path: Path) -> Iterator[str]:
        found = collect_subfields(self.schema, self.fragments, self.variables, self.operation, kind, details)
        yield from self._object(value, kind, found.grouped_field_set, path)

    def _is_told(self, path: Path) -> bool:
        """At the path, or below, from where a null came up."""
        return any(at[: len(path)] == path for at in self.paths)


def _always(found: GraphQLField) -> bool:
    node = found.ast_node
    return node is not None and any(each.name.value == "semanticNonNull" for each in node.directives or ())


def _fits(value: Any, kind: GraphQLScalarType | GraphQLEnumType) -> bool:
    if isinstance(kind, GraphQLEnumType):
        return value in kind.values
    try:
        return SCALARS[kind.name](value)
    except ValueError:
        return False


def _shown(path: Path) -> str:
    return ".".join(map(str, path)) or "the answer"
