"""One operation, carried out."""

from collections.abc import Mapping
from dataclasses import dataclass
from inspect import isawaitable
from typing import Any

from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    OperationDefinitionNode,
    OperationType,
    execute,
    get_operation_ast,
)
from strawberry import Schema

from app.operations import errors
from app.refusal import Refusal, bad_operation, bad_request
from resolvers.context import Context


@dataclass(frozen=True)
class Outcome:
    """An answer's body, and its status under application/graphql-response+json."""

    body: dict[str, Any]
    status: int = 200


def chosen(document: DocumentNode, name: str | None, *, only_queries: bool) -> OperationDefinitionNode:
    """The operation that is meant. Raises a Refusal where there is none, more than one, or one that may not be."""
    operation = get_operation_ast(document, name)
    if operation is None and name:
        raise bad_operation(f"The document has no operation {name!r}.")
    if operation is None:
        raise bad_operation("The document has several operations: operationName says which.")
    if only_queries and operation.operation is not OperationType.QUERY:
        raise bad_request("GET is for queries; anything else is a POST.", 405, {"Allow": "POST"})
    return operation


async def carry_out(
    schema: Schema,
    document: DocumentNode,
    name: str | None,
    variables: Mapping[str, Any],
    context: Context,
    most_errors: int,
    *,
    hides: bool,
) -> ExecutionResult:
    """Raises a Refusal where the variables can't be used, before anything is fetched."""
    running = execute(
        schema._schema,
        document,
        context_value=context,
        variable_values=dict(variables),
        operation_name=name,
        max_coercion_errors=most_errors,
        executor_class=schema.execution_context_class,
        hide_suggestions=hides,
        operation_extensions=None,
    )
    try:
        result: ExecutionResult = await running if isawaitable(running) else running
    finally:
        context.tasks.cancel()
    if result.errors and _is_of_request(result):
        raise Refusal(list(map(errors.of_variables, result.errors[:most_errors])), is_http=False)
    return result


def outcome(result: ExecutionResult, request_id: str) -> Outcome:
    body: dict[str, Any] = {"data": result.data}
    if result.errors:
        body["errors"] = [errors.of_field(error, request_id) for error in _in_order(result.errors)]
    return Outcome(body)


def _in_order(errors: list[GraphQLError]) -> list[GraphQLError]:
    """By path, so that one question has one answer, whoever came first."""
    return sorted(errors, key=lambda error: [(str(type(step)), step) for step in error.path or ()])


def _is_of_request(result: ExecutionResult) -> bool:
    """Nothing was executed: an error of a field has its path."""
    return result.data is None and not any(error.path for error in result.errors or ())
