"""The clients that people use, from npm, against a gateway on a port."""

import json
import re
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import Any

import anyio
import pytest
from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from app.edge.shedding import Shedding
from tests.app.serving import serving
from tests.edge import node
from tests.edge.door import application
from tests.over import client

HERE = Path(__file__).parent
SOURCES = HERE / "clients"
LOCKS = sorted(HERE.glob("*/package-lock.json"))
PAGE = Path("docs/clients.md")
QUOTED = ("test_gql.py", "clients/*.mjs", "codegen/*.ts", "codegen/clients/*.ts", "relay/*.json", "relay/src/*.ts")
IDS = ["wimpel", "logictrade"]

Result = Mapping[str, Any]


def over(*methods: str, statuses: tuple[int, ...] = (), waits: tuple[int, ...] = ()) -> dict[str, Any]:
    """What goes over the wire. `waits` in milliseconds."""
    return {"methods": list(methods), "statuses": list(statuses) or [200] * len(methods), "waits": list(waits)}


def answered(*methods: str, **wire: Any) -> Result:
    return {"ids": IDS, "codes": []} | over(*methods, **wire)


REJECTED = {"ids": None, "codes": ["BAD_USER_INPUT"]} | over("POST")
IN_PART = {"ids": IDS, "codes": ["BAD_USER_INPUT"]} | over("POST")
PAGED = {"edges": [20, 12], "nodes": [4, 4]} | over(*["POST"] * 5)
AT_LAST = answered("POST", "POST", statuses=(503, 200), waits=(1000,))

EXPECTED: Mapping[str, Result] = {
    "apollo 4 by POST": answered("POST"),
    "apollo 4 by GET": answered("GET"),
    "apollo 4 by hash": answered("POST", "POST", statuses=(400, 200)),
    "apollo 4 by hash and GET": answered("GET"),
    "apollo 4 by batch": answered("POST"),
    "apollo 4 by default": REJECTED,
    "apollo 4 by part": IN_PART,
    "apollo 4 by page": PAGED,
    "apollo 4 by piece": {"amount": "898.50"} | over("POST", "POST"),
    "patient apollo 4 by POST": AT_LAST,
    "apollo 3 by POST": answered("POST"),
    "apollo 3 by GET": answered("GET"),
    "apollo 3 by hash": answered("POST"),
    "apollo 3 by hash and GET": answered("GET"),
    "apollo 3 by batch": answered("POST"),
    "apollo 3 by default": REJECTED,
    "apollo 3 by part": IN_PART,
    "apollo 3 by page": PAGED,
    "apollo 3 by piece": {"amount": "898.50"} | over("POST", "POST"),
    "patient apollo 3 by POST": AT_LAST,
    "urql by POST": answered("POST"),
    "urql by GET": answered("GET"),
    "urql by hash": answered("GET", "GET", statuses=(400, 200)),
    "urql by part": IN_PART,
    "patient urql by POST": AT_LAST,
}
"""By the order in which they are asked: a document that Apollo Client 4 left is known when 3 asks for it."""


THROTTLED = {"throttled apollo 4": [429, 200], "throttled apollo 3": [200, 200], "throttled urql": [429, 200]}
"""Apollo Client 3 takes any type, and so the one whose status is always 200."""


class RefusesEverySecondTime:
    """ASGI: one request gets the refusal, and the next the answer."""

    def __init__(self, refusing: ASGIApp, app: ASGIApp) -> None:
        self._app = app
        self._turns: Iterator[ASGIApp] = cycle((refusing, app))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        turn = next(self._turns) if scope["type"] == "http" else self._app
        await turn(scope, receive, send)


@asynccontextmanager
async def spent() -> AsyncIterator[FastAPI]:
    """A gateway that has nothing left for anonymous callers, and won't while a test runs."""
    app, _ = application(limits={"max_cost": 10, "anonymous_cost_per_second": 0.001})
    async with client(app) as http:
        for _ in range(20):
            await http.post("/graphql", json={"query": "{ backends { id } }"})
        yield app


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Result]:
    folder = node.installed(SOURCES, tmp_path_factory.mktemp("clients"))
    return anyio.run(_asked, folder)


async def _asked(folder: Path) -> Mapping[str, Result]:
    ways = [*EXPECTED, *(f"{client} by POST" for client in THROTTLED)]
    (app, _), (busy, _), (throttled, _) = application(), application(), application()
    async with (
        spent() as poor,
        serving(app) as address,
        serving(RefusesEverySecondTime(Shedding(busy, 0), busy)) as at_times,
        serving(RefusesEverySecondTime(poor, throttled)) as at_most,
    ):
        urls = [f"{each}/graphql" for each in (address, at_times, at_most)]
        said = await anyio.to_thread.run_sync(partial(node.run, folder, "run.mjs", *urls, *ways))
    return dict(json.loads(said))


@pytest.mark.parametrize("way", EXPECTED)
def test_a_client_is_answered(results: Mapping[str, Result], way: str) -> None:
    assert results[way] == EXPECTED[way]


@pytest.mark.parametrize("client", THROTTLED)
def test_who_asked_too_often_is_answered_after_the_wait(results: Mapping[str, Result], client: str) -> None:
    came = results[f"{client} by POST"]

    assert (came["ids"], came["statuses"]) == (IDS, THROTTLED[client])
    assert [wait > 0 for wait in came["waits"]] == [True]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.parent.name)
def test_no_lock_names_a_registry(lock: Path) -> None:
    text = lock.read_text()

    assert '"resolved"' not in text
    assert '"integrity"' in text


def bare(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines())


def test_the_page_on_clients_quotes_what_is_run_here() -> None:
    blocks = re.findall(r"```\w+\n(.*?)```", PAGE.read_text(), re.DOTALL)
    run = [bare(file.read_text()) for files in QUOTED for file in HERE.glob(files)]

    assert blocks
    assert [block for block in blocks if not any(bare(block) in text for text in run)] == []
