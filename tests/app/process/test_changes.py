"""What a new configuration changes, and what it can't."""

from typing import Any

import pytest

from app.process import changes
from app.settings import Settings

SHOP = {"id": "shop", "vendor": "wimpel", "url": "https://shop.test", "secret": "pear"}
CLIENT = {"name": "erp", "key_sha256": "0" * 64}


def made(**given: Any) -> Settings:
    return Settings.model_validate({"backends": [SHOP]} | given)


BEFORE = made(server={"port": 8000}, clients=[CLIENT])


@pytest.mark.parametrize(
    ("after", "keys"),
    [
        ({"clients": [CLIENT]}, []),
        ({"clients": [CLIENT], "server": {"deadline": 3}, "limits": {"depth": 4}}, ["limits.depth", "server.deadline"]),
        ({"clients": [CLIENT], "backends": [SHOP | {"secret": "plum"}]}, ["backends.shop.secret"]),
        ({"clients": [CLIENT], "backends": [SHOP, SHOP | {"id": "other"}]}, ["backends.other"]),
        ({"clients": [CLIENT | {"scopes": ["orders:read"]}]}, ["clients.erp.scopes"]),
        ({}, ["clients.erp"]),
        ({"clients": [CLIENT], "jwt": {"issuer": "i", "audience": "a", "jwks_url": "https://i.test"}}, ["jwt"]),
    ],
)
def test_changes_are_told_by_their_keys(after: dict[str, Any], keys: list[str]) -> None:
    assert changes.between(BEFORE, made(**after)) == keys


def test_no_value_is_told() -> None:
    after = made(backends=[SHOP | {"secret": "plum", "url": "https://plum.test"}])

    assert "plum" not in " ".join(changes.between(BEFORE, after))


@pytest.mark.parametrize(
    ("server", "key"),
    [
        ({"host": "0.0.0.0"}, "server.host"),
        ({"metrics_port": 9100}, "server.metrics_port"),
        ({"drain": 3}, "server.drain"),
        ({"header_timeout": 3}, "server.header_timeout"),
        ({"max_connections": 3}, "server.max_connections"),
    ],
)
def test_a_process_keeps_the_ports_and_the_times_it_was_started_with(server: dict[str, Any], key: str) -> None:
    after = made(server={"port": 8000} | server, clients=[CLIENT])

    assert changes.fixed(BEFORE, after) == [key]
    assert changes.applied(BEFORE, after) == BEFORE


def test_what_a_process_holds_stays_and_the_rest_is_taken() -> None:
    after = made(server={"port": 9000, "grace": 1, "deadline": 3}, state={"url": "sqlite:///other.db", "lease": 9})
    applied = changes.applied(BEFORE, after)

    assert changes.fixed(BEFORE, after) == ["server.grace", "server.port", "state.url"]
    assert (applied.server.port, applied.server.grace, applied.state.url) == (8000, 20, BEFORE.state.url)
    assert (applied.server.deadline, applied.state.lease, applied.clients) == (3, 9, ())
    assert changes.fixed(BEFORE, applied) == []
