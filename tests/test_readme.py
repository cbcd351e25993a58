"""What the README promises: its query gets its answer, its table is the code's, its files are there."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from app import cli, sandbox
from app.capability_table import written_into
from app.settings import Settings
from tests import over

README = Path("README.md")

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]


def block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", README.read_text(), re.DOTALL)
    assert found
    return found[1]


async def test_the_first_query_gets_the_answer_that_stands_below_it() -> None:
    async with over.gateway(sandbox.stand_ins()) as http:
        answer = await http.post("/graphql", json={"query": block("graphql")})

    shown = json.loads(block("json"))

    assert {"data": answer.json()["data"]} == shown


def test_the_capability_table_is_the_code_s() -> None:
    text = README.read_text()

    assert written_into(text) == text


def test_the_least_configuration_is_one() -> None:
    assert Settings.model_validate(tomllib.loads(block("toml")))


def test_every_page_that_is_named_exists() -> None:
    named = re.findall(r"\]\(([^)#:]+)\)", README.read_text())

    assert [name for name in named if not Path(name).exists()] == []


def test_every_page_is_named() -> None:
    text = README.read_text()

    assert [str(page) for page in sorted(Path("docs").glob("*.md")) if f"]({page})" not in text] == []


def test_every_command_is_named() -> None:
    text = README.read_text()
    commands = [each.name or each.callback.__name__ for each in cli.main.registered_commands if each.callback]

    assert len(commands) > 5
    assert [name for name in commands if f"`{name}`" not in text and f"`order-gateway {name}" not in text] == []
