"""The printed schema keeps the public contract: nothing missing, nothing loosened, nothing undescribed."""

from pathlib import Path

import pytest
from graphql import GraphQLSchema, build_schema, is_introspection_type, is_specified_scalar_type, parse, print_schema
from graphql.language import ObjectTypeDefinitionNode
from graphql.utilities import find_breaking_changes

from app.graphql import sdl

CONTRACT = (Path(__file__).parent / "contract.graphql").read_text()
COMMITTED = Path("schema/schema.graphql")


@pytest.fixture(scope="module")
def served() -> GraphQLSchema:
    return build_schema(sdl())


def applied(text: str, directive: str) -> set[str]:
    """The fields that carry the directive."""
    return {
        f"{kind.name.value}.{field.name.value}"
        for kind in parse(text).definitions
        if isinstance(kind, ObjectTypeDefinitionNode)
        for field in kind.fields
        if any(each.name.value == directive for each in field.directives or ())
    }


def test_nothing_of_the_contract_is_missing_or_loosened(served: GraphQLSchema) -> None:
    breaking = find_breaking_changes(build_schema(CONTRACT), served)

    assert [change.description for change in breaking] == []


def test_every_semantic_non_null_of_the_contract_is_kept() -> None:
    assert applied(CONTRACT, "semanticNonNull") <= applied(sdl(), "semanticNonNull")


def test_default_values_are_the_contract_s(served: GraphQLSchema) -> None:
    promised = build_schema(CONTRACT)

    for name in ("orders", "customers"):
        wanted, given = promised.query_type.fields[name].args, served.query_type.fields[name].args
        assert {each: arg.default_value for each, arg in given.items()} == {
            each: arg.default_value for each, arg in wanted.items()
        }


def test_the_committed_schema_is_the_served_one() -> None:
    assert COMMITTED.read_text() == sdl()


def test_every_type_field_value_and_argument_has_a_description(served: GraphQLSchema) -> None:
    bare = []
    for name, kind in served.type_map.items():
        if is_introspection_type(kind) or is_specified_scalar_type(kind):
            continue
        bare += [name] if not kind.description else []
        bare += [f"{name}.{field}" for field, each in getattr(kind, "fields", {}).items() if not each.description]
        bare += [f"{name}.{value}" for value, each in getattr(kind, "values", {}).items() if not each.description]

    assert bare == []


def test_descriptions_are_sentences(served: GraphQLSchema) -> None:
    unfinished = [
        f"{name}.{field}"
        for name, kind in served.type_map.items()
        if not is_introspection_type(kind)
        for field, each in getattr(kind, "fields", {}).items()
        if not (each.description or "").rstrip().endswith((".", "…", "?"))
    ]

    assert unfinished == []


def test_the_schema_s_text_builds_the_same_schema_again(served: GraphQLSchema) -> None:
    assert build_schema(print_schema(served)).type_map.keys() == served.type_map.keys()
