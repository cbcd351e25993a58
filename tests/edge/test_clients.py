"""The clients that people use, from npm, against a gateway on a port."""

import json
from functools import partial
from pathlib import Path
from typing import Any

import anyio
import pytest

from tests.app.serving import serving
from tests.edge import node
from tests.edge.door import application

SOURCES = Path(__file__).parent / "clients"
IDS = ["wimpel", "logictrade"]

Results = dict[str, dict[str, Any]]


def answered(*methods: str) -> dict[str, Any]:
    return {"ids": IDS, "codes": [], "methods": list(methods), "statuses": [200] * len(methods)}


EXPECTED = {
    "apollo by POST": answered("POST"),
    "apollo by GET": answered("GET"),
    "apollo by hash": answered("POST", "POST"),
    "apollo by hash again": answered("POST"),
    "apollo by hash and GET": answered("GET"),
    "apollo in a batch": answered("POST"),
    "apollo with an error": {"ids": None, "codes": ["BAD_USER_INPUT"], "methods": ["POST"], "statuses": [200]},
    "urql": answered("POST"),
    "urql by GET": answered("GET"),
}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    folder = node.installed(SOURCES, tmp_path_factory.mktemp("clients"))
    return anyio.run(_asked, folder)


async def _asked(folder: Path) -> Results:
    app, _ = application()
    async with serving(app) as address:
        said = await anyio.to_thread.run_sync(partial(node.run, folder, "run.mjs", f"{address}/graphql"))
    return dict(json.loads(said))


@pytest.mark.parametrize("way", EXPECTED)
def test_a_client_is_answered(results: Results, way: str) -> None:
    assert results[way] == EXPECTED[way]
