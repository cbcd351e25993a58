"""A backend whose certificate comes from an authority of its owner's."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from app.settings import load
from app.settings_errors import ConfigurationError
from resolvers.errors import BackendFault
from resolvers.vendors import VENDORS
from resolvers.vendors.authority import Authority
from resolvers.vendors.config import BackendConfig
from resolvers.vendors.connect import connect
from tests.resolvers.vendors.certificates import Issuer
from tests.resolvers.vendors.sockets import far_end
from tests.waiting import NO_HURRY

pytestmark = pytest.mark.anyio

ISSUER, ANOTHER = Issuer(), Issuer()
UNTRUSTED = "its certificate's issuer is not trusted"
RUBBISH = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"


def config(url: str = "https://shop.test", **more: Any) -> BackendConfig:
    given = {"id": "shop", "vendor": min(VENDORS), "url": url, "secret": "s"}
    return BackendConfig.model_validate(given | NO_HURRY | more)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "ca.pem"
    path.write_text(ISSUER.pem())
    return path


async def told(url: str, **more: Any) -> str:
    """What a call to it comes to: its body, or why there is none."""
    async with connect([config(url, **more)]) as vendors:
        try:
            return (await vendors["shop"].upstream.ask("DELETE", "/orders/1")).decode()
        except BackendFault as fault:
            return fault.message


# ---------------------------------------------------------------- who is trusted


async def test_a_certificate_of_the_backend_s_own_authority_is_trusted(tmp_path: Path, file: Path) -> None:
    async with far_end(ISSUER.server(tmp_path)) as (_, url):
        assert await told(url, ca_file=str(file)) == "{}"


@pytest.mark.parametrize("other", [ANOTHER, Issuer("Another one")], ids=["of the same name", "of another name"])
async def test_one_of_another_authority_is_not(tmp_path: Path, file: Path, other: Issuer) -> None:
    async with far_end(other.server(tmp_path)) as (_, url):
        assert UNTRUSTED in await told(url, ca_file=str(file))


async def test_the_certificate_must_be_for_the_address_that_is_called(tmp_path: Path, file: Path) -> None:
    async with far_end(ISSUER.server(tmp_path, name="127.0.0.2")) as (_, url):
        assert "its certificate is for another name" in await told(url, ca_file=str(file))


async def test_no_other_backend_trusts_it(tmp_path: Path, file: Path) -> None:
    async with far_end(ISSUER.server(tmp_path)) as (_, url), connect([config(ca_file=str(file))]):
        assert UNTRUSTED in await told(url)


# ---------------------------------------------------------------- what the file may hold


def test_of_the_file_nothing_but_its_certificates_is_kept(file: Path) -> None:
    file.write_bytes(
        "# Hauptstraße\n".encode("latin-1")
        + ISSUER.pem().encode()
        + b"-----BEGIN PRIVATE KEY-----\nsecret\n-----END PRIVATE KEY-----\n"
        + ANOTHER.pem().encode()
    )

    kept = config(ca_file=str(file)).ca_file

    assert kept == Authority(str(file), ISSUER.pem() + ANOTHER.pem().rstrip())


def test_an_empty_path_is_no_authority() -> None:
    assert config(ca_file="") == config()


@pytest.mark.parametrize("text", ["", "no certificate", RUBBISH, RUBBISH.replace("A", "é")])
def test_a_file_without_certificates_is_a_fault(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")

    with pytest.raises(ValidationError, match="expected a file of CA certificates in PEM format"):
        config(ca_file=str(file))


def test_one_that_is_wrong_among_others_is_a_fault(file: Path) -> None:
    file.write_text(ISSUER.pem() + RUBBISH)

    with pytest.raises(ValidationError, match="expected a file of CA certificates in PEM format"):
        config(ca_file=str(file))


@pytest.mark.parametrize(("given", "why"), [("none.pem", "No such file or directory"), (".", "Is a directory")])
def test_a_file_that_can_t_be_read_is_a_fault_that_says_why(given: str, why: str) -> None:
    with pytest.raises(ValidationError, match=f"expected a file that can be read: {why}"):
        config(ca_file=given)


def test_what_is_no_path_is_a_fault() -> None:
    with pytest.raises(ValidationError, match="expected the path of a file"):
        config(ca_file=1)


# ---------------------------------------------------------------- in the configuration


SHOP = f'[[backends]]\nid = "shop"\nvendor = "{min(VENDORS)}"\nurl = "https://shop.test"\n'


def test_a_fault_is_told_with_its_place_and_without_the_path(tmp_path: Path) -> None:
    written = tmp_path / "gateway.toml"
    written.write_text(f'{SHOP}ca_file = "nowhere/ca.pem"\ntimeout = "soon"\n')

    with pytest.raises(ConfigurationError) as caught:
        load(written, {}, vendors=VENDORS)

    assert str(caught.value).replace(str(tmp_path), "").splitlines() == [
        "/gateway.toml: backends[0].ca_file: expected a file that can be read: No such file or directory",
        "/gateway.toml: backends[0].timeout: expected a number",
    ]


def test_a_variable_of_the_environment_may_name_it(tmp_path: Path, file: Path) -> None:
    written = tmp_path / "gateway.toml"
    written.write_text(SHOP)

    settings = load(written, {"ORDER_GATEWAY_BACKENDS__SHOP__CA_FILE": str(file)}, vendors=VENDORS)

    assert settings.backends[0].ca_file == Authority(str(file), ISSUER.pem().rstrip())


def test_another_certificate_in_the_same_file_is_another_configuration(file: Path) -> None:
    before = config(ca_file=str(file))
    file.write_text(ANOTHER.pem())

    assert config(ca_file=str(file)) != before
