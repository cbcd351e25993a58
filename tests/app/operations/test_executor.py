"""Errors that stand as values in what is remembered, as operations are carried out."""

import gc
from types import FrameType, TracebackType
from typing import Any

import pytest
import strawberry
from graphql import ExecutionResult, parse

from app.operations.execution import execute, select_operation
from app.operations.request import GraphQLRequest
from app.operations.source import IndexedSource
from resolvers.context import Context
from resolvers.errors import BadResponse
from resolvers.gateway import Gateway
from resolvers.ways import WAYS

pytestmark = pytest.mark.anyio


@strawberry.type
class Thing:
    needed: int
    wanted: int | None


def context() -> Context:
    return Context(Gateway.over({}), WAYS)


def holding(fault: Any) -> strawberry.Schema:
    """Its fields hold the fault, or raise it."""

    @strawberry.type
    class Query:
        @strawberry.field
        def thing(self) -> Thing | None:
            return Thing(needed=1, wanted=fault)

        @strawberry.field
        async def later(self) -> Thing | None:
            return Thing(needed=fault, wanted=2)

        @strawberry.field
        def raised(self) -> int | None:
            raise fault

        @strawberry.field
        def many(self) -> list[Thing]:
            return [Thing(needed=1, wanted=fault) for _ in range(100)]

    return strawberry.Schema(Query)


async def asked(schema: strawberry.Schema, query: str) -> ExecutionResult:
    selected = select_operation(parse(query), GraphQLRequest(query, None, None, None), only_queries=True)
    return await execute(schema, selected, context(), 5, hides=False)


@pytest.mark.parametrize("query", ["{ thing { wanted } }", "{ later { needed } }", "{ raised }"])
async def test_a_fault_that_is_raised_again_and_again_holds_on_to_nothing(query: str) -> None:
    fault = BadResponse("shop", "does not say it.")
    schema = holding(fault)

    for _ in range(3):
        result = await asked(schema, query)
        assert [error.original_error for error in result.errors or ()] == [fault]

    del result, schema
    gc.collect()
    assert fault.__traceback__ is None
    assert fault.__context__ is None
    assert not [each for each in gc.get_referents(fault) if isinstance(each, (FrameType, TracebackType))]


async def test_what_is_unexpected_keeps_the_trace_that_the_log_needs() -> None:
    fault = ZeroDivisionError()

    await asked(holding(fault), "{ raised }")

    assert fault.__traceback__ is not None


class Counting(IndexedSource):
    """Counts how often its text is read."""

    reads = 0

    def __getattribute__(self, name: str) -> Any:
        if name == "body":
            Counting.reads += 1
        return super().__getattribute__(name)


@pytest.mark.parametrize("fields", ["wanted", "wanted again: wanted"])
async def test_errors_are_located_without_reading_the_document_for_each(fields: str) -> None:
    document = parse(Counting(f"{{ many {{ {fields} }} many {{ {fields} }} }}"))
    before = Counting.reads

    selected = select_operation(document, GraphQLRequest("", None, None, None), only_queries=True)
    result = await execute(holding(BadResponse("shop", "does not say it.")), selected, context(), 5, hides=False)

    assert len(result.errors or ()) >= 100
    assert Counting.reads - before <= 1


async def test_an_error_is_located_at_the_first_of_its_fields_nodes() -> None:
    result = await asked(holding(BadResponse("shop", "does not say it.")), "{ thing { wanted } thing { wanted } }")

    assert [error.locations for error in result.errors or ()] == [[(1, 11)]]
