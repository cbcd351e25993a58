"""Several workers: whichever is asked tells of all, and so does the supervisor's own port."""

import asyncio
import os
import re
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from app.process.worker_metrics import WorkerMetrics, shared
from app.settings import Server
from app.settings_metrics import VARIABLE
from resolvers.vendors.call import Kind
from resolvers.vendors.wimpel.sandbox import stand_in
from tests import ports
from tests.app.running import Running, configured, running
from tests.app.serving import serving

pytestmark = pytest.mark.anyio
ASKED = 12
PID = re.compile(r"Started server process \[(\d+)\]")


@pytest.fixture
def port() -> Iterator[int]:
    with ports.kept() as port:
        yield port


@pytest.fixture
async def gateway(tmp_path: Path, port: int) -> AsyncIterator[Running]:
    async with AsyncExitStack() as stack:
        shop = await stack.enter_async_context(serving(stand_in(orders=5, customers=2)))
        config = configured(tmp_path, shop, metrics_port=port)
        yield await stack.enter_async_context(running(config, workers=2))


async def told(port: int) -> dict[str, float]:
    """Sums by the samples' names."""
    async with httpx.AsyncClient(trust_env=False) as http:
        text = (await http.get(f"http://127.0.0.1:{port}/metrics", timeout=60)).text
    sums: dict[str, float] = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            sums[sample.name] = sums.get(sample.name, 0) + sample.value
    return sums


async def test_the_supervisors_port_tells_of_all_workers_also_of_one_that_has_died(gateway: Running, port: int) -> None:
    await asyncio.gather(*(gateway.ask() for _ in range(ASKED)))
    before = await told(port)
    os.kill(int(PID.findall(gateway.log)[-1]), signal.SIGKILL)
    await gateway.says("worker_died")
    after = await told(port)

    assert before["graphql_server_operation_duration_seconds_count"] == ASKED
    assert before["http_client_request_duration_seconds_count"] > 0
    assert before["gateway_circuits"] == 2 * len(Kind)
    assert after["graphql_server_operation_duration_seconds_count"] == ASKED


def test_what_a_dead_worker_had_under_way_is_forgotten_and_its_counts_are_not(tmp_path: Path) -> None:
    for name in ("gauge_livesum_7.db", "gauge_livesum_8.db", "counter_7.db", "histogram_7.db"):
        (tmp_path / name).touch()

    WorkerMetrics(tmp_path).forget(7)

    assert {path.name for path in tmp_path.iterdir()} == {"gauge_livesum_8.db", "counter_7.db", "histogram_7.db"}


def test_a_directory_lasts_as_long_as_its_workers() -> None:
    before = os.environ.get(VARIABLE)
    with shared(Server(), None):
        directory = Path(os.environ[VARIABLE])
        is_there = directory.is_dir()
    is_left, told_after = directory.exists(), os.environ.get(VARIABLE)

    assert is_there
    assert not is_left
    assert told_after == before
