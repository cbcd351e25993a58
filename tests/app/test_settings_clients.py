"""What the configuration says about clients."""

from pathlib import Path

import pytest

from schema.field import Scope
from tests.app.test_settings import SHOP, Folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


CLIENT = """
[[clients]]
name = "erp"
key_sha256 = "0000000000000000000000000000000000000000000000000000000000000000"
"""


def test_a_client_s_backends_are_configured_ones(folder: Folder) -> None:
    assert folder.faults(SHOP + CLIENT + 'backends = ["shop", "shpo"]\n') == [
        "gateway.toml: clients[0].backends: expected ids of configured backends; did you mean shop?"
    ]


@pytest.mark.parametrize(("same", "own", "other"), [("name", "0" * 64, "1" * 64), ("key_sha256", '"erp"', '"shop"')])
def test_clients_have_names_and_keys_of_their_own(folder: Folder, same: str, own: str, other: str) -> None:
    """Of two with one key the first would be believed, whatever the second may not do."""
    second = CLIENT.replace(own, other)

    assert folder.faults(SHOP + CLIENT + second) == [
        f"gateway.toml: clients[1].{same}: expected a unique {same}; clients[0] has the same"
    ]


@pytest.mark.parametrize("name", ["anonymous", "token", "token:erp", "subject:0", "address:::1"])
def test_a_client_has_no_name_by_which_it_would_be_another_caller(folder: Folder, name: str) -> None:
    """It would have the other's idempotency keys."""
    assert folder.faults(SHOP + CLIENT.replace("erp", name)) == [
        "gateway.toml: clients[0].name: expected a name that can't be another caller's: "
        'not "anonymous" or "token", and without "token:", "subject:" or "address:" at its start'
    ]


@pytest.mark.parametrize("name", ["anonymous2", "tokens", "erp:token"])
def test_any_other_name_is_a_client_s(folder: Folder, name: str) -> None:
    assert folder.settings(SHOP + CLIENT.replace("erp", name)).clients[0].name == name


def test_a_client_s_scopes_can_be_set_by_a_variable(folder: Folder) -> None:
    name = "ORDER_GATEWAY_CLIENTS__ERP__SCOPES"

    settings = folder.settings(SHOP + CLIENT, **{name: '["orders:read"]'})

    assert settings.clients[0].scopes == {Scope.ORDERS_READ}


def test_a_cost_per_second_is_no_number_below_nothing_and_not_endless(folder: Folder) -> None:
    assert folder.faults(SHOP + CLIENT + "cost_per_second = -1\n[limits]\nanonymous_cost_per_second = inf\n") == [
        "gateway.toml: limits.anonymous_cost_per_second: expected a finite number",
        "gateway.toml: clients[0].cost_per_second: expected greater than or equal to 0",
    ]


def test_a_trusted_proxy_is_an_address_or_a_network(folder: Folder) -> None:
    settings = folder.settings('[server]\ntrusted_proxies = ["10.0.0.0/8", "2001:db8::1"]\n' + SHOP)

    assert settings.server.trusted_proxies == {"10.0.0.0/8", "2001:db8::1/128"}


@pytest.mark.parametrize("given", ["10.0.0.1/8", "proxy.test", "*", ""])
def test_what_is_neither_is_refused(folder: Folder, given: str) -> None:
    (fault,) = folder.faults(f'[server]\ntrusted_proxies = ["{given}"]\n' + SHOP)

    assert fault.endswith(": expected an address or a network, such as 10.0.0.0/8")
