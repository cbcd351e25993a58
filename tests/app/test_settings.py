"""The file and the environment become settings, or one exception with a line for each fault."""

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from pydantic_settings import EnvSettingsSource, InitSettingsSource

from app.settings import Server, Settings, State, load
from app.settings_errors import ConfigurationError
from resolvers.vendors.config import BackendConfig, ClientCredentials, HeaderAuth
from schema.field import Scope
from schema.status import OrderStatus

VENDORS = ("cloudsuite", "logictrade", "obapi", "vdh_solar", "wimpel")
SHOP = '[[backends]]\nid = "shop"\nvendor = "cloudsuite"\nurl = "https://shop.test"\n'
ERP = '[[backends]]\nid = "erp-nl"\nvendor = "logictrade"\nurl = "https://erp.test"\nauth = { header = "api-key" }\n'
SECTIONS = "CONFIG, SERVER, STATE, LIMITS, DOCUMENTS, CLIENTS, JWT, BACKENDS"


class Folder:
    """A folder with a gateway.toml in it."""

    def __init__(self, path: Path) -> None:
        self.file = path / "gateway.toml"

    def settings(self, text: str, **environ: str) -> Settings:
        self.file.write_text(text, encoding="utf-8")
        return load(self.file, environ, vendors=VENDORS)

    def faults(self, text: str, **environ: str) -> list[str]:
        with pytest.raises(ConfigurationError) as caught:
            self.settings(text, **environ)
        return str(caught.value).replace(str(self.file), "gateway.toml").splitlines()


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_the_least_file_has_every_default(folder: Folder) -> None:
    settings = folder.settings(SHOP)

    shop = BackendConfig.model_validate({"id": "shop", "vendor": "cloudsuite", "url": "https://shop.test"})
    assert settings == Settings(server=Server(), state=State(), backends=(shop,))


def test_settings_made_from_values_alone_read_nothing_else() -> None:
    values, others = InitSettingsSource(Settings, {}), EnvSettingsSource(Settings)

    assert Settings.settings_customise_sources(Settings, values, others, others, others) == (values,)


def test_settings_are_frozen(folder: Folder) -> None:
    settings = folder.settings(SHOP)

    with pytest.raises(ValidationError):
        settings.server = Server(port=1)
    with pytest.raises(ValidationError):
        settings.backends[0].timeout = 1.0


def test_the_file_is_the_argument_else_the_variable(tmp_path: Path) -> None:
    first, second = tmp_path / "first.toml", tmp_path / "second.toml"
    first.write_text(SHOP)
    second.write_text(ERP)
    environ = {"ORDER_GATEWAY_CONFIG": str(second)}

    assert load(first, environ, vendors=VENDORS).backends[0].id == "shop"
    assert load(None, environ, vendors=VENDORS).backends[0].id == "erp-nl"


def test_without_argument_and_variable_the_file_is_gateway_toml_here(tmp_path: Path) -> None:
    with (
        contextlib.chdir(tmp_path),
        pytest.raises(ConfigurationError, match=r"^gateway\.toml: can't be read: No such file"),
    ):
        load(None, {}, vendors=VENDORS)


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        (b"[server\n", "gateway.toml: Expected ']' at the end of a table declaration (at line 1, column 8)"),
        (b"[server]\nport = \n", "gateway.toml: Invalid value (at line 2, column 8)"),
        (b"# caf\xe9\n", "gateway.toml: expected UTF-8"),
    ],
)
def test_a_file_that_is_no_toml_has_one_fault_with_its_line(folder: Folder, written: bytes, fault: str) -> None:
    folder.file.write_bytes(written)

    with pytest.raises(ConfigurationError) as caught:
        load(folder.file, {}, vendors=VENDORS)
    assert str(caught.value).replace(str(folder.file), "gateway.toml") == fault


