"""order-gateway as it is run: in a process of its own, over real sockets."""

import asyncio
import os
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.graphql import sdl
from resolvers.vendors import VENDORS
from resolvers.vendors.stand_in import SECRET
from tests.app.running import ADDRESS, SECONDS, printed, toml
from tests.waiting import NO_HURRY

pytestmark = [pytest.mark.anyio, pytest.mark.long]

ROOT = Path(__file__).parents[2]
ASKED = {"query": "{ orders(first: 3) { nodes { id } } }"}


@dataclass
class Ended:
    code: int
    said: str
    complained: str


def environment(folder: Path) -> dict[str, str]:
    """Nothing of the caller's own configuration."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ORDER_GATEWAY")}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "default"}


async def start(folder: Path, *arguments: str) -> Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "app", *arguments, cwd=folder, env=environment(folder), stdout=PIPE, stderr=PIPE
    )


async def end(process: Process) -> Ended:
    async with asyncio.timeout(SECONDS):
        said, complained = await process.communicate()
    assert process.returncode is not None
    return Ended(process.returncode, said.decode(), complained.decode())


async def run(folder: Path, *arguments: str) -> Ended:
    return await end(await start(folder, *arguments))


@asynccontextmanager
async def running(folder: Path, *arguments: str) -> AsyncIterator[tuple[Process, str]]:
    """The process and the address that it printed."""
    process = await start(folder, *arguments)
    try:
        yield process, await printed(process)
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


def asking(**given: Any) -> httpx.AsyncClient:
    return httpx.AsyncClient(timeout=SECONDS, trust_env=False, **given)


def configured(folder: Path, url: str, more: str = toml(NO_HURRY)) -> Path:
    path = folder / "gateway.toml"
    path.write_text(
        f'[server]\nanonymous_scopes = ["orders:read"]\n[state]\nurl = "sqlite:///{folder}/gateway.db"\n'
        f'[[backends]]\nid = "shop"\nvendor = "cloudsuite"\nurl = "{url}"\nsecret = "{SECRET}"\n{more}'
    )
    return path


# ---------------------------------------------------------------- schema


async def test_schema_prints_the_schema_and_nothing_else(tmp_path: Path) -> None:
    ended = await run(tmp_path, "schema")

    assert (ended.code, ended.said, ended.complained) == (0, sdl(), "")


# ---------------------------------------------------------------- dev and sandbox


@pytest.mark.parametrize("sig", [signal.SIGINT, signal.SIGTERM])
async def test_dev_answers_with_orders_of_the_vendors_and_ends_quietly(tmp_path: Path, sig: signal.Signals) -> None:
    async with running(tmp_path, "dev", "--port", "0") as (process, address), asking() as http:
        answer = (await http.post(address, json=ASKED)).json()
        process.send_signal(sig)
        ended = await end(process)

    assert len(answer["data"]["orders"]["nodes"]) == 3
    assert ended.code in (0, -sig, 130)
    assert "Traceback" not in ended.complained
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("sig", [signal.SIGINT, signal.SIGTERM])
async def test_sandbox_answers_as_the_vendors_do_and_ends_quietly(tmp_path: Path, sig: signal.Signals) -> None:
    async with running(tmp_path, "sandbox", "--port", "0") as (process, address), asking() as http:
        answer = await http.get(f"{address}/api/order/27", headers={"Authorization": f"Bearer {SECRET}"})
        refused = await http.get(f"{address}/api/order/27")
        process.send_signal(sig)
        ended = await end(process)

    assert answer.json()["reference"] == "CS26"
    assert refused.status_code == 401
    assert len(ADDRESS.findall(ended.said)) == len(VENDORS) - 1
    assert ended.code in (0, -sig, 130)
    assert "Traceback" not in ended.complained


ORDER = "/api/order/27"


@pytest.mark.parametrize("faults", [{"latency": 10_000}, {"drip": 10_000}], ids=["hangs", "drips"])
async def test_sandbox_ends_while_it_keeps_somebody_waiting(tmp_path: Path, faults: dict[str, float]) -> None:
    async with running(tmp_path, "sandbox", "--port", "0") as (process, address):
        url, headers = httpx.URL(address), {"Authorization": f"Bearer {SECRET}"}
        async with asking(base_url=url, headers=headers) as http:
            await http.put("/_faults", json={**faults, "paths": ORDER})
            reader, writer = await asyncio.open_connection(url.host, url.port)
            writer.write(
                f"GET {url.path}{ORDER} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {SECRET}\r\n\r\n".encode()
            )
            await http.get("/api/order/28")  # When this is answered, the other has been heard.
        process.send_signal(signal.SIGTERM)
        ended = await end(process)
        writer.close()

    assert ended.code in (0, -signal.SIGTERM)
    assert "[error" not in ended.complained


# ---------------------------------------------------------------- serve


@pytest.mark.parametrize("sig", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("workers", ["1", "2"])
async def test_serve_answers_at_the_printed_address_and_ends_quietly(
    tmp_path: Path, sig: signal.Signals, workers: str
) -> None:
    config = str(configured(tmp_path, "http://127.0.0.1:9"))
    arguments = ("serve", "--config", config, "--port", "0", "--workers", workers)
    async with running(tmp_path, *arguments) as (process, address), asking() as http:
        answer = await http.post(address, json={"query": "{ backends { id } }"})
        process.send_signal(sig)
        ended = await end(process)

    assert answer.json()["data"] == {"backends": [{"id": "shop"}]}
    assert ended.code in (0, -sig, 130)
    assert "Traceback" not in ended.complained


async def test_serve_with_a_wrong_file_names_every_fault_and_exits_2(tmp_path: Path) -> None:
    config = configured(tmp_path, "nowhere", 'vendr = "x"\ntimeout = "soon"\n')

    ended = await run(tmp_path, "serve", "--config", str(config))

    assert ended.code == 2
    assert all(key in ended.complained for key in ("backends[0].url", "backends[0].vendr", "backends[0].timeout"))
    assert "Traceback" not in ended.complained
    assert SECRET not in ended.complained


async def test_serve_without_a_file_says_which_it_looked_for_and_exits_2(tmp_path: Path) -> None:
    ended = await run(tmp_path, "serve")

    assert ended.code == 2
    assert "gateway.toml" in ended.complained
    assert "Traceback" not in ended.complained


@pytest.mark.parametrize("command", ["serve", "dev", "sandbox"])
async def test_a_port_in_use_is_a_plain_sentence(tmp_path: Path, command: str) -> None:
    configured(tmp_path, "http://127.0.0.1:9")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = await run(tmp_path, command, "--port", port)

    assert ended.code == 1
    assert ended.complained == f"Can't listen on 127.0.0.1 port {port}: Address already in use\n"


# ---------------------------------------------------------------- check


@pytest.fixture
async def vendors(tmp_path: Path) -> AsyncIterator[str]:
    """The address of the sandbox's first vendor."""
    async with running(tmp_path, "sandbox", "--port", "0") as (_, address):
        yield address


async def test_check_exits_0_where_every_backend_answers(tmp_path: Path, vendors: str) -> None:
    config = configured(tmp_path, vendors)

    ended = await run(tmp_path, "check", "--config", str(config))

    assert (ended.code, ended.complained) == (0, "")
    assert "shop" in ended.said
    assert "ORDER_BY_EXTERNAL_NUMBER" in ended.said


async def test_check_exits_1_where_a_backend_fails(tmp_path: Path) -> None:
    config = configured(tmp_path, "http://127.0.0.1:9")

    ended = await run(tmp_path, "check", "--config", str(config))

    assert ended.code == 1
    assert "BACKEND_UNAVAILABLE" in ended.said
    assert "Traceback" not in ended.complained


async def test_check_exits_2_where_the_file_is_wrong(tmp_path: Path) -> None:
    config = configured(tmp_path, "nowhere")

    ended = await run(tmp_path, "check", "--config", str(config))

    assert ended.code == 2
    assert "backends[0].url" in ended.complained
