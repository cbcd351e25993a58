"""What the configuration says about one backend."""

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


def _of(pattern: str, expected: str) -> AfterValidator:
    """Text of this pattern from end to end; a fault says in words what was expected."""

    def checked(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(f"expected {expected}")
        return text

    return AfterValidator(checked)


class HeaderAuth(Frozen):
    """The secret alone, in a header of this name."""

    header: Annotated[str, _of("[A-Za-z0-9-]+", "a header's name, such as api-key")]


class ClientCredentials(Frozen):
    """OAuth2 client credentials: the token is fetched, and kept until shortly before it expires."""

    token_url: HttpUrl
    client_id: str
    client_secret: SecretStr
    scope: str = ""


SCHEMES = ("bearer", "token")


def _scheme(given: Any) -> Any:
    """Settles which of the forms is meant, so that a fault names the one key that is wrong."""
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


def _base_address(url: HttpUrl) -> HttpUrl:
    """Paths are put after it: without a slash at its end, a query or a fragment. What is secret stands in `secret`."""
    if url.username or url.password or url.query or url.fragment:
        raise ValueError("expected a URL without credentials, query or fragment")
    return HttpUrl(str(url).rstrip("/"))


def _fit_for_a_header(secret: SecretStr) -> SecretStr:
    """httpx refuses others as well, but only as it sends, and a line's end is soon read along from a file."""
    if not re.fullmatch("[!-~]*", secret.get_secret_value()):
        raise ValueError("expected printable ASCII characters without spaces")
    return secret


Seconds = Annotated[float, Field(allow_inf_nan=False)]


class BackendConfig(Frozen):
    """One configured vendor. Durations are in seconds."""

    id: Annotated[str, _of("[a-z0-9_-]+", "lower-case letters, digits, - and _")]
    vendor: str
    name: str = ""
    url: Annotated[HttpUrl, AfterValidator(_base_address)]
    secret: Annotated[SecretStr, AfterValidator(_fit_for_a_header)] = SecretStr("")
    auth: Annotated[Literal["bearer", "token"] | HeaderAuth | ClientCredentials | None, BeforeValidator(_scheme)] = None
    ca_file: Annotated[Authority | None, BeforeValidator(authority.read)] = None
    currency: Annotated[str, _of("[A-Z]{3}", "three capitals, such as EUR")] = "EUR"
    time_zone: Annotated[str, AfterValidator(_known_zone)] = "Europe/Amsterdam"
    prices: Literal["unknown", "net", "gross"] = "unknown"
    timeout: Seconds = Field(default=10.0, gt=0)
    connect_timeout: Seconds = Field(default=3.0, gt=0)
    read_timeout: Seconds = Field(default=5.0, gt=0)
    file_timeout: Seconds = Field(default=60.0, gt=0)
    max_concurrency: int = Field(default=32, ge=1)
    max_queue: int = Field(default=1000, ge=0)
    rate: Annotated[str, _of(f"|{RATE.pattern}", "calls in a time, such as 10/s, 600/min or 5000/h")] = ""
    circuit_window: Seconds = Field(default=30.0, gt=0)
    circuit_failing: Seconds = Field(default=0.5, gt=0, le=1)
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
