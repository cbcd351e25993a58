"""Requests as they are counted."""

import anyio
import pytest
from prometheus_client import CollectorRegistry
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.edge.disconnect import CancelOnDisconnect
from app.metrics.requests import Measured, Requests

pytestmark = pytest.mark.anyio

COUNT = "http_server_request_duration_seconds_count"
ROUTE = {"http_request_method": "GET", "http_route": "/graphql"}


async def counted(app: ASGIApp, *received: Message) -> CollectorRegistry:
    """The metrics after one request, whose client sends these messages and disconnects."""
    messages = iter(received)

    async def receive() -> Message:
        return next(messages, {"type": "http.disconnect"})

    async def send(message: Message) -> None:
        pass

    registry = CollectorRegistry()
    scope = {"type": "http", "method": "GET", "path": "/graphql", "headers": []}
    await Measured(app, Requests(registry))(scope, receive, send)
    return registry


async def hanging(scope: Scope, receive: Receive, send: Send) -> None:
    await anyio.sleep_forever()


async def test_a_client_that_disconnects_is_no_failure_of_the_gateway() -> None:
    registry = await counted(CancelOnDisconnect(hanging), {"type": "http.request"})

    assert registry.get_sample_value(COUNT, {**ROUTE, "http_response_status_code": ""}) == 1
    assert registry.get_sample_value(COUNT, {**ROUTE, "http_response_status_code": "500"}) is None


async def test_a_response_is_counted_by_its_status() -> None:
    registry = await counted(PlainTextResponse("busy", 503))

    assert registry.get_sample_value(COUNT, {**ROUTE, "http_response_status_code": "503"}) == 1
    assert registry.get_sample_value("http_server_active_requests") == 0
