"""A gateway in processes of its own, and what it says; a gate at which a far end waits."""

import asyncio
import os
import re
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Literal

import httpx

from resolvers.vendors.stand_in import SECRET
from tests.canaries import WATCH
from tests.waiting import NO_HURRY

SECONDS = 60
"""For what takes two, on a machine with time."""
PATIENT = {"deadline": SECONDS, "grace": SECONDS}
"""No time of the gateway's own ends what a test lets go on, as long as all stand still for no longer than that."""
ADDRESS = re.compile(r"http://[\d.:]+(/\w+)?")
ORDERS: dict[str, Any] = {"query": "{ orders(first: 3) { nodes { number } sources { status } } }"}


class Gate(asyncio.Event):
    """Tells when somebody stands before it."""

    def __init__(self) -> None:
        super().__init__()
        self.reached = asyncio.Event()

    async def wait(self) -> Literal[True]:
        self.reached.set()
        return await super().wait()


class Running:
    """`log`: what was read so far of what it says."""

    def __init__(self, process: Process, url: str, config: Path) -> None:
        self.process = process
        self.url = url
        self.config = config
        self.log = ""

    async def ask(self, body: dict[str, Any] = ORDERS) -> httpx.Response:
        """On a connection of its own."""
        return await asked(self.url, body)

    async def ready(self) -> int:
        """The status; 0 where nobody listens."""
        async with httpx.AsyncClient(base_url=self.url, timeout=SECONDS, trust_env=False) as client:
            with suppress(httpx.TransportError):
                return (await client.get("/health/ready")).status_code
        return 0

    async def says(self, words: str, times: int = 1) -> str:
        """The last of so many lines with these words."""
        assert self.process.stderr is not None
        async with asyncio.timeout(SECONDS):
            while times:
                line = (await self.process.stderr.readline()).decode()
                assert line, self.log
                self.log += line
                times -= words in line
        return line

    def served_by(self) -> list[int]:
        """The processes' ids, as the log has them so far."""
        return [int(pid) for pid in re.findall(r"Started server process \[(\d+)\]", self.log)]

    def now(self, before: str, after: str) -> None:
        """Its file, which it has not read yet, says `after` where it said `before`."""
        text = self.config.read_text()
        assert before in text
        self.config.write_text(text.replace(before, after))

    def told(self, sig: signal.Signals) -> None:
        """SIGINT as a terminal sends it: to the workers as well."""
        if sig == signal.SIGINT:
            os.killpg(self.process.pid, sig)
        else:
            self.process.send_signal(sig)

    async def ended(self) -> int:
        """The exit code. Reads the rest of the log."""
        async with asyncio.timeout(SECONDS):
            _, rest = await self.process.communicate()
        self.log += rest.decode()
        assert self.process.returncode is not None
        return self.process.returncode


async def asked(url: str, body: dict[str, Any] = ORDERS) -> httpx.Response:
    async with httpx.AsyncClient(base_url=url, timeout=SECONDS, trust_env=False) as client:
        return await client.post("/graphql", json=body)


def configured(folder: Path, shop_url: str, more: str = "", **server: Any) -> Path:
    path = folder / "gateway.toml"
    given = {"anonymous_scopes": '["orders:read"]', **PATIENT, **server}
    path.write_text(
        f"""
        [server]
        {toml(given)}
        [state]
        url = "sqlite:///{folder}/gateway.db"
        {more}
        [[backends]]
        id = "shop"
        vendor = "wimpel"
        url = "{shop_url}"
        secret = "{SECRET}"
        {toml(NO_HURRY)}
        """
    )
    return path


def toml(values: Mapping[str, object]) -> str:
    return "\n".join(f"{key} = {value}" for key, value in values.items())


@asynccontextmanager
async def running(config: Path, workers: int = 1) -> AsyncIterator[Running]:
    """Once each worker serves."""
    async with started(config, workers) as gateway:
        await gateway.says("Application startup complete", times=workers)
        yield gateway


@asynccontextmanager
async def started(config: Path, workers: int = 1) -> AsyncIterator[Running]:
    """Once it has its port; killed at the end, where it still runs."""
    arguments = ("serve", "--config", str(config), "--port", "0", "--workers", str(workers))
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "app", *arguments, stdout=PIPE, stderr=PIPE, start_new_session=True
    )
    log = ""
    try:
        url = (await printed(process)).removesuffix("/graphql")
        gateway = Running(process, url, config)
        yield gateway
        log = gateway.log
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        _, rest = await process.communicate()
        WATCH.line(log + rest.decode(), "what a gateway of its own process wrote")


async def printed(process: Process) -> str:
    """The address in what it says first."""
    assert process.stdout is not None
    async with asyncio.timeout(SECONDS):
        found = ADDRESS.search((await process.stdout.readline()).decode())
    assert found is not None
    return found[0]
