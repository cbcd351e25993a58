"""The configuration of one backend."""

import re
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, HttpUrl, SecretStr

from resolvers.vendors import authority
from resolvers.vendors.authority import Authority
from resolvers.vendors.policies.turns import RATE
from schema.money import TaxBasis
from schema.status import OrderStatus


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


def _matching(pattern: str, expected: str) -> AfterValidator:
    """Checks that the whole text matches the pattern; if not, the error says what was expected, in words."""

    def checked(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(f"expected {expected}")
        return text

    return AfterValidator(checked)


class HeaderAuth(Frozen):
    """Sends the secret in this header, without a scheme."""

    header: Annotated[str, _matching("[A-Za-z0-9-]+", "a header's name, such as api-key")]


class ClientCredentials(Frozen):
    """The OAuth2 client credentials grant: the token is cached until shortly before it expires."""

    token_url: HttpUrl
    client_id: str
    client_secret: SecretStr
    scope: str = ""


SCHEMES = ("bearer", "token")


def _scheme(given: Any) -> Any:
    """Picks the type from the keys, so that an error names only the key that is wrong."""
    if isinstance(given, dict):
        return (HeaderAuth if "header" in given else ClientCredentials).model_validate(given)
    if given is None or given in SCHEMES or isinstance(given, Frozen):
        return given
    raise ValueError('expected "bearer", "token", { header } or { token_url, client_id, client_secret, scope }')


def _known_zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (KeyError, ValueError, OSError):
        raise ValueError("expected a time zone such as Europe/Amsterdam") from None


def base_address(url: HttpUrl) -> HttpUrl:
    """Strips the trailing slash: paths are appended to it. Credentials belong in `secret`, not in the URL."""
    if url.username or url.password or url.query or url.fragment:
        raise ValueError("expected a URL without credentials, query or fragment")
    return HttpUrl(str(url).rstrip("/"))


def _sendable(secret: SecretStr) -> SecretStr:
    """httpx rejects other characters only when it sends, and a secret read from a file often ends with a line feed."""
    if not re.fullmatch("[!-~]*", secret.get_secret_value()):
        raise ValueError("expected printable ASCII characters without spaces")
    return secret


Seconds = Annotated[float, Field(allow_inf_nan=False)]


class BackendConfig(Frozen):
    """One configured backend. Durations are in seconds."""

    id: Annotated[str, _matching("[a-z0-9_-]+", "lower-case letters, digits, - and _")]
    vendor: str
    name: str = ""
    url: Annotated[HttpUrl, AfterValidator(base_address)]
    secret: Annotated[SecretStr, AfterValidator(_sendable)] = SecretStr("")
    auth: Annotated[Literal["bearer", "token"] | HeaderAuth | ClientCredentials | None, BeforeValidator(_scheme)] = None
    ca_file: Annotated[Authority | None, BeforeValidator(authority.read)] = None
    currency: Annotated[str, _matching("[A-Z]{3}", "three capitals, such as EUR")] = "EUR"
    time_zone: Annotated[str, AfterValidator(_known_zone)] = "Europe/Amsterdam"
    prices: Literal["unknown", "net", "gross"] = "unknown"
    timeout: Seconds = Field(default=10.0, gt=0)
    connect_timeout: Seconds = Field(default=3.0, gt=0)
    read_timeout: Seconds = Field(default=5.0, gt=0)
    file_timeout: Seconds = Field(default=60.0, gt=0)
    max_concurrency: int = Field(default=32, ge=1)
    max_queue: int = Field(default=1000, ge=0)
    rate: Annotated[str, _matching(f"|{RATE.pattern}", "calls in a time, such as 10/s, 600/min or 5000/h")] = ""
    circuit_window: Seconds = Field(default=30.0, gt=0)
    circuit_failing: float = Field(default=0.5, gt=0, le=1)
    circuit_calls: int = Field(default=20, ge=0)
    circuit_rest: Seconds = Field(default=15.0, gt=0)
    reference_ttl: Seconds = Field(default=60.0, ge=0)
    list_order: Literal["auto", "none"] = "auto"
    row_ttl: Seconds = Field(default=30.0, ge=0)
    stale_ttl: Seconds = Field(default=300.0, ge=0)
    scan_limit: int = Field(default=2000, ge=1)
    bulk_lookup: Literal["", "id__in"] = ""
    update: Literal["", "partial"] = ""
    status: dict[str, OrderStatus] = {}

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def tax_basis(self) -> TaxBasis:
        return TaxBasis[self.prices.upper()]
