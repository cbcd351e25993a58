"""What starlette refuses, answered like every other error: an unknown path, a method that a path does not have."""

from collections.abc import Callable, Coroutine
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from app.edge import responses
from app.refusal import bad_request, not_found

Handler = Callable[[Request, Any], Coroutine[Any, Any, Response]]
READ = "GET, HEAD"
"""The methods of static files, for which starlette sends no Allow."""


def no_such_path(hint: str) -> Handler:
    async def answer(request: Request, error: HTTPException) -> Response:
        return responses.refused(not_found(f"There is nothing at this path; {hint}."), request.headers)

    return answer


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


def with_hint(hint: str) -> dict[int | type[Exception], Handler]:
    """The handlers of an application. `hint`: what a 404 says, such as "the graph is at /graphql"."""
    return {404: no_such_path(hint), 405: method_not_allowed}
