"""What a client is told of an error: a code always, and nothing that is not meant for it."""

from collections.abc import Iterable
from uuid import uuid4

import structlog
from graphql import GraphQLError, GraphQLSyntaxError

from schema.errors import ErrorCode, GatewayError

log = structlog.get_logger(__name__)


def before_execution(errors: Iterable[GraphQLError]) -> None:
    """Gives errors of the document their codes, in place."""
    for error in errors:
        parsing = isinstance(error, GraphQLSyntaxError)
        _code(error, ErrorCode.GRAPHQL_PARSE_FAILED if parsing else ErrorCode.GRAPHQL_VALIDATION_FAILED)


def in_execution(errors: Iterable[GraphQLError]) -> None:
    """Gives errors of the answer their codes, in place; what is unexpected is hidden behind a request id."""
    for error in errors:
        if isinstance(error.original_error, GatewayError):
            error.extensions = error.original_error.extensions
        elif error.path is None:
            _code(error, ErrorCode.BAD_USER_INPUT)  # The variables: nothing was executed yet.
        elif "code" not in (error.extensions or {}):
            _hide(error)


def _code(error: GraphQLError, code: ErrorCode) -> None:
    error.extensions = {"code": code.name, **(error.extensions or {})}


def _hide(error: GraphQLError) -> None:
    request_id = str(uuid4())
    log.error("internal_error", request_id=request_id, path=error.path, exc_info=error.original_error or error)
    error.message = "Something went wrong in the gateway."
    error.extensions = {"code": ErrorCode.INTERNAL.name, "requestId": request_id}
