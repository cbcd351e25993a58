"""GraphQL over HTTP to the letter: the audits of npm's graphql-http, run by Node against a gateway on a port."""

import json
from functools import partial
from pathlib import Path
from typing import Any

import anyio
import pytest

from tests.app.serving import serving
from tests.edge import node
from tests.edge.door import application

SOURCES = Path(__file__).parent / "audits"
IDS = [
    "22EB",
    "4655",
    "47DE",
    "80D8",
    "82A3",
    "BF61",
    "78D5",
    "2C94",
    "5A70",
    "9C48",
    "9ABE",
    "03D4",
    "A5BF",
    "423L",
    "LKJ0",
    "LKJ1",
    "LKJ2",
    "LKJ3",
    "34A2",
    "13EE",
    "6C00",
    "6C01",
    "6C02",
    "6C03",
    "8161",
    "B8B3",
    "94B0",
    "0220",
    "94B1",
    "0221",
    "94B2",
    "0222",
    "4760",
    "4761",
    "4762",
    "4763",
    "2EA1",
    "28B9",
    "D6D5",
    "6A70",
    "58B0",
    "58B1",
    "58B2",
    "58B3",
    "428F",
    "1B7A",
    "B6DC",
    "BCF8",
    "B7N8",
    "8764",
    "3E3A",
    "572B",
    "FDE2",
    "7B9B",
    "865D",
    "556A",
    "D586",
    "51FE",
    "74FF",
    "5E5B",
    "86EE",
]

Results = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """What became of each audit, by its id."""
    folder = node.installed(SOURCES, tmp_path_factory.mktemp("audits"))
    return anyio.run(_audited, folder)


async def _audited(folder: Path) -> Results:
    app, _ = application()
    async with serving(app) as address:
        said = await anyio.to_thread.run_sync(partial(node.run, folder, "run.mjs", f"{address}/graphql"))
    return {audit["id"]: audit for audit in json.loads(said)}


def test_these_are_all_the_audits_there_are(results: Results) -> None:
    assert list(results) == IDS


@pytest.mark.parametrize("id", IDS)
def test_the_audit_is_passed(results: Results, id: str) -> None:
    audit = results[id]

    assert audit["status"] == "ok", f"{audit['name']}: {audit['reason']}"
