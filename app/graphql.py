"""The schema as it is served, and what one operation may use."""

from functools import cache

from strawberry import Schema
from strawberry.schema.config import StrawberryConfig

from app.auth import scopes
from app.operations.executor import Executor
from resolvers.caller import Caller
from resolvers.context import Context
from resolvers.explain import Explanation
from resolvers.gateway import Gateway
from resolvers.mutation import Mutation
from resolvers.query import Query
from resolvers.ways import WAYS
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


@cache
def schema(granted: frozenset[Scope] = ALL_SCOPES) -> Schema:
    """The schema as callers with these scopes meet it: the same for all, but for what refuses."""
    made = Schema(
        Query,
        Mutation,
        execution_context_class=Executor,
        config=StrawberryConfig(scalar_map=SCALARS),
        types=[
            CloudSuiteOrderFields,
            LogicTradeOrderFields,
            ObapiOrderFields,
            VdhSolarOrderFields,
            WimpelOrderFields,
        ],
    )
    _set_levels(made)
    scopes.restrict(made, granted)
    return made


def _set_levels(made: Schema) -> None:
    """The default of @semanticNonNull's argument, which strawberry leaves out."""
    for directive in made._schema.directives:
        if directive.name == "semanticNonNull":
            directive.args["levels"].default_value = [0]


@cache
def sdl() -> str:
    """The schema's text."""
    return schema().as_str() + "\n"


def operation(gateway: Gateway, caller: Caller, explanation: Explanation | None = None) -> Context:
    """What one operation may use: made anew for each, also where several come in one request."""
    return Context(gateway, WAYS, caller, explanation)
