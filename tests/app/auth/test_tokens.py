"""Callers by JSON Web Token."""

import warnings
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from joserfc import jwt
from joserfc.errors import SecurityWarning
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey
from joserfc.jws import JWSRegistry

from app.auth.jwks import Keys
from app.auth.tokens import ALGORITHMS, Tokens
from app.refusal import Refusal
from app.settings_edge import Jwt
from resolvers.caller import Caller
from schema.field import Scope

pytestmark = pytest.mark.anyio

NOW = 1_800_000_000
CONFIG = Jwt.model_validate(
    {"issuer": "https://issuer.test", "audience": "orders", "jwks_url": "https://issuer.test/jwks"}
)
KEYS: dict[str, Any] = {
    "RS256": RSAKey.generate_key(2048, {"kid": "rsa"}),
    "ES256": ECKey.generate_key("P-256", {"kid": "ec"}),
    "EdDSA": OKPKey.generate_key("Ed25519", {"kid": "ed"}),
}
CLAIMS = {"iss": "https://issuer.test", "aud": "orders", "exp": NOW + 600, "client_id": "erp", "scope": "orders:read"}


class Issuer(httpx.AsyncBaseTransport):
    """Answers with its keys, and counts how often it was asked."""

    def __init__(self, *keys: Any) -> None:
        self.keys = [key.as_dict(private=False) for key in keys]
        self.status = 200
        self.asked = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked += 1
        return httpx.Response(self.status, json={"keys": self.keys}, request=request)


class Clock:
    def __init__(self) -> None:
        self.now = float(NOW)

    def __call__(self) -> float:
        return self.now


def tokens(issuer: Issuer, clock: Callable[[], float] | None = None, config: Jwt = CONFIG) -> Tokens:
    clock = clock or Clock()
    keys = Keys(str(config.jwks_url), httpx.AsyncClient(transport=issuer), clock)
    return Tokens(config, keys, clock)


def signed(algorithm: str = "ES256", key: Any = None, header: dict[str, Any] | None = None, **claims: Any) -> str:
    key = key or KEYS[algorithm]
    head = {"alg": algorithm, "kid": key.kid, **(header or {})}
    told = {name: claim for name, claim in {**CLAIMS, **claims}.items() if claim is not None}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SecurityWarning)
        return jwt.encode(head, told, key, registry=JWSRegistry(algorithms=[*ALGORITHMS, "HS256"]))


@pytest.mark.parametrize("algorithm", KEYS)
async def test_a_token_of_the_issuer_s_tells_who_asks(algorithm: str) -> None:
    found = await tokens(Issuer(*KEYS.values())).caller(signed(algorithm))

    assert found == Caller("erp", frozenset({Scope.ORDERS_READ}))


@pytest.mark.parametrize(
    ("claims", "scopes"),
    [
        ({"scope": "orders:read raw:read openid"}, {Scope.ORDERS_READ, Scope.RAW_READ}),
        ({"scope": None, "scp": ["orders:write"]}, {Scope.ORDERS_WRITE}),
        ({"scope": None}, set()),
        ({"scope": 7}, set()),
    ],
)
async def test_the_scopes_are_those_that_are_known_here(claims: dict[str, Any], scopes: set[Scope]) -> None:
    found = await tokens(Issuer(KEYS["ES256"])).caller(signed(**claims))

    assert found is not None
    assert found.scopes == scopes


async def test_each_subject_has_a_quota_of_its_own_and_is_not_named_in_it() -> None:
    known = tokens(Issuer(KEYS["ES256"]), config=CONFIG.model_copy(update={"cost_per_second": 20.0}))
    claims = ({"sub": "anna"}, {"sub": "anna", "client_id": "other"}, {"sub": "bram"}, {"client_id": "anna"})
    quotas = [caller.quota for each in claims if (caller := await known.caller(signed(**each)))]

    assert [quotas.index(quota) for quota in quotas] == [0, 0, 2, 3]
    assert all(quota and quota.cost_per_second == 20.0 and "anna" not in quota.name for quota in quotas)


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://other.test"},
        {"iss": None},
        {"aud": "other"},
        {"aud": None},
        {"exp": None},
        {"exp": NOW - 61},
        {"exp": "soon"},
        {"nbf": NOW + 61},
    ],
)
async def test_a_token_for_others_or_another_time_is_not_believed(claims: dict[str, Any]) -> None:
    assert await tokens(Issuer(KEYS["ES256"])).caller(signed(**claims)) is None


@pytest.mark.parametrize("claims", [{"exp": NOW - 59}, {"nbf": NOW + 59}, {"aud": ["other", "orders"]}])
async def test_clocks_may_differ_by_a_minute_and_a_token_may_be_for_many(claims: dict[str, Any]) -> None:
    assert await tokens(Issuer(KEYS["ES256"])).caller(signed(**claims)) is not None


async def test_a_signature_by_another_key_is_not_believed() -> None:
    other = ECKey.generate_key("P-256", {"kid": "ec"})

    assert await tokens(Issuer(KEYS["ES256"])).caller(signed(key=other)) is None


async def test_a_shared_secret_made_of_the_public_key_proves_nothing() -> None:
    public = KEYS["RS256"].as_pem(private=False)
    shared = OctKey.import_key(public.replace(b"-----BEGIN PUBLIC KEY-----", b""), {"kid": "rsa"})

    assert await tokens(Issuer(*KEYS.values())).caller(signed("HS256", key=shared)) is None


@pytest.mark.parametrize(
    "token", ["", "a.b.c", "..", "e30.e30.", "eyJhbGciOiJub25lIn0.e30.", "a" * 20_000 + "..", "\xe9.b.c"]
)
async def test_what_is_no_token_is_nobody(token: str) -> None:
    assert await tokens(Issuer(KEYS["ES256"])).caller(token) is None


async def test_keys_are_fetched_once() -> None:
    issuer = Issuer(KEYS["ES256"])
    asked = tokens(issuer)

    for _ in range(3):
        await asked.caller(signed())

    assert issuer.asked == 1


async def test_an_unknown_key_id_fetches_the_keys_anew_but_not_each_time() -> None:
    issuer, clock = Issuer(KEYS["ES256"]), Clock()
    asked = tokens(issuer, clock)
    assert await asked.caller(signed()) is not None
    issuer.keys = [KEYS["RS256"].as_dict(private=False)]

    assert await asked.caller(signed("RS256")) is None
    assert issuer.asked == 1
    clock.now += 60
    assert await asked.caller(signed("RS256")) is not None
    assert issuer.asked == 2


async def test_keys_that_can_t_be_read_cost_the_others_nothing() -> None:
    issuer = Issuer(KEYS["ES256"])
    issuer.keys = [{"kty": "EC"}, {"kty": "oct", "k": "AAAA", "kid": "ec"}, "x", {}, *issuer.keys]  # type: ignore[list-item]

    assert await tokens(issuer).caller(signed()) is not None


async def test_known_keys_serve_on_while_the_issuer_is_down() -> None:
    issuer, clock = Issuer(KEYS["ES256"]), Clock()
    asked = tokens(issuer, clock)
    await asked.caller(signed())
    issuer.status = 500
    clock.now += 4000

    assert await asked.caller(signed(exp=NOW + 5000)) is not None
    assert issuer.asked == 2


async def test_without_any_keys_the_answer_is_503_and_no_refusal_for_good() -> None:
    issuer = Issuer(KEYS["ES256"])
    issuer.status = 500

    with pytest.raises(Refusal) as refused:
        await tokens(issuer).caller(signed())

    assert (refused.value.status, refused.value.headers) == (503, {"Retry-After": "5"})
