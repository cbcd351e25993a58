"""Which configuration can be served: at the start, after a reload, and by what `order-gateway check` says."""

from pathlib import Path

from app.auth import callers
from app.operations.persisted import Unreadable, trusted
from app.settings import Settings, load
from app.settings_errors import ConfigurationError
from resolvers.vendors import VENDORS

NOBODY = "Nobody may use the gateway: configure [[clients]], [jwt] or server.anonymous_scopes."


class Unusable(Exception):
    """One line for each fault, as `order-gateway check` prints them."""


def usable(path: Path | None) -> Settings:
    """Raises Unusable, so that a fault shows before anything is served."""
    try:
        settings = load(path, vendors=VENDORS)
        trusted(settings.documents)
    except (ConfigurationError, Unreadable) as error:
        raise Unusable(str(error)) from None
    if callers.nobody_may_ask(settings):
        raise Unusable(NOBODY)
    return settings
