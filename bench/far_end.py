"""The stand-ins in a process of their own, so that their work is not counted as the gateway's."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from subprocess import DEVNULL, PIPE, Popen
from typing import Any

import uvicorn

from app import logs, sandbox
from app.process import serving

Sizes = dict[str, dict[str, Any]]
"""By vendor: what its stand_in is made with."""


@contextmanager
def running(sizes: Sizes) -> Iterator[str]:
    """The address they are at."""
    command = [sys.executable, "-m", "bench.far_end", json.dumps(sizes)]
    with Popen(command, stdout=PIPE, stderr=DEVNULL, text=True) as process:
        try:
            assert process.stdout
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def main(sizes: Sizes) -> None:
    stand_ins = {
        name: import_module(f"resolvers.vendors.{name}.sandbox").stand_in(**given) for name, given in sizes.items()
    }
    taken = serving.bound("127.0.0.1", 0)
    taken.listen()
    print(serving.address(taken), flush=True)
    config = uvicorn.Config(sandbox.application(stand_ins), lifespan="off", **logs.UVICORN)
    uvicorn.Server(config).run([taken])


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
