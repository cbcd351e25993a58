"""/graphql: operations for programs, the explorer for browsers, the schema's text for code generators."""

import re
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from app.auth import addresses
from app.edge import body, graphiql, media, origins, request_id
from app.edge.request import Operation, from_address, from_json
from app.graphql import sdl
from app.operations import throttle
from app.operations.execution import Outcome
from app.operations.running import Asking, Operations
from app.refusal import Refusal, bad_request
from app.settings import Settings
from resolvers.explain import Explain

PATH = "/graphql"
METHODS = ("GET", "POST")
EXPLAIN = "X-Gateway-Explain"
VARY = "Accept, Authorization, X-Api-Key"
HTML = "text/html"
SHA256 = re.compile("(sha256:)?[0-9a-f]{64}")


class Endpoint:
    """An ASGI application, so that every method comes here and is answered in our words."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._respond(Request(scope, receive))
        response.headers["Vary"] = VARY
        await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response:
        if self._wants_page(request):
            return graphiql.page()
        kind = media.JSON
        try:
            _check_method(request)
            kind = media.negotiated(request.headers.get("accept"))
            return _answer(await self._carried_out(request), kind)
        except Refusal as refusal:
            return _refused(refusal, kind)

    def _wants_page(self, request: Request) -> bool:
        """A browser that navigates here, not a program that takes anything."""
        if self._settings.server.public or request.method != "GET" or request.query_params:
            return False
        offered = (media.JSON, media.GRAPHQL, HTML)
        return media.best(request.headers.get("accept"), offered) == HTML

    async def _carried_out(self, request: Request) -> Outcome | list[Outcome]:
        is_get = request.method == "GET"
        if is_get:
            origins.check(request.headers, self._settings.server.cors, self._settings.server.public_url)
        state = request.app.state
        caller = await state.callers.identify(request.headers, addresses.of(request.scope))
        asking = Asking(
            state.gateway,
            caller,
            request_id.of(request.scope),
            only_queries=is_get,
            explain=_explain(request.headers.get(EXPLAIN)),
        )
        operations: Operations = state.operations
        asked = await self._asked(request)
        if isinstance(asked, list):
            return await operations.batch(asked, asking)
        return await operations.one(asked, asking)

    async def _asked(self, request: Request) -> Operation | list[Operation]:
        id = request.path_params.get("id")
        if id is not None and not SHA256.fullmatch(id):
            raise bad_request("There is nothing here.", 404)
        if request.method == "GET":
            return from_address(request.query_params, id)
        given = await body.json(request, self._settings.limits.body_bytes)
        return from_json(given, self._settings.server.batch_limit, id)


def routes(settings: Settings) -> list[Route]:
    endpoint = Endpoint(settings)
    text = [] if settings.server.public else [Route(f"{PATH}/schema.graphql", _schema_text)]
    return [Route(PATH, endpoint), *text, Route(f"{PATH}/{{id}}", endpoint)]


async def _schema_text(request: Request) -> Response:
    return PlainTextResponse(sdl())


def _explain(asked: str | None) -> Explain | None:
    """Raises a Refusal for a word that is none."""
    if asked is None:
        return None
    if asked not in {each.value for each in Explain}:
        raise bad_request(f"{EXPLAIN} is plan or run.")
    return Explain(asked)


def _check_method(request: Request) -> None:
    if request.method not in METHODS:
        raise bad_request("Operations are asked for by GET or POST.", 405, {"Allow": ", ".join(METHODS)})


def _answer(outcome: Outcome | list[Outcome], kind: str) -> Response:
    """A batch is 200 whatever became of its operations, and says when all that were asked too often may be again."""
    if not isinstance(outcome, list):
        return _written(outcome.body, kind, outcome.status if kind == media.GRAPHQL else 200)
    response = _written([each.body for each in outcome], kind, 200)
    if waits := [wait for each in outcome for wait in throttle.waits(each.body)]:
        response.headers["Retry-After"] = str(max(waits))
    return response


def _refused(refusal: Refusal, kind: str) -> Response:
    status = refusal.status if refusal.is_http or kind == media.GRAPHQL else 200
    response = _written({"errors": refusal.errors}, kind, status)
    response.headers.update(refusal.headers)
    return response


def _written(data: Any, kind: str, status: int) -> Response:
    """By orjson: a vendor's raw JSON goes through as it came."""
    return Response(orjson.dumps(data), status, media_type=f"{kind}; charset=utf-8")
