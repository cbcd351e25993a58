"""A real Redis or Valkey server for as long as the tests run, and patience with it."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from resolvers.state.best_effort import BestEffort
from tests import ports
from tests.missing import missing
from tests.waiting import SECONDS

PROGRAMS = ("redis-server", "valkey-server")


def patient() -> BestEffort:
    """Waits for its store however slow the machine is."""
    return BestEffort(timeout=SECONDS)


@contextmanager
def redis_server(folder: str) -> Iterator[str]:
    """Its address. Skips if the program is not installed, but fails in CI."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        missing(f"none of {', '.join(PROGRAMS)} is installed")
    fixed = ["--bind", "127.0.0.1", "--save", "", "--dir", folder, "--daemonize", "no"]
    with (
        ports.kept() as port,
        subprocess.Popen([program, "--port", str(port), *fixed], stdout=subprocess.PIPE, text=True) as server,
    ):
        try:
            _wait_until_ready(server)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            server.kill()


def _wait_until_ready(server: "subprocess.Popen[str]") -> None:
    assert server.stdout is not None
    said = []
    for line in server.stdout:
        said.append(line)
        if "ready to accept connections" in line.lower():
            return
    pytest.fail("the server ended: " + "".join(said))
