"""Errors that stand as values in what is remembered."""

import gc
from types import FrameType, TracebackType
from typing import Any

import pytest
import strawberry

from app.graphql import schema
from app.operations.executor import Executor
from resolvers.errors import BadResponse

pytestmark = pytest.mark.anyio


@strawberry.type
class Thing:
    needed: int
    wanted: int | None


@strawberry.type
class Query:
    held: strawberry.Private[Any]

    @strawberry.field
    def thing(self) -> Thing | None:
        return Thing(needed=1, wanted=self.held)

    @strawberry.field
    async def later(self) -> Thing | None:
        return Thing(needed=self.held, wanted=2)

    @strawberry.field
    def raised(self) -> int | None:
        raise self.held


small = strawberry.Schema(Query, execution_context_class=Executor)


@pytest.mark.parametrize("query", ["{ thing { wanted } }", "{ later { needed } }", "{ raised }"])
async def test_a_fault_that_is_raised_again_and_again_holds_on_to_nothing(query: str) -> None:
    fault = BadResponse("shop", "does not say it.")

    for _ in range(3):
        result = await small.execute(query, root_value=Query(held=fault))
        assert [error.original_error for error in result.errors or ()] == [fault]

    del result
    gc.collect()
    assert fault.__traceback__ is None
    assert fault.__context__ is None
    assert not [each for each in gc.get_referents(fault) if isinstance(each, (FrameType, TracebackType))]


async def test_what_is_unexpected_keeps_the_trace_that_the_log_needs() -> None:
    fault = ZeroDivisionError()

    await small.execute("{ raised }", root_value=Query(held=fault))

    assert fault.__traceback__ is not None


def test_the_schema_that_is_served_is_carried_out_by_it() -> None:
    assert schema().execution_context_class is Executor
