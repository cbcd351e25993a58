"""serve starts, and check is content, only where somebody may ask; key makes what a client is known by."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.auth.callers import fingerprint
from app.cli import main

SHOP = '[[backends]]\nid = "shop"\nvendor = "wimpel"\nurl = "https://shop.test"\n'


COMMANDS = pytest.mark.parametrize("command", ["serve", "check"])


def run(command: str, folder: Path, text: str) -> tuple[int, str]:
    (folder / "gateway.toml").write_text(text)
    result = CliRunner().invoke(main, [command, "--config", str(folder / "gateway.toml")])
    return result.exit_code, result.output


@COMMANDS
def test_nothing_is_served_and_nobody_called_where_nobody_may_ask(command: str, tmp_path: Path) -> None:
    assert run(command, tmp_path, SHOP) == (
        2,
        "Nobody may use the gateway: configure [[clients]], [jwt] or server.anonymous_scopes.\n",
    )


@pytest.mark.parametrize(
    ("documents", "told"),
    [
        ('mode = "only"', 'documents.path is required if documents.mode is "only"'),
        ('path = "nowhere.json"', "nowhere.json: can't be read: No such file or directory"),
    ],
)
@COMMANDS
def test_nor_without_the_trusted_documents(command: str, tmp_path: Path, documents: str, told: str) -> None:
    text = f'[server]\nanonymous_scopes = ["orders:read"]\n[documents]\n{documents}\n{SHOP}'

    code, output = run(command, tmp_path, text)

    assert (code, output.strip()) == (2, told)


def test_a_key_is_printed_beside_its_hash() -> None:
    output = CliRunner().invoke(main, ["key"]).output

    found = re.fullmatch(r'key        = "(og_[\w-]{43})"\nkey_sha256 = "([0-9a-f]{64})"\n', output)
    assert found is not None
    assert fingerprint(found[1]) == found[2]
