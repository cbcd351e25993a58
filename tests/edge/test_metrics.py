"""What is counted, under which names, and where it can be read."""

import signal
import socket

import httpx
import pytest

from app.metrics import MOST_NAMES
from tests.edge.conftest import OpenDoor
from tests.edge.door import Door

pytestmark = pytest.mark.anyio


async def metrics(door: Door) -> list[str]:
    response = await door.http.get("/metrics")
    assert response.headers["content-type"].startswith("text/plain")
    return response.text.splitlines()


async def test_operations_errors_calls_and_requests_are_counted(door: Door) -> None:
    await door.ask('query Newest { orders(first: 1, where: {backends: ["wimpel"]}) { nodes { id } } }')
    await door.ask("{ nothing }")

    told = await metrics(door)

    newest = 'client="anonymous",graphql_operation_name="Newest",graphql_operation_type="query"'
    assert f"graphql_server_operation_duration_seconds_count{{{newest}}} 1.0" in told
    assert 'graphql_server_errors_total{error_type="GRAPHQL_VALIDATION_FAILED"} 1.0' in told
    assert f'order_gateway_upstream_calls_total{{backend="wimpel"}} {float(door.calls)}' in told
    route = 'http_request_method="POST",http_response_status_code="200",http_route="/graphql"'
    assert f"http_server_request_duration_seconds_count{{{route}}} 2.0" in told
    assert "http_server_active_requests 1.0" in told


async def test_names_that_strangers_choose_make_no_endless_series(door: Door) -> None:
    for at in range(MOST_NAMES + 20):
        await door.ask(f"query Name{at} {{ __typename }}")
        if at < 20:
            await door.http.request(f"VERB{at}", f"/path/{at}")

    told = await metrics(door)

    counts = [line for line in told if line.startswith("graphql_server_operation_duration_seconds_count")]
    assert len(counts) == MOST_NAMES + 1
    assert len([line for line in told if line.startswith("http_server_request_duration_seconds_count")]) == 2


async def test_a_public_gateway_tells_strangers_nothing(open_door: OpenDoor) -> None:
    door = await open_door(server={"anonymous_scopes": ["orders:read"], "public": True})

    assert (await door.http.get("/metrics")).status_code == 404


async def test_on_a_port_of_their_own_they_are_not_on_the_other(open_door: OpenDoor) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    before = signal.getsignal(signal.SIGTERM)
    door = await open_door(server={"anonymous_scopes": ["orders:read"], "metrics_port": port})

    async with httpx.AsyncClient() as http:
        there = await http.get(f"http://127.0.0.1:{port}/metrics")
    here = await door.http.get("/metrics")

    assert "http_server_active_requests" in there.text
    assert here.status_code == 404
    assert signal.getsignal(signal.SIGTERM) == before
