"""POST and GET /graphql: queries for programs, the explorer for browsers, the schema's text for code generators."""

import orjson
from fastapi import APIRouter, Request
from fastapi.routing import APIWebSocketRoute
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from strawberry.fastapi import GraphQLRouter
from strawberry.http.base import BaseRequestProtocol

from app import graphiql
from app.graphql import operation, schema, sdl
from resolvers.context import Context
from resolvers.gateway import Gateway
from schema.field import Scope

PATH = "/graphql"


class Endpoint(GraphQLRouter[Context, None]):
    """Answers are written by orjson: a vendor's raw JSON goes through as it came."""

    def encode_json(self, data: object) -> bytes:
        return orjson.dumps(data)

    def should_render_graphql_ide(self, request: BaseRequestProtocol) -> bool:
        """For a browser that navigates here, not for a program that takes anything."""
        wants_page = "text/html" in request.headers.get("accept", "")
        return request.method == "GET" and "query" not in request.query_params and wants_page

    async def render_graphql_ide(self, request: Request) -> HTMLResponse:
        page = graphiql.page()
        page.headers["Vary"] = "Accept"
        return page  # type: ignore[return-value]


def router(granted: frozenset[Scope]) -> APIRouter:
    """For callers with these scopes. There are no subscriptions, and so no WebSocket."""
    endpoint = Endpoint(schema(granted), path=PATH, context_getter=_context)
    endpoint.routes[:] = [route for route in endpoint.routes if not isinstance(route, APIWebSocketRoute)]
    endpoint.add_api_route(f"{PATH}/schema.graphql", _schema_text, include_in_schema=False)
    return endpoint


def _context(request: Request) -> Context:
    gateway: Gateway = request.app.state.gateway
    return operation(gateway)


async def _schema_text() -> Response:
    return PlainTextResponse(sdl())
