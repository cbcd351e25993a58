"""Which configuration can be served: as the process starts, and again where it is told to read it anew."""

from pathlib import Path

from app.auth import callers
from app.operations.persisted import Unreadable, trusted
from app.settings import Settings, load
from app.settings_errors import ConfigurationError
from resolvers.vendors import VENDORS

NOBODY = "Nobody may ask: expected [[clients]], [jwt] or server.anonymous_scopes."


class Unusable(Exception):
    """A line for each fault, in the words of `order-gateway check`."""


def usable(path: Path | None) -> Settings:
    """Told before anything is served, not as the first caller is refused. Raises Unusable."""
    try:
        settings = load(path, vendors=VENDORS)
        trusted(settings.documents)
    except (ConfigurationError, Unreadable) as error:
        raise Unusable(str(error)) from None
    if callers.nobody_may_ask(settings):
        raise Unusable(NOBODY)
    return settings
