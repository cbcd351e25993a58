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


def test_clients_have_names_of_their_own(folder: Folder) -> None:
    assert folder.faults(SHOP + CLIENT + CLIENT) == [
        "gateway.toml: clients[1].name: expected a name of its own; clients[0] has the same"
    ]


def test_a_client_s_scopes_can_be_set_by_a_variable(folder: Folder) -> None:
    name = "ORDER_GATEWAY_CLIENTS__ERP__SCOPES"

    settings = folder.settings(SHOP + CLIENT, **{name: '["orders:read"]'})

    assert settings.clients[0].scopes == {Scope.ORDERS_READ}
