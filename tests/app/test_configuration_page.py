"""The example and the page are true: they hold every key, and the example loads."""

import re
from pathlib import Path

import pytest

from app.settings import Server, State, load
from app.settings_edge import Client, Documents, Jwt, Limits
from resolvers.vendors import VENDORS
from resolvers.vendors.config import BackendConfig, ClientCredentials, Frozen
from schema.status import OrderStatus

ROOT = Path(__file__).parents[2]
TABLES = (Server, State, Limits, Documents, Client, Jwt, BackendConfig)


def test_the_example_loads_and_is_what_its_comments_call_default(tmp_path: Path) -> None:
    text = (ROOT / "gateway.example.toml").read_text(encoding="utf-8")
    environ = dict.fromkeys(re.findall(r"\$\{(\w+_\w+)\}", text), "s3cret")
    settings = load(ROOT / "gateway.example.toml", environ, vendors=VENDORS)

    assert (settings.server, settings.state) == (Server(), State())
    assert (settings.limits, settings.documents) == (Limits(), Documents())
    assert {backend.vendor for backend in settings.backends} == set(VENDORS)
    assert settings.backends[0].status == {"Verzonden": OrderStatus.SHIPPED}
    assert settings.backends[1].auth == ClientCredentials.model_validate(
        {
            "token_url": "https://be.cloudsuite.example/oauth/token",
            "client_id": "order-gateway",
            "client_secret": "s3cret",
            "scope": "orders",
        }
    )


@pytest.mark.parametrize("table", TABLES)
def test_every_key_is_documented_and_stands_in_the_example(table: type[Frozen]) -> None:
    page = (ROOT / "docs/configuration.md").read_text(encoding="utf-8")
    example = (ROOT / "gateway.example.toml").read_text(encoding="utf-8")

    for key in table.model_fields:
        assert f"| `{key}` |" in page
        assert re.search(rf"^{key} = |^\[backends\.{key}\]", example, re.MULTILINE)
