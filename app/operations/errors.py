"""Errors as clients see them: always with a code, and with nothing internal."""

import structlog
from graphql import GraphQLError, ValueNode
from strawberry.exceptions import StrawberryInputCoercionError

from app.refusal import Formatted, error
from schema.errors import ErrorCode, GatewayError

log = structlog.get_logger(__name__)


def of_variables(fault: GraphQLError) -> Formatted:
    """For an invalid variable; a scalar's own error has its own code."""
    own = fault.original_error
    extensions = own.extensions if isinstance(own, GatewayError) else {"code": ErrorCode.BAD_USER_INPUT.name}
    return {**fault.formatted, "extensions": extensions}


def of_field(fault: GraphQLError, request_id: str) -> Formatted:
    """For a field that was executed. An unexpected error is logged, and the client gets the request's id."""
    own = fault.original_error
    if isinstance(own, GatewayError):
        return {**fault.formatted, "extensions": own.extensions}
    if isinstance(own, StrawberryInputCoercionError) or _is_of_argument(own):
        return {**fault.formatted, "extensions": {"code": ErrorCode.BAD_USER_INPUT.name}}
    log.error("internal_error", request_id=request_id, path=fault.path, exc_info=own)
    return {**fault.formatted, **internal(request_id)}


def _is_of_argument(own: Exception | None) -> bool:
    """Such as a variable that is null where null is not allowed: graphql-core locates the error at the value."""
    nodes = own.nodes if isinstance(own, GraphQLError) else None
    return bool(nodes) and all(isinstance(node, ValueNode) for node in nodes or ())


def internal(request_id: str) -> Formatted:
    return error(
        "Internal error. The gateway's log has the details under requestId.", ErrorCode.INTERNAL, requestId=request_id
    )
