"""What starlette refuses, answered like every other error: an unknown path, a method that a path does not have."""

from collections.abc import Callable, Coroutine
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from app.edge import responses
from app.edge.endpoint import PATH
from app.refusal import bad_request, not_found

READ = "GET, HEAD"
"""The methods of static files, for which starlette sends no Allow."""


async def no_such_path(request: Request, error: HTTPException) -> Response:
    return responses.refused(not_found(f"There is nothing at this path; the graph is at {PATH}."), request.headers)


async def method_not_allowed(request: Request, error: HTTPException) -> Response:
    """OPTIONS asks for just this."""
    allow = _allow(error)
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={"Allow": allow})
    refusal = bad_request(f"The methods of this path are {allow}.", 405, {"Allow": allow})
    return responses.refused(refusal, request.headers)


def _allow(error: HTTPException) -> str:
    """Sorted, because starlette keeps a set."""
    allowed = (error.headers or {}).get("Allow", READ)
    return ", ".join(sorted(allowed.split(", ")))


HANDLERS: dict[int | type[Exception], Callable[[Request, Any], Coroutine[Any, Any, Response]]] = {
    404: no_such_path,
    405: method_not_allowed,
}
