"""Whether the process lives, and whether it can serve."""

import pytest

from resolvers.vendors.stand_in import Faults
from tests.graph.conftest import Graph

pytestmark = pytest.mark.anyio


async def test_a_process_that_runs_is_live_and_ready_and_asks_nobody(graph: Graph) -> None:
    live, ready = await graph.http.get("/health/live"), await graph.http.get("/health/ready")

    assert (live.status_code, live.json()) == (200, {"status": "live"})
    assert (ready.status_code, ready.json()["status"]) == (200, "ready")
    assert graph.calls() == {}


async def test_a_backend_that_is_down_makes_the_gateway_no_less_ready(graph: Graph) -> None:
    graph.far_ends["wimpel"].faults = Faults(status=500)
    await graph.ask("{ orders { nodes { id } } }")

    ready = await graph.http.get("/health/ready")

    assert ready.status_code == 200
    assert ready.json()["backends"] == {
        "cloudsuite": "UP",
        "logictrade": "UP",
        "obapi": "UP",
        "vdh_solar": "UNKNOWN",
        "wimpel": "DEGRADED",
    }
