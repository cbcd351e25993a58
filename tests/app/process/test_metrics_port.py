"""Metrics on a port of their own."""

import signal

import httpx
import pytest

from app.metrics import Metrics
from app.process.metrics_port import exposed
from app.process.serving import bound
from app.settings import Server

pytestmark = pytest.mark.anyio


@pytest.fixture
def port() -> int:
    with bound("127.0.0.1", 0) as free:
        found: int = free.getsockname()[1]
        return found


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
