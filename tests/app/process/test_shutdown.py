"""How the gateway ends: real processes, real signals."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Queue
from typing import Any

import httpx
import pytest
import uvicorn
from uvicorn.config import STARTUP_FAILURE

from app import logs
from app.ending import Ending
from app.process.reloading import Reloading
from app.process.serving import address, bound
from app.process.shutdown import Server
from app.resources import Resources
from app.settings import load
from resolvers.vendors import VENDORS
from resolvers.vendors.stand_in import StandIn
from resolvers.vendors.wimpel.sandbox import stand_in
from tests.app.running import SECONDS, Gate, Running, asked, configured, running, started
from tests.app.serving import serving

pytestmark = [pytest.mark.anyio, pytest.mark.long]


@dataclass
class Shop:
    url: str
    gate: Gate
    far_end: StandIn


@pytest.fixture
async def shop(anyio_backend: str) -> AsyncIterator[Shop]:
    """One that answers once its gate is opened."""
    far_end = stand_in()
    far_end.gate = gate = Gate()
    async with serving(far_end) as url:
        yield Shop(url, gate, far_end)
        gate.set()


async def asking(gateway: Running, shop: Shop) -> "asyncio.Task[httpx.Response]":
    """A query that is under way, at the shop."""
    asking = asyncio.create_task(gateway.ask())
    await shop.gate.reached.wait()
    return asking


@pytest.mark.parametrize(("sig", "workers"), [(signal.SIGTERM, 1), (signal.SIGINT, 2)])
async def test_what_is_under_way_is_answered_whole(
    tmp_path: Path, shop: Shop, sig: signal.Signals, workers: int
) -> None:
    async with running(configured(tmp_path, shop.url), workers) as gateway:
        under_way = await asking(gateway, shop)
        gateway.told(sig)
        await gateway.says("Shutting down", times=workers)
        ready = await gateway.ready()
        shop.gate.set()
        answer = await under_way
        code = await gateway.ended()

    assert ready == 0
    assert [each["status"] for each in answer.json()["data"]["orders"]["sources"]] == ["OK"]
    assert answer.headers["connection"] == "close"
    assert code == 0
    assert "Traceback" not in gateway.log


@pytest.mark.parametrize(("sig", "workers"), [(signal.SIGINT, 1), (signal.SIGTERM, 2)])
async def test_while_it_drains_it_is_not_ready_and_answers_and_a_second_signal_ends_it(
    tmp_path: Path, shop: Shop, sig: signal.Signals, workers: int
) -> None:
    shop.gate.set()
    async with running(configured(tmp_path, shop.url, drain=60, grace=60), workers) as gateway:
        before = await gateway.ready()
        gateway.told(sig)
        while (ready := await gateway.ready()) == 200:
            pass
        answer = await gateway.ask()
        gateway.told(sig)
        code = await gateway.ended()

    assert (before, ready, answer.status_code) == (200, 503, 200)
    assert code == 128 + sig
    assert "Traceback" not in gateway.log


async def test_what_is_not_done_within_the_grace_holds_nobody_up(tmp_path: Path, shop: Shop) -> None:
    async with running(configured(tmp_path, shop.url, grace=1)) as gateway:
        under_way = await asking(gateway, shop)
        gateway.told(signal.SIGTERM)
        code = await gateway.ended()
        await asyncio.wait([under_way])

    assert code == 0
    assert "Traceback" not in gateway.log


async def test_what_is_not_done_within_the_grace_is_cut_off_and_told_so(tmp_path: Path, shop: Shop) -> None:
    """In this process, that does not end: however slow it is, there is time to say so."""
    settings, ending, left = load(configured(tmp_path, shop.url), {}, vendors=VENDORS), Ending(drain=0, grace=1), []
    app = Reloading(settings, lambda: settings, Resources(settings, ending=ending), no_hangups)
    server = Server(uvicorn.Config(app, lifespan="on", **logs.UVICORN), ending, left.append)
    with bound("127.0.0.1", 0) as taken:
        serves = asyncio.create_task(server.serve([taken]))
        under_way = asyncio.create_task(asked(address(taken)))
        await shop.gate.reached.wait()
        server.handle_exit(signal.SIGTERM, None)
        answer = await under_way
        await serves

    assert (answer.status_code, error_codes(answer.json())) == (503, ["OVERLOADED"])
    assert set(left) <= {0}


@contextmanager
def no_hangups() -> Iterator[AsyncIterator[object]]:
    async def none() -> AsyncIterator[object]:
        yield await asyncio.Event().wait()

    yield none()


async def test_workers_end_with_their_supervisor(tmp_path: Path, shop: Shop) -> None:
    async with running(configured(tmp_path, shop.url), workers=2) as gateway:
        gateway.told(signal.SIGKILL)
        await gateway.says("Finished server process", times=2)

        assert await gateway.ready() == 0


async def test_a_worker_that_hangs_holds_nobody_up(tmp_path: Path, shop: Shop) -> None:
    async with running(configured(tmp_path, shop.url, grace=0), workers=2) as gateway:
        os.kill(gateway.served_by()[0], signal.SIGSTOP)
        gateway.told(signal.SIGTERM)
        code = await gateway.ended()

    assert code == 0


async def test_workers_that_can_t_start_end_it(tmp_path: Path, shop: Shop) -> None:
    """The state's place is taken by a folder, which is found out where it is opened."""
    (tmp_path / "gateway.db").mkdir()
    async with started(configured(tmp_path, shop.url), workers=2) as gateway:
        code = await gateway.ended()

    assert code == STARTUP_FAILURE
    assert "Application startup failed" in gateway.log


@pytest.mark.parametrize("sig", [signal.SIGTERM, signal.SIGINT])
def test_a_first_signal_lets_what_is_under_way_end_and_a_second_does_not(sig: signal.Signals) -> None:
    left: list[int] = []
    ending = Ending(drain=0, grace=20)
    server = Server(uvicorn.Config(lambda: None, log_config=None), ending, left.append)

    server.handle_exit(sig, None)
    assert (ending.has_begun, left) == (True, [])
    server.handle_exit(sig, None)
    assert left == [128 + sig]


def test_whatever_holds_it_up_it_leaves_once_the_grace_is_over() -> None:
    left: Queue[int] = Queue()
    server = Server(uvicorn.Config(lambda: None, log_config=None), Ending(drain=0, grace=0), left.put)
    server.handle_exit(signal.SIGTERM, None)

    assert left.get(timeout=SECONDS) == 0


def error_codes(answer: Any) -> list[str]:
    return [error["extensions"]["code"] for error in answer["errors"]]
