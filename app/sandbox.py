"""The sandbox vendors at one address, each below its own name, and a configuration for them."""

from importlib import import_module

from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp

from app.edge.disconnect import CancelOnDisconnect
from app.settings import Server, Settings, State
from resolvers.state.connect import TEMPORARY
from resolvers.vendors import VENDORS
from resolvers.vendors.config import BackendConfig
from resolvers.vendors.stand_in import SECRET, StandIn
from schema.field import Scope

NAMES = {
    "cloudsuite": "Fietswinkel (CloudSuite)",
    "logictrade": "Meubelzaak (LogicTrade)",
    "obapi": "Adviesbureau (OBAPI)",
    "vdh_solar": "Zonnepanelen (VDH Solar)",
    "wimpel": "Schoolboeken (Wimpel)",
}
EXTRA: dict[str, dict[str, object]] = {"logictrade": {"update": "partial"}}
"""What a stand-in supports although its vendor does not document it."""


def stand_ins() -> dict[str, StandIn]:
    """A new one of each, with its own data."""
    return {name: import_module(f"resolvers.vendors.{name}.sandbox").stand_in() for name in VENDORS}


def application(vendors: dict[str, StandIn]) -> Starlette:
    return Starlette(routes=[Mount(f"/{name}", app=vendor) for name, vendor in vendors.items()])


def served() -> ASGIApp:
    """New stand-ins, which stop hanging and dripping as soon as their client disconnects."""
    return CancelOnDisconnect(application(stand_ins()))


def backends(base: str) -> tuple[BackendConfig, ...]:
    """One for each vendor, at the stand-ins below `base`."""
    return tuple(
        BackendConfig.model_validate(
            {"id": name, "vendor": name, "name": NAMES.get(name, name), "url": f"{base}/{name}", "secret": SECRET}
            | EXTRA.get(name, {})
        )
        for name in VENDORS
    )


def settings(base: str, server: dict[str, object] | None = None) -> Settings:
    """All scopes for everyone: the data is made up."""
    return Settings(
        server=Server.model_validate({"anonymous_scopes": frozenset(Scope), **(server or {})}),
        state=State(url=SecretStr(TEMPORARY)),
        backends=backends(base),
    )
