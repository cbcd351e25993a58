"""The gateway as a process of its own, over whatever is configured, and what the system tells of it."""

import os
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from typing import Any

import orjson

from app import sandbox
from resolvers.vendors.stand_in import SECRET
from schema.field import Scope

ADDRESS = re.compile(r"(http://[\d.:]+)/graphql")


@dataclass(frozen=True)
class Process:
    pid: int
    address: str

    def memory(self) -> int:
        """Bytes that are resident."""
        found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{self.pid}/status").read_text())
        return int(found[1]) * 1024 if found else 0

    def cpu(self) -> float:
        """Seconds that it has computed."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def descriptors(self) -> int:
        return len(list(Path(f"/proc/{self.pid}/fd").iterdir()))


@contextmanager
def gateway(
    base: str, server: Mapping[str, Any], state: Mapping[str, Any], backend: Mapping[str, Any]
) -> Iterator[Process]:
    """`order-gateway serve` over the stand-ins behind `base`. `backend`: what is configured of every one."""
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder, "gateway.toml")
        config.write_text(_toml(base, folder, server, state, backend))
        command = [sys.executable, "-m", "app", "serve", "--config", str(config), "--port", "0"]
        with Popen(command, stdout=PIPE, stderr=DEVNULL, text=True) as process:
            try:
                yield Process(process.pid, _address(process))
            finally:
                process.terminate()


def _address(process: "Popen[str]") -> str:
    """As it says itself."""
    assert process.stdout
    for line in process.stdout:
        if found := ADDRESS.search(line):
            return found[1]
    raise SystemExit("The gateway did not start.")


def _toml(
    base: str, folder: str, server: Mapping[str, Any], state: Mapping[str, Any], backend: Mapping[str, Any]
) -> str:
    everybody = {"anonymous_scopes": sorted(scope.value for scope in Scope)}
    tables = [
        _table("[server]", {**everybody, **server}),
        _table("[state]", {"url": f"sqlite:///{folder}/state.db", **state}),
    ]
    for each in sandbox.backends(base):
        own = {"id": each.id, "vendor": each.vendor, "url": str(each.url), "secret": SECRET}
        tables.append(_table("[[backends]]", {**own, **sandbox.EXTRA.get(each.id, {}), **backend}))
    return "\n".join(tables)


def _table(name: str, values: Mapping[str, Any]) -> str:
    """What these tables hold is written alike in JSON and in TOML."""
    return "\n".join([name, *(f"{key} = {orjson.dumps(value).decode()}" for key, value in values.items()), ""])
