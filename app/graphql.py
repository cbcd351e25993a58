"""The schema as it is served, and what surrounds every operation."""

from collections.abc import Iterator
from functools import cache

import strawberry
from strawberry.extensions import SchemaExtension
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionContext

from app import errors, scopes
from resolvers.context import Context
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


class Around(SchemaExtension):
    """Codes on every error, and no task of an operation left behind."""

    def on_operation(self) -> Iterator[None]:
        yield
        context = self.execution_context.context
        if isinstance(context, Context):
            context.tasks.cancel()
        errors.before_execution(self.execution_context.pre_execution_errors or ())
        result = self.execution_context.result
        if result is not None and not self.execution_context.pre_execution_errors:
            errors.in_execution(getattr(result, "errors", None) or ())


class Schema(strawberry.Schema):
    def process_errors(self, errors: list[object], execution_context: ExecutionContext | None = None) -> None:  # type: ignore[override]
        """Nothing: strawberry would log every error with excerpts of the client's document."""


@cache
def schema(granted: frozenset[Scope] = ALL_SCOPES) -> Schema:
    """The schema as callers with these scopes meet it: the same for all, but for what refuses."""
    made = Schema(
        Query,
        Mutation,
        extensions=[Around],
        config=StrawberryConfig(scalar_map=SCALARS),
        types=[
            CloudSuiteOrderFields,
            LogicTradeOrderFields,
            ObapiOrderFields,
            VdhSolarOrderFields,
            WimpelOrderFields,
        ],
    )
    scopes.restrict(made, granted)
    return made


@cache
def sdl() -> str:
    """The schema's text. strawberry leaves out the default of a directive's argument, so it is put in."""
    bare, full = "(levels: [Int!]!) on", "(levels: [Int!]! = [0]) on"
    return schema().as_str().replace(bare, full) + "\n"


def operation(gateway: Gateway) -> Context:
    """What one operation may use."""
    return Context(gateway, WAYS)
