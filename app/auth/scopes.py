"""Scopes: a schema for each set of them, in which the fields that need another scope refuse.

The scopes stand in the fields' metadata. A field that may be seen is resolved as if there were no scopes at all.
"""

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from graphql import GraphQLField, GraphQLObjectType
from strawberry import Schema

from resolvers.errors import Forbidden
from schema.field import Scope

OPEN = ("backend", "backends")
"""Root fields that need no scope."""


def restrict(schema: Schema, scopes: frozenset[Scope]) -> Schema:
    """Makes the fields that need another scope refuse, in place."""
    for kind in schema._schema.type_map.values():
        if isinstance(kind, GraphQLObjectType):
            for name, field in kind.fields.items():
                wanted = _wanted(kind.name, name, field)
                if wanted is not None and wanted not in scopes:
                    field.resolve = _instead(field) or _refusal(wanted)
    return schema


def _wanted(kind: str, name: str, field: GraphQLField) -> Scope | None:
    if kind == "Mutation":
        return Scope.ORDERS_WRITE
    if kind == "Query":
        return None if name in OPEN else Scope.ORDERS_READ
    return _metadata(field).get("scope")


def _instead(field: GraphQLField) -> Callable[..., Any] | None:
    """Some fields name another one that reveals less, and is resolved instead."""
    other = _metadata(field).get("instead")
    read = attrgetter(other) if other else None
    return read and (lambda root, info: read(root))


def _metadata(field: GraphQLField) -> dict[str, Any]:
    definition = field.extensions.get("strawberry-definition")
    return dict(getattr(definition, "metadata", {}))


def _refusal(wanted: Scope) -> Callable[..., Any]:
    def refuse(root: Any, info: Any, **arguments: Any) -> Any:
        raise Forbidden(f"This needs the scope {wanted}.")

    return refuse
