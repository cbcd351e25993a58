"""Metrics on a port of their own."""

import asyncio
import signal
from collections.abc import Iterator

import httpx
import pytest

from app.metrics import Metrics
from app.process.metrics_port import application, exposed
from app.process.serving import bound
from app.settings import Server
from tests import ports
from tests.over import client

pytestmark = pytest.mark.anyio


@pytest.fixture
def port() -> Iterator[int]:
    with ports.kept() as port:
        yield port


async def test_they_are_there_as_long_as_the_process_serves_and_its_signals_stay_its_own(port: int) -> None:
    before = signal.getsignal(signal.SIGTERM)

    async with exposed(Metrics(), Server(metrics_port=port)), httpx.AsyncClient(trust_env=False) as http:
        told = await http.get(f"http://127.0.0.1:{port}/metrics")
        during = signal.getsignal(signal.SIGTERM)
    with bound("127.0.0.1", port):
        pass

    assert "http_server_active_requests" in told.text
    assert during == before


async def test_a_port_that_is_taken_is_told() -> None:
    with bound("127.0.0.1", 0) as taken, pytest.raises(OSError, match="in use"):
        async with exposed(Metrics(), Server(metrics_port=taken.getsockname()[1])):
            pass


async def test_who_says_nothing_there_is_hung_up_on(port: int) -> None:
    async with exposed(Metrics(), Server(metrics_port=port, header_timeout=0.01)):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        heard = await reader.read()
        writer.close()

    assert heard == b""


@pytest.mark.parametrize(
    ("method", "path", "status", "message"),
    [
        ("GET", "/graphql", 404, "There is nothing at this path; the metrics are at /metrics."),
        ("GET", "/metrics/", 404, "There is nothing at this path; the metrics are at /metrics."),
        ("POST", "/metrics", 405, "The methods of this path are GET, HEAD."),
    ],
)
async def test_what_is_not_there_is_answered_as_it_is_on_the_public_port(
    method: str, path: str, status: int, message: str
) -> None:
    async with client(application(Metrics())) as http:
        answer = await http.request(method, path)

    assert answer.status_code == status
    assert [error["message"] for error in answer.json()["errors"]] == [message]
