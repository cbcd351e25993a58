"""Whether the process lives, and whether it can serve."""

import pytest

from resolvers.vendors.call import Kind
from resolvers.vendors.stand_in import Faults
from tests.graph.conftest import Graph

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]


async def test_a_process_that_runs_is_live_and_ready_and_asks_nobody(graph: Graph) -> None:
    live, ready = await graph.http.get("/health/live"), await graph.http.get("/health/ready")

    assert (live.status_code, live.json()) == (200, {"status": "live"})
    assert (ready.status_code, ready.json()["status"]) == (200, "ready")
    assert [answer.headers["cache-control"] for answer in (live, ready)] == ["no-store"] * 2
    assert graph.calls() == {}


async def test_a_backend_that_is_down_makes_the_gateway_no_less_ready(graph: Graph) -> None:
    graph.far_ends["wimpel"].faults = Faults(status=500)
    await graph.ask("{ orders { nodes { id } } }")

    ready = await graph.http.get("/health/ready")

    assert ready.status_code == 200
    assert {id: told["health"] for id, told in ready.json()["backends"].items()} == {
        "cloudsuite": "UP",
        "logictrade": "UP",
        "obapi": "UP",
        "vdh_solar": "UNKNOWN",
        "wimpel": "DEGRADED",
    }


async def test_ready_tells_which_circuits_of_a_backend_are_not_closed(graph: Graph) -> None:
    circuit = graph.gateway.backends["wimpel"].upstream.circuits[Kind.READ]
    for _ in range(20):
        circuit.attempt().failed()

    backends = (await graph.http.get("/health/ready")).json()["backends"]

    assert backends["wimpel"]["circuits"] == {"read": "OPEN"}
    assert backends["obapi"]["circuits"] == {}