def test_all_faults_are_told_at_once_each_at_its_path(folder: Folder) -> None:
    text = """
        [server]
        prot = 80
        anonymous_scopes = ["orders:raed"]
        [state]
        url = "postgres://db"
        [[backends]]
        id = "shop"
        vendor = "cloudsuit"
        url = "shop"
        secret = "${SECRET}"
        [[backends]]
        id = "shop"
        vendor = "wimpel"
        auth = { client_id = "gateway", client_sceret = "x", token_url = "https://shop.test" }
        currency = "euro"
        time_zone = "Mars/Olympus"
        timeout = 0
        max_concurrency = 1.5
        status = { "Op weg" = "SHIPED" }
    """
    statuses = ", ".join(f"'{status.name}'" for status in OrderStatus).replace(", 'UNKNOWN'", " or 'UNKNOWN'")
    scopes = "'orders:read', 'orders:write', 'customers:read' or 'raw:read'"

    assert folder.faults(text) == [
        f"gateway.toml: server.anonymous_scopes[0]: expected {scopes}",
        "gateway.toml: server.prot: unknown key; did you mean port?",
        "gateway.toml: state.url: expected a URL that begins with sqlite:///, redis://, rediss://",
        "gateway.toml: backends[0].url: expected a URL such as https://shop.example",
        "gateway.toml: backends[0].secret: not set in the environment: SECRET",
        "gateway.toml: backends[1].url: is required",
        "gateway.toml: backends[1].auth.client_secret: is required",
        "gateway.toml: backends[1].auth.client_sceret: unknown key; did you mean client_secret?",
        "gateway.toml: backends[1].currency: expected three capitals, such as EUR",
        "gateway.toml: backends[1].time_zone: expected a time zone such as Europe/Amsterdam",
        "gateway.toml: backends[1].timeout: expected greater than 0",
        "gateway.toml: backends[1].max_concurrency: expected a whole number",
        f'gateway.toml: backends[1].status."Op weg": expected {statuses}',
        f"gateway.toml: backends[0].vendor: expected one of {', '.join(VENDORS)}; did you mean cloudsuite?",
        "gateway.toml: backends[1].id: expected a unique id; backends[0] has the same",
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "backends: is required"),
        ("backends = []", "backends: expected at least one"),
        ("backends = 5", "backends: expected a list"),
        ('backends = "${ALL}"', "backends: not set in the environment: ALL"),
        ("backends = [5]", "backends[0]: expected a table"),
        (SHOP + "[server]\nport = 65536", "server.port: expected less than or equal to 65535"),
        (SHOP + "[server]\npublic_url = 'x'", "server.public_url: expected a URL such as https://shop.example"),
        (
            SHOP + "[server]\npublic_url = 'https://me:pw@shop.test'",
            "server.public_url: expected a URL without credentials, query or fragment",
        ),
        (SHOP + "[sever]\nport = 80", "sever: unknown key; did you mean server?"),
        (SHOP + "[Server]\nport = 80", "Server: unknown key; did you mean server?"),
        (SHOP + "timeout = inf", "backends[0].timeout: expected a finite number"),
        (SHOP + "secret = 'a b'", "backends[0].secret: expected printable ASCII characters without spaces"),
        (SHOP + "auth = { header = 'a:b' }", "backends[0].auth.header: expected a header's name, such as api-key"),
        (
            SHOP + "auth = 'basic'",
            'backends[0].auth: expected "bearer", "token", { header } or '
            "{ token_url, client_id, client_secret, scope }",
        ),
        (
            SHOP.replace("shop.test", "me:pw@shop.test"),
            "backends[0].url: expected a URL without credentials, query or fragment",
        ),
        (SHOP.replace('"shop"', '"Shop"'), "backends[0].id: expected lower-case letters, digits, - and _"),
    ],
)
def test_a_fault_says_what_was_expected(folder: Folder, text: str, fault: str) -> None:
    assert folder.faults(text) == [f"gateway.toml: {fault}"]


