"""Plain starlette that answers every operation with the same bytes: what is left of a request without a gateway."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from subprocess import DEVNULL, PIPE, Popen

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app import logs
from app.process import serving
from bench.process import Process


@contextmanager
def running(body: bytes) -> Iterator[Process]:
    """In a process of its own."""
    command = [sys.executable, "-m", "bench.constant", body.decode()]
    with Popen(command, stdout=PIPE, stderr=DEVNULL, text=True) as process:
        try:
            assert process.stdout
            yield Process(process.pid, process.stdout.readline().strip())
        finally:
            process.terminate()


def main(body: bytes) -> None:
    async def answer(request: Request) -> Response:
        await request.json()
        return Response(body, media_type="application/json")

    taken = serving.bound("127.0.0.1", 0)
    print(serving.address(taken), flush=True)
    app = Starlette(routes=[Route("/graphql", answer, methods=["POST"])])
    uvicorn.Server(uvicorn.Config(app, lifespan="off", **logs.UVICORN)).run([taken])


if __name__ == "__main__":
    main(sys.argv[1].encode())
