"""Executes one operation of a document."""

from collections.abc import Mapping
from dataclasses import dataclass
from inspect import isawaitable
from typing import Any

import graphql
from graphql import DocumentNode, ExecutionResult, GraphQLError, OperationDefinitionNode, OperationType
from strawberry import Schema

from app.operations import errors
from app.operations.executor import Executor
from app.operations.request import GraphQLRequest
from app.refusal import Refusal, bad_operation, bad_request
from resolvers.context import Context


@dataclass(frozen=True)
class SelectedOperation:
    """The operation of a document that is to be executed, and with which variables."""

    document: DocumentNode
    node: OperationDefinitionNode
    variables: Mapping[str, Any]


@dataclass(frozen=True)
class GraphQLResponse:
    """`retry_after`: seconds until a refused request is worth repeating."""

    body: dict[str, Any]
    retry_after: int | None = None


def select_operation(document: DocumentNode, request: GraphQLRequest, *, only_queries: bool) -> SelectedOperation:
    """Raises a Refusal unless exactly one operation fits, and is allowed."""
    name = request.operation_name
    node = graphql.get_operation_ast(document, name)
    if node is None and name:
        raise bad_operation(f"The document has no operation {name!r}.")
    if node is None:
        raise bad_operation("The document has several operations; operationName must name one.")
    if only_queries and node.operation is not OperationType.QUERY:
        raise bad_request("Only queries can be sent by GET; use POST.", 405, {"Allow": "POST"})
    return SelectedOperation(document, node, request.variables or {})


async def execute(
    schema: Schema, selected: SelectedOperation, context: Context, max_errors: int, *, hides: bool
) -> ExecutionResult:
    """Raises a Refusal if the variables are invalid, before anything is fetched. `hides`: no suggestions in errors."""
    running = graphql.execute(
        schema._schema,
        selected.document,
        context_value=context,
        variable_values=dict(selected.variables),
        operation_name=selected.node.name.value if selected.node.name else None,
        max_coercion_errors=max_errors,
        executor_class=Executor,
        hide_suggestions=hides,
        operation_extensions=None,
    )
    try:
        result: ExecutionResult = await running if isawaitable(running) else running
    finally:
        context.tasks.cancel()
    if result.errors and _is_request_error(result):
        raise Refusal(list(map(errors.of_variables, result.errors[:max_errors])), is_http=False)
    return result


def response(result: ExecutionResult, request_id: str) -> GraphQLResponse:
    body: dict[str, Any] = {"data": result.data}
    if result.errors:
        body["errors"] = [errors.of_field(error, request_id) for error in _by_path(result.errors)]
    return GraphQLResponse(body)


def _by_path(errors: list[GraphQLError]) -> list[GraphQLError]:
    """So that the order does not depend on which field failed first."""
    return sorted(errors, key=lambda error: [(str(type(step)), step) for step in error.path or ()])


def _is_request_error(result: ExecutionResult) -> bool:
    """Nothing was executed: a field error has a path."""
    return result.data is None and not any(error.path for error in result.errors or ())