@pytest.mark.parametrize(
    "text", ["https://shop.test/", "https://", "https://[", "https://me@shop.test", "ftp://shop.test"]
)
def test_an_origin_is_as_browsers_send_it(folder: Folder, text: str) -> None:
    expected = "expected an origin such as https://shop.example, without a path"

    assert folder.settings(SHOP + "[server]\ncors = ['https://Shop.test:8443', 'http://[::1]']")
    assert folder.faults(SHOP + f"[server]\ncors = ['{text}']") == [f"gateway.toml: server.cors[0]: {expected}"]


def test_a_reference_is_read_from_the_environment_wherever_a_text_stands(folder: Folder) -> None:
    text = SHOP.replace("shop.test", "${HOST}.test/${HOST}") + (
        'auth = { token_url = "https://${HOST}.test", client_id = "a", client_secret = "${SECRET}" }\n'
        'status = { "Op weg" = "${STATUS}" }\n'
        '[server]\nport = "${PORT}"\nanonymous_scopes = ["${SCOPE}"]\n'
    )
    settings = folder.settings(text, HOST="nl", SECRET="pw", STATUS="SHIPPED", PORT="81", SCOPE="raw:read")

    [shop] = settings.backends
    assert str(shop.url) == "https://nl.test/nl"
    assert isinstance(shop.auth, ClientCredentials)
    assert shop.auth.client_secret.get_secret_value() == "pw"
    assert shop.status == {"Op weg": OrderStatus.SHIPPED}
    assert settings.server == Server(port=81, anonymous_scopes=frozenset({Scope.RAW_READ}))


def test_what_a_reference_brings_is_not_searched_again(folder: Folder) -> None:
    settings = folder.settings(SHOP + 'secret = "${SECRET}"', SECRET="${PATH}$$", PATH="/bin")

    assert settings.backends[0].secret.get_secret_value() == "${PATH}$$"


def test_a_variable_that_is_set_to_nothing_is_the_empty_text(folder: Folder) -> None:
    assert folder.settings(SHOP + 'name = "${NAME}"', NAME="").backends[0].name == ""


def test_a_reference_that_is_not_set_is_no_fault_where_a_variable_overrides_it(folder: Folder) -> None:
    settings = folder.settings(SHOP + 'secret = "${SECRET}"', ORDER_GATEWAY_BACKENDS__SHOP__SECRET="pw")

    assert settings.backends[0].secret.get_secret_value() == "pw"


def test_a_reference_that_names_nothing_is_not_repeated_for_it_may_be_a_piece_of_a_secret(folder: Folder) -> None:
    assert folder.faults(SHOP + 'secret = "a${b-c}d"') == [
        "gateway.toml: backends[0].secret: expected a name of letters, digits and _ within ${}"
    ]


def test_every_value_can_be_overridden(folder: Folder) -> None:
    settings = folder.settings(
        SHOP + ERP,
        ORDER_GATEWAY_SERVER__PORT="9000",
        ORDER_GATEWAY_SERVER__ANONYMOUS_SCOPES='["orders:read"]',
        ORDER_GATEWAY_STATE__URL="redis://:pw@cache/0",
        ORDER_GATEWAY_BACKENDS__SHOP__MAX_CONCURRENCY="4",
        ORDER_GATEWAY_BACKENDS__SHOP__AUTH="token",
        ORDER_GATEWAY_BACKENDS__ERP_NL__AUTH__HEADER="x-key",
        ORDER_GATEWAY_BACKENDS__ERP_NL__STATUS='{"Verzonden": "SHIPPED"}',
    )

    shop, erp = settings.backends
    assert settings.server == Server(port=9000, anonymous_scopes=frozenset({Scope.ORDERS_READ}))
    assert settings.state.url.get_secret_value() == "redis://:pw@cache/0"
    assert (shop.max_concurrency, shop.auth) == (4, "token")
    assert (erp.auth, erp.status) == (HeaderAuth(header="x-key"), {"Verzonden": OrderStatus.SHIPPED})
    assert "pw" not in repr(settings)


