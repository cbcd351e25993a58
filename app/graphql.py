"""The schema as it is served."""

from functools import cache

from strawberry import Schema
from strawberry.schema.config import StrawberryConfig

from app.auth import scopes
from resolvers.mutation import Mutation
from resolvers.query import Query
from schema.field import Scope
from schema.scalars import SCALARS
from schema.vendor_fields import (
    CloudSuiteOrderFields,
    LogicTradeOrderFields,
    ObapiOrderFields,
    VdhSolarOrderFields,
    WimpelOrderFields,
)

ALL_SCOPES = frozenset(Scope)


def schema(granted: frozenset[Scope] = ALL_SCOPES) -> Schema:
    """The same for all callers, except that fields which need another scope refuse."""
    return _built(granted)


@cache
def _built(granted: frozenset[Scope]) -> Schema:
    built = Schema(
        Query,
        Mutation,
        config=StrawberryConfig(scalar_map=SCALARS),
        types=[
            CloudSuiteOrderFields,
            LogicTradeOrderFields,
            ObapiOrderFields,
            VdhSolarOrderFields,
            WimpelOrderFields,
        ],
    )
    _set_default_levels(built)
    scopes.restrict(built, granted)
    return built


def _set_default_levels(schema: Schema) -> None:
    """Of @semanticNonNull, which strawberry leaves out."""
    for directive in schema._schema.directives:
        if directive.name == "semanticNonNull":
            directive.args["levels"].default_value = [0]


@cache
def sdl() -> str:
    """The schema in GraphQL's schema definition language."""
    return schema().as_str() + "\n"
