"""What holds of settings whatever the file says."""

import json
import traceback
from pathlib import Path
from string import ascii_lowercase, ascii_uppercase, digits
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.settings import Settings, load
from app.settings_errors import ConfigurationError
from schema.field import Scope
from schema.status import OrderStatus

VENDORS = ("cloudsuite", "logictrade", "obapi", "vdh_solar", "wimpel")
SECRET = "canary-7f3a"

# Letters of many scripts, but no $: "${" begins a reference.
words = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=12)
secrets = st.text(st.sampled_from(ascii_uppercase + digits + "-_~+/=."), max_size=12)
names = st.text(st.sampled_from(ascii_lowercase + digits), min_size=1, max_size=8)
addresses = names.map("https://{}.test/api".format)
auths: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from(["bearer", "token"]),
    st.builds(dict, header=names),
    st.builds(dict, token_url=addresses, client_id=words, client_secret=secrets, scope=words),
)
statuses = st.sampled_from([status.name for status in OrderStatus])

backends = st.fixed_dictionaries(
    {"vendor": st.sampled_from(VENDORS), "url": addresses},
    optional={
        "name": words,
        "secret": secrets,
        "auth": auths,
        "currency": st.sampled_from(["EUR", "GBP"]),
        "time_zone": st.sampled_from(["Europe/Amsterdam", "UTC"]),
        "prices": st.sampled_from(["unknown", "net", "gross"]),
        "timeout": st.floats(0.1, 60),
        "max_concurrency": st.integers(1, 100),
        "reference_ttl": st.floats(0, 600),
        "list_order": st.sampled_from(["auto", "none"]),
        "row_ttl": st.floats(0, 600),
        "stale_ttl": st.floats(0, 600),
        "scan_limit": st.integers(1, 10_000),
        "bulk_lookup": st.sampled_from(["", "id__in"]),
        "update": st.sampled_from(["", "partial"]),
        "status": st.dictionaries(words, statuses, max_size=3),
    },
)
files = st.fixed_dictionaries(
    {
        "backends": st.dictionaries(names, backends, min_size=1, max_size=3).map(
            lambda named: [{"id": id, **table} for id, table in named.items()]
        )
    },
    optional={
        "server": st.fixed_dictionaries(
            {},
            optional={
                "host": names,
                "port": st.integers(0, 65535),
                "public_url": addresses,
                "anonymous_scopes": st.lists(st.sampled_from([scope.value for scope in Scope])),
            },
        ),
        "state": st.builds(dict, url=names.map("sqlite:///{}.db".format)),
    },
)


def toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{toml(key)} = {toml(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def written(folder: Path, content: dict[str, Any]) -> Path:
    file = folder / "gateway.toml"
    file.write_text("".join(f"{key} = {toml(value)}\n" for key, value in content.items()), encoding="utf-8")
    return file


def variable(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("settings")


@given(content=files)
def test_any_valid_file_is_read_as_it_is_written(folder: Path, content: dict[str, Any]) -> None:
    assert load(written(folder, content), {}, vendors=VENDORS) == Settings.model_validate(content)


@given(content=files)
def test_what_the_file_can_say_variables_can_say(folder: Path, content: dict[str, Any]) -> None:
    bare = [{"id": table["id"], "vendor": "wimpel", "url": "https://x.test"} for table in content["backends"]]
    environ = {
        f"ORDER_GATEWAY_BACKENDS__{table['id']}__{key}".upper(): variable(value)
        for table in content["backends"]
        for key, value in table.items()
    }
    for name in ("server", "state"):
        for key, value in content.get(name, {}).items():
            environ[f"ORDER_GATEWAY_{name}__{key}".upper()] = variable(value)

    assert load(written(folder, {"backends": bare}), environ, vendors=VENDORS) == Settings.model_validate(content)


def spoiled(value: Any, spoil: st.DataObject) -> Any:
    """The same with the secret in the place of some values, whatever they are."""
    if spoil.draw(st.integers(0, 4)) == 0:
        return spoil.draw(st.sampled_from([SECRET, f"${{GIVEN}} {SECRET}", [SECRET], {"key": SECRET}]))
    if isinstance(value, dict):
        return {key: spoiled(each, spoil) for key, each in value.items()}
    return [spoiled(each, spoil) for each in value] if isinstance(value, list) else value


@given(content=files, spoil=st.data())
def test_no_value_ever_shows_in_an_error(folder: Path, content: dict[str, Any], spoil: st.DataObject) -> None:
    file = written(folder, {key: spoiled(value, spoil) for key, value in content.items()})
    environ = {"GIVEN": SECRET, "ORDER_GATEWAY_STATE__URL": SECRET, "ORDER_GATEWAY_SERVER": SECRET}

    with pytest.raises(ConfigurationError) as caught:
        load(file, environ, vendors=VENDORS)
    assert SECRET not in "".join(traceback.format_exception(caught.value)) + repr(caught.value)
    assert caught.value.__context__ is None


@given(key=st.text(st.characters(codec="utf-8", exclude_characters="\x7f"), min_size=1))
def test_a_fault_takes_one_line_whatever_the_key(folder: Path, key: str) -> None:
    shop = {"id": "shop", "vendor": "wimpel", "url": "https://x.test", "status": {key: "UNHEARD_OF"}}

    with pytest.raises(ConfigurationError) as caught:
        load(written(folder, {"backends": [shop]}), {}, vendors=VENDORS)
    assert len(str(caught.value).splitlines()) == 1
