"""The configuration of access: clients, tokens, limits and trusted documents."""

import re
from ipaddress import ip_network
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, HttpUrl

from resolvers.vendors.config import Frozen
from schema.field import Scope

ORIGIN = re.compile(r"https?://([a-z0-9._-]+|\[[0-9a-f:.]+\])(:[0-9]+)?")
"""As browsers write it."""
RESERVED = re.compile(r"(anonymous|token)\Z|(token|subject|address):")
"""The names and identities of callers without an API key, whose rate limits and idempotency keys are their own."""
NOT_RESERVED = 'not "anonymous" or "token", and without "token:", "subject:" or "address:" at its start'


def _origin(text: str) -> str:
    if not ORIGIN.fullmatch(text.lower()):
        raise ValueError("expected an origin such as https://shop.example, without a path")
    return text.lower()


def _sha256(text: str) -> str:
    if not re.fullmatch("[0-9a-f]{64}", text.lower()):
        raise ValueError("expected 64 hexadecimal digits, as `order-gateway key` prints them")
    return text.lower()


def _client(text: str) -> str:
    if RESERVED.match(text):
        raise ValueError("expected a name that can't be another caller's: " + NOT_RESERVED)
    return text


def _network(text: str) -> str:
    try:
        return str(ip_network(text))
    except ValueError:
        raise ValueError("expected an address or a network, such as 10.0.0.0/8") from None


Origin = Annotated[str, AfterValidator(_origin)]
Network = Annotated[str, AfterValidator(_network)]
Count = Annotated[int, Field(ge=1)]
PerSecond = Annotated[float, Field(ge=0, allow_inf_nan=False)]
"""Cost points; 0 is unlimited."""


class Limits(Frozen):
    """Of one operation, and of anonymous callers. `max_calls`: to each backend; `max_cost`: in points."""

    body_bytes: Count = 1024 * 1024
    tokens: Count = 2000
    depth: Count = 15
    aliases: Annotated[int, Field(ge=0)] = 30
    root_fields: Count = 20
    directives: Annotated[int, Field(ge=0)] = 50
    fragment_spreads: Annotated[int, Field(ge=0)] = 50
    errors: Count = 5
    variables_depth: Count = 64
    variable_values: Count = 10_000
    max_calls: Count = 1000
    max_cost: Count = 5000
    anonymous_cost_per_second: PerSecond = 0.0


class Client(Frozen):
    """A caller with an API key. `backends`: the ids it sees; by default all."""

    name: Annotated[str, Field(min_length=1), AfterValidator(_client)]
    key_sha256: Annotated[str, AfterValidator(_sha256)]
    scopes: frozenset[Scope] = frozenset()
    backends: frozenset[str] | None = None
    cost_per_second: PerSecond = 0.0


class Jwt(Frozen):
    """Whose tokens are taken. `issuer` and `audience` as the tokens' iss and aud have them.

    `cost_per_second`: of each subject.
    """

    issuer: str = Field(min_length=1)
    audience: str = Field(min_length=1)
    jwks_url: HttpUrl
    cost_per_second: PerSecond = 0.0


class Documents(Frozen):
    """`path`: a JSON file of sha256 to document."""

    path: str = ""
    mode: Literal["off", "log", "only"] = "off"
