"""/graphql: operations for programs, GraphiQL for browsers, the SDL for code generators."""

from starlette.convertors import Convertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from app.auth import addresses
from app.edge import body, deadline, graphiql, media, origins, request_id, responses
from app.edge.request import from_body, from_url
from app.graphql import sdl
from app.operations.execution import GraphQLResponse
from app.operations.request import GraphQLRequest, RequestContext
from app.operations.running import Operations
from app.refusal import Refusal, bad_request
from app.settings import Settings
from resolvers.explain import Explain

PATH = "/graphql"
METHODS = ("GET", "POST")
EXPLAIN = "X-Gateway-Explain"
VARY = f"Accept, Authorization, X-Api-Key, {EXPLAIN}, {deadline.HEADER}"
HTML = "text/html"


class Sha256(Convertor[str]):
    """A document's id in a path."""

    # \Z, because starlette ends a path with $, which a line feed may follow.
    regex = r"(?:sha256:)?[0-9a-f]{64}\Z"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("sha256", Sha256())


class Endpoint:
    """An ASGI application, so that starlette does not add HEAD: it would execute a query for nothing."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        _check_method(request)
        response = graphiql.page() if self._wants_page(request) else await self._answered(request)
        response.headers["Vary"] = VARY
        await response(scope, receive, send)

    def _wants_page(self, request: Request) -> bool:
        """A browser that navigates here, not a program that accepts anything."""
        has_operation = request.query_params or request.path_params
        if self._settings.server.public or request.method != "GET" or has_operation:
            return False
        offered = (media.JSON, media.GRAPHQL, HTML)
        return media.best(media.accepted(request.headers), offered) == HTML

    async def _answered(self, request: Request) -> Response:
        accept = media.accepted(request.headers)
        try:
            kind = media.negotiated(accept)
            answer = await self._run(request)
        except Refusal as refusal:
            return _refused(refusal, media.preferred(accept))
        return _batch(answer, kind) if isinstance(answer, list) else _single(answer, kind)

    async def _run(self, request: Request) -> GraphQLResponse | list[GraphQLResponse]:
        if request.method == "GET":
            origins.check(request.headers, self._settings.server.cors, self._settings.server.public_url)
        operations: Operations = request.app.state.operations
        context = await _context(request)
        parsed = await self._parsed(request)
        if isinstance(parsed, list):
            return await operations.run_batch(parsed, context)
        return await operations.run(parsed, context)

    async def _parsed(self, request: Request) -> GraphQLRequest | list[GraphQLRequest]:
        id = request.path_params.get("id")
        if request.method == "GET":
            return from_url(request.query_params, id)
        given = await body.json(request, self._settings.limits.body_bytes)
        return from_body(given, self._settings.server.batch_limit, id)


def routes(settings: Settings) -> list[Route]:
    endpoint = Endpoint(settings)
    schema_text = [] if settings.server.public else [Route(f"{PATH}/schema.graphql", _schema_text)]
    return [Route(PATH, endpoint), *schema_text, Route(f"{PATH}/{{id:sha256}}", endpoint)]


async def _schema_text(request: Request) -> Response:
    return PlainTextResponse(sdl())


async def _context(request: Request) -> RequestContext:
    state = request.app.state
    return RequestContext(
        state.gateway,
        await state.callers.identify(request.headers, addresses.of(request.scope)),
        request_id.of(request.scope),
        only_queries=request.method == "GET",
        explain=_explain(request.headers.get(EXPLAIN)),
    )


def _check_method(request: Request) -> None:
    """Raises what starlette itself raises for other paths."""
    if request.method not in METHODS:
        raise HTTPException(405, headers={"Allow": ", ".join(METHODS)})


def _explain(given: str | None) -> Explain | None:
    """Raises a Refusal."""
    if given is None:
        return None
    if given not in {each.value for each in Explain}:
        raise bad_request(f"{EXPLAIN} must be plan or run.")
    return Explain(given)


def _single(answer: GraphQLResponse, kind: str) -> Response:
    return responses.json(answer.body, kind, headers=responses.NO_STORE if "errors" in answer.body else None)


def _batch(answers: list[GraphQLResponse], kind: str) -> Response:
    """Always 200. Retry-After is the longest wait of those that were rate-limited."""
    response = responses.json([each.body for each in answers], kind)
    if waits := [each.retry_after for each in answers if each.retry_after]:
        response.headers["Retry-After"] = str(max(waits))
    return response


def _refused(refusal: Refusal, kind: str) -> Response:
    status = refusal.status if refusal.is_http or kind == media.GRAPHQL else 200
    return responses.json({"errors": refusal.errors}, kind, status, responses.NO_STORE | refusal.headers)
