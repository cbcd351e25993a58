"""A query for every field of a type once, written off the schema."""

from graphql import GraphQLField, GraphQLObjectType, GraphQLSchema, get_named_type, is_composite_type, is_union_type
from graphql.type.definition import GraphQLNamedType, is_required_argument


def of(schema: GraphQLSchema, name: str) -> str:
    """The fields of the type and of what they hold. What leads back to a type above shows its plain fields alone."""
    return _selection(schema, schema.type_map[name], (name,))


def _selection(schema: GraphQLSchema, kind: GraphQLNamedType, above: tuple[str, ...]) -> str:
    if is_union_type(kind):
        members = (f"... on {each.name} {_selection(schema, each, above)}" for each in schema.get_possible_types(kind))
        return f"{{ __typename {' '.join(members)} }}"
    assert isinstance(kind, GraphQLObjectType)
    fields = (_field(schema, name, field, above) for name, field in kind.fields.items())
    return "{ " + " ".join(each for each in fields if each) + " }"


def _field(schema: GraphQLSchema, name: str, field: GraphQLField, above: tuple[str, ...]) -> str:
    target = get_named_type(field.type)
    assert not any(map(is_required_argument, field.args.values()))
    if not is_composite_type(target):
        return name
    if target.name == "OrderConnection":
        return f"{name} {{ nodes {{ id }} }}"
    if target.name in above:
        return f"{name} {{ {' '.join(_leaves(target))} }}"
    return f"{name} {_selection(schema, target, (*above, target.name))}"


def _leaves(kind: GraphQLNamedType) -> list[str]:
    assert isinstance(kind, GraphQLObjectType)
    return [name for name, field in kind.fields.items() if not is_composite_type(get_named_type(field.type))]
