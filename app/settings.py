"""The configuration: gateway.toml and the environment, read once into frozen values."""

import os
import tomllib
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field, HttpUrl, SecretStr, TypeAdapter, ValidationError
from pydantic_settings import BaseSettings, InitSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from app.settings_edge import Client, Documents, Jwt, Limits, Network, Origin
from app.settings_environment import CONFIG, Environment
from app.settings_errors import STRUCTURES, ConfigurationError, Fault, Wrong, details, did_you_mean, key_path
from app.settings_references import resolved
from resolvers.vendors.config import BackendConfig, Frozen, Seconds, base_address
from resolvers.writing.service import LEASE, TTL
from schema.field import Scope

FILE = Path("gateway.toml")
STORES = ("sqlite:///", "redis://", "rediss://")


def _web_address(text: str) -> str:
    return str(base_address(TypeAdapter(HttpUrl).validate_python(text))).rstrip("/") if text else ""


def _store(url: SecretStr) -> SecretStr:
    if not url.get_secret_value().startswith(STORES):
        raise ValueError("expected a URL that begins with " + ", ".join(STORES))
    return url


def _at_least_one(backends: tuple[BackendConfig, ...]) -> tuple[BackendConfig, ...]:
    # Field(min_length=1) counts the valid ones.
    if not backends:
        raise ValueError("expected at least one")
    return backends


class Server(Frozen):
    """`public_url` has no slash at its end; port 0 is any free one.

    `public`: no introspection, suggestions or explorer. `cors`: origins whose pages may ask. `trusted_proxies`:
    whose X-Forwarded-For is believed. `deadline`, `header_timeout`, `drain` and `grace` in seconds.
    """

    host: str = Field(default="127.0.0.1", min_length=1)
    port: int = Field(default=8000, ge=0, le=65535)
    public_url: Annotated[str, AfterValidator(_web_address)] = ""
    anonymous_scopes: frozenset[Scope] = frozenset()
    public: bool = False
    metrics_port: int = Field(default=0, ge=0, le=65535)
    batch_limit: int = Field(default=10, ge=1)
    cors: frozenset[Origin] = frozenset()
    trusted_proxies: frozenset[Network] = frozenset()
    deadline: Seconds = Field(default=10.0, gt=0)
    max_operations: int = Field(default=200, ge=1)
    header_timeout: Seconds = Field(default=10.0, gt=0)
    max_connections: int = Field(default=1000, ge=1)
    drain: Seconds = Field(default=0.0, ge=0)
    grace: int = Field(default=20, ge=0, le=86_400)


class State(Frozen):
    """`url` may hold a password. Durations are in seconds."""

    url: Annotated[SecretStr, AfterValidator(_store)] = SecretStr("sqlite:///var/gateway.db")
    idempotency_ttl: Seconds = Field(default=TTL, gt=0)
    lease: Seconds = Field(default=LEASE, gt=0)


class Settings(BaseSettings):
    """Made by `load`, or from values alone, as in a test; then nothing is read from anywhere."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, case_sensitive=True)

    server: Server = Server()
    state: State = State()
    limits: Limits = Limits()
    documents: Documents = Documents()
    clients: tuple[Client, ...] = ()
    jwt: Jwt | None = None
    backends: Annotated[tuple[BackendConfig, ...], AfterValidator(_at_least_one)]

    @classmethod
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], init_settings: PydanticBaseSettingsSource, *_: Any, **__: Any
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings,)


def load(path: Path | None, environ: Mapping[str, str] = os.environ, *, vendors: Collection[str]) -> Settings:
    """From the file at `path`, else at ORDER_GATEWAY_CONFIG, else ./gateway.toml. Raises ConfigurationError."""
    path = path or Path(environ.get(CONFIG) or FILE)
    file = resolved(_read(path), environ)
    environment = Environment(Settings, environ, file)
    settings, wrong = _checked(environment, InitSettingsSource(Settings, file))
    given = environment()
    wrong += _across(given.get("backends"), vendors) + _of_clients(given.get("clients"), given.get("backends"))
    faults = environment.faults + [_fault(each, environment, path) for each in wrong]
    if settings is None or faults:
        raise ConfigurationError(faults)
    return settings


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        fault = Fault(str(path), "", f"can't be read: {error.strerror}")
    except UnicodeDecodeError:
        fault = Fault(str(path), "", "expected UTF-8")
    except tomllib.TOMLDecodeError as error:
        fault = Fault(str(path), "", str(error))
    raise ConfigurationError([fault])


def _checked(*sources: PydanticBaseSettingsSource) -> tuple[Settings | None, list[Wrong]]:
    """The exception contains the input, with its secrets, so it ends here."""
    try:
        return Settings(_build_sources=(sources, {})), []  # type: ignore[call-arg]
    except ValidationError as error:
        return None, list(details(error, Settings))


def _across(backends: Any, vendors: Collection[str]) -> list[Wrong]:
    """Faults that involve several backends; from raw tables, so that they are reported with all the others."""
    tables = _tables(backends)
    return [
        *(wrong for at, table in tables for wrong in _unknown_vendor(at, table.get("vendor"), vendors)),
        *_repeated("backends", "id", tables),
    ]


def _of_clients(clients: Any, backends: Any) -> list[Wrong]:
    tables, ids = _tables(clients), [str(table.get("id")) for _, table in _tables(backends)]
    return [
        *(wrong for at, table in tables for wrong in _unknown_backends(at, table.get("backends"), ids)),
        *_repeated("clients", "name", tables),
        *_repeated("clients", "key_sha256", tables),
    ]


def _tables(given: Any) -> list[tuple[int, dict[str, Any]]]:
    listed = given if isinstance(given, list) else []
    return [(at, table) for at, table in enumerate(listed) if isinstance(table, dict)]


def _unknown_backends(at: int, given: Any, ids: Collection[str]) -> Iterator[Wrong]:
    for id in given if isinstance(given, list) else ():
        if isinstance(id, str) and id not in ids:
            yield ("clients", at, "backends"), "expected ids of configured backends" + did_you_mean(id, ids)


def _unknown_vendor(at: int, vendor: Any, vendors: Collection[str]) -> Iterator[Wrong]:
    if isinstance(vendor, str) and vendor not in vendors:
        expected = "expected one of " + ", ".join(sorted(vendors))
        yield ("backends", at, "vendor"), expected + did_you_mean(vendor, vendors)


def _repeated(name: str, key: str, tables: list[tuple[int, dict[str, Any]]]) -> Iterator[Wrong]:
    first: dict[str, int] = {}
    for at, table in tables:
        own = table.get(key)
        if isinstance(own, str) and first.setdefault(own, at) != at:
            yield (name, at, key), f"expected a unique {key}; {name}[{first[own]}] has the same"


def _fault(wrong: Wrong, environment: Environment, path: Path) -> Fault:
    at, why = wrong
    if not (variable := environment.origin(at)):
        return Fault(str(path), key_path(at), why)
    return Fault(variable, key_path(at), why + (", as JSON" if why in STRUCTURES else ""))
