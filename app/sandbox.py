"""The five vendors' stand-ins behind one address, each beneath its own name, and a configuration over them."""

from importlib import import_module

from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.routing import Mount

from app.settings import Server, Settings, State
from resolvers.state.connect import FOR_NOW
from resolvers.vendors import VENDORS
from resolvers.vendors.config import BackendConfig
from resolvers.vendors.dataset import SECRET
from resolvers.vendors.stand_in import StandIn
from schema.field import Scope

NAMES = {
    "cloudsuite": "Fietswinkel (CloudSuite)",
    "logictrade": "Meubelzaak (LogicTrade)",
    "obapi": "Adviesbureau (OBAPI)",
    "vdh_solar": "Zonnepanelen (VDH Solar)",
    "wimpel": "Schoolboeken (Wimpel)",
}
EXTRA: dict[str, dict[str, object]] = {"logictrade": {"update": "partial"}}
"""What a stand-in is known to do though its vendor does not document it."""


def stand_ins() -> dict[str, StandIn]:
    """A fresh one of each, with its own data."""
    return {name: import_module(f"resolvers.vendors.{name}.sandbox").stand_in() for name in VENDORS}


def application(vendors: dict[str, StandIn]) -> Starlette:
    return Starlette(routes=[Mount(f"/{name}", app=vendor) for name, vendor in vendors.items()])


def backends(base: str) -> tuple[BackendConfig, ...]:
    """One of each vendor, at the stand-ins behind `base`."""
    return tuple(
        BackendConfig.model_validate(
            {"id": name, "vendor": name, "name": NAMES.get(name, name), "url": f"{base}/{name}", "secret": SECRET}
            | EXTRA.get(name, {})
        )
        for name in VENDORS
    )


def settings(base: str, server: dict[str, object] | None = None) -> Settings:
    """Everything allowed to everybody: it is all made up."""
    return Settings(
        server=Server.model_validate({"anonymous_scopes": frozenset(Scope), **(server or {})}),
        state=State(url=SecretStr(FOR_NOW)),
        backends=backends(base),
    )