def test_all_backends_can_be_given_at_once_and_overridden_further(folder: Folder) -> None:
    whole = [{"id": "solar", "vendor": "vdh_solar", "url": "https://solar.test"}]
    settings = folder.settings(
        SHOP, ORDER_GATEWAY_BACKENDS=json.dumps(whole), ORDER_GATEWAY_BACKENDS__SOLAR__TIMEOUT="3"
    )

    assert settings.backends == (BackendConfig.model_validate({**whole[0], "timeout": 3}),)


@pytest.mark.parametrize(
    ("variable", "text", "fault"),
    [
        ("SERVER__PORT", "x", "server.port: expected a whole number"),
        ("SERVER__PROT", "80", "server.prot: unknown key; did you mean port?"),
        ("SERVER__ANONYMOUS_SCOPES", "orders:read", "server.anonymous_scopes: expected a list, as JSON"),
        ("SERVER", "80", "server: expected a table, as JSON"),
        (
            "SEVER__PORT",
            "80",
            f"expected {SECTIONS} after ORDER_GATEWAY_; did you mean SERVER?",
        ),
        (
            "PORT",
            "80",
            f"expected {SECTIONS} after ORDER_GATEWAY_",
        ),
        ("BACKENDS", "shop", "backends: expected a list, as JSON"),
        ("BACKENDS", "5", "backends: expected a list, as JSON"),
        ("BACKENDS", "{}", "backends: expected a list, as JSON"),
        ("BACKENDS__SHOOP__URL", "", "none of the backends has the id shoop; did you mean shop?"),
        ("BACKENDS__SHOP", "{", "backends[0]: expected a table, as JSON"),
        ("BACKENDS__SHOP__URL", "shop", "backends[0].url: expected a URL such as https://shop.example"),
        ("BACKENDS__ERP_NL__TIMEOUT", "s", "backends[1].timeout: expected a number"),
        (
            "BACKENDS__SHOP__STATUS__VERZONDEN",
            "SHIPPED",
            "variable names have no lower case; expected the whole table as JSON",
        ),
    ],
)
def test_a_wrong_variable_is_named(folder: Folder, variable: str, text: str, fault: str) -> None:
    name = f"ORDER_GATEWAY_{variable}"

    assert f"{name}: {fault}" in folder.faults(SHOP + ERP, **{name: text})


def test_variables_for_tables_of_a_list_that_is_not_there_are_faults(folder: Folder) -> None:
    assert folder.faults("", ORDER_GATEWAY_BACKENDS__SHOP__URL="https://shop.test") == [
        "ORDER_GATEWAY_BACKENDS__SHOP__URL: none of the backends has the id shop",
        "gateway.toml: backends: is required",
    ]


def test_a_name_that_two_backends_have_is_refused(folder: Folder) -> None:
    text = SHOP.replace('"shop"', '"a-b"') + ERP.replace('"erp-nl"', '"a_b"')

    assert folder.faults(text, ORDER_GATEWAY_BACKENDS__A_B__TIMEOUT="1") == [
        "ORDER_GATEWAY_BACKENDS__A_B__TIMEOUT: 2 of the backends have an id that reads a_b here; expected one"
    ]


def test_what_kubernetes_sets_beside_a_service_of_this_name_is_passed_over(folder: Folder) -> None:
    links: dict[str, Any] = {
        "ORDER_GATEWAY_SERVICE_HOST": "10.0.0.1",
        "ORDER_GATEWAY_SERVICE_PORT_HTTP": "80",
        "ORDER_GATEWAY_PORT": "tcp://10.0.0.1:80",
        "ORDER_GATEWAY_PORT_80_TCP_ADDR": "10.0.0.1",
    }

    assert folder.settings(SHOP, **links) == folder.settings(SHOP)
