"""What a client is told of an error: a code always, and nothing that is not meant for it."""

import structlog
from graphql import GraphQLError
from strawberry.exceptions import StrawberryInputCoercionError

from app.refusal import Formatted, error
from schema.errors import ErrorCode, GatewayError

log = structlog.get_logger(__name__)


def of_variables(fault: GraphQLError) -> Formatted:
    """Of what was given as a variable; a scalar's own error says its code."""
    own = fault.original_error
    extensions = own.extensions if isinstance(own, GatewayError) else {"code": ErrorCode.BAD_USER_INPUT.name}
    return {**fault.formatted, "extensions": extensions}


def of_field(fault: GraphQLError, request_id: str) -> Formatted:
    """Of a field that was executed; what is unexpected is hidden behind the request's id."""
    own = fault.original_error
    if isinstance(own, GatewayError):
        return {**fault.formatted, "extensions": own.extensions}
    if own is None or isinstance(own, StrawberryInputCoercionError):
        return {**fault.formatted, "extensions": {"code": ErrorCode.BAD_USER_INPUT.name}}
    log.error("internal_error", request_id=request_id, path=fault.path, exc_info=own)
    return {**fault.formatted, **internal(request_id)}


def internal(request_id: str) -> Formatted:
    return error("Something went wrong in the gateway.", ErrorCode.INTERNAL, requestId=request_id)
