"""Callers by JSON Web Token."""

import json
import re
from typing import Any

import pytest
from joserfc.jwk import ECKey, OctKey

from resolvers.caller import Caller
from schema.field import Scope
from tests.app.auth.issuer import CLAIMS, CONFIG, KEYS, NOW, Issuer, nameless, signed, tokens, unsigned

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("algorithm", KEYS)
async def test_a_token_of_the_issuer_s_tells_who_asks(algorithm: str) -> None:
    found = await tokens(Issuer(*KEYS.values())).caller(signed(algorithm))

    assert found == Caller("token:erp", "token:erp", frozenset({Scope.ORDERS_READ}))


@pytest.mark.parametrize(
    ("claims", "name"),
    [
        ({"client_id": "erp", "azp": "other", "sub": "anna"}, "token:erp"),
        ({"client_id": None, "azp": "shop"}, "token:shop"),
        ({"client_id": ["erp"]}, "token"),
        ({"client_id": None, "sub": "anna"}, "token"),
        ({"client_id": "erp\n"}, "token"),
        ({"client_id": "\0", "azp": "shop"}, "token:shop"),
    ],
)
async def test_a_caller_has_its_client_s_name_marked_as_a_token_s(claims: dict[str, Any], name: str) -> None:
    found = await tokens(Issuer(KEYS["ES256"])).caller(signed(**claims))

    assert found is not None
    assert found.name == name


async def test_a_client_s_name_that_no_log_could_hold_is_not_the_caller_s() -> None:
    claims = json.dumps({**CLAIMS, "client_id": "\ud800"}).encode()
    found = await tokens(Issuer(KEYS["ES256"])).caller(nameless(claims))

    assert found == Caller("token", "token", frozenset({Scope.ORDERS_READ}))


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


async def caller(**claims: Any) -> Caller:
    found = await tokens(Issuer(KEYS["ES256"])).caller(signed(**claims))
    assert found is not None
    return found


async def test_a_subject_is_the_same_caller_whichever_client_it_uses() -> None:
    assert (await caller(sub="anna")).identity == (await caller(sub="anna", client_id="other")).identity


async def test_two_subjects_of_one_client_are_two_callers() -> None:
    assert (await caller(sub="anna")).identity != (await caller(sub="bram")).identity


async def test_a_subject_and_a_client_that_are_named_alike_are_two_callers() -> None:
    assert (await caller(sub="token:erp")).identity != (await caller()).identity


@pytest.mark.parametrize("claims", [{}, {"sub": ""}])
async def test_without_a_subject_the_token_s_client_is_the_caller(claims: dict[str, Any]) -> None:
    assert (await caller(**claims)).identity == "token:erp"


async def test_a_subject_is_named_neither_in_the_identity_nor_in_the_scope_of_idempotency_keys() -> None:
    found = await caller(sub="anna")

    assert found.identity == found.idempotency_scope
    assert re.fullmatch("subject:[0-9a-f]{64}", found.identity)


async def test_every_token_has_the_rate_limit_that_is_configured() -> None:
    known = tokens(Issuer(KEYS["ES256"]), config=CONFIG.model_copy(update={"cost_per_second": 20.0}))
    found = await known.caller(signed())

    assert found is not None
    assert found.cost_per_second == 20.0


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
        {"iat": NOW + 61},
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


@pytest.mark.parametrize(
    "header",
    [
        {"alg": "none"},
        {"alg": "HS256"},
        {"alg": "RS256"},
        {"alg": ["ES256"]},
        {"alg": None},
        {"kid": ["ec"]},
        {"kid": {}},
        {"crit": 5},
        {"crit": ["exp"]},
        {"b64": False},
        [],
        "ES256",
        7,
        None,
    ],
)
async def test_a_header_of_any_form_is_that_of_a_token_or_of_nobody(header: Any) -> None:
    head = {"alg": "ES256", "kid": "ec", **header} if isinstance(header, dict) else header

    assert await tokens(Issuer(*KEYS.values())).caller(unsigned(head)) is None


async def test_claims_that_no_parser_takes_are_nobody_s() -> None:
    assert await tokens(Issuer(KEYS["ES256"])).caller(nameless(b"[" * 5000)) is None


@pytest.mark.parametrize(("keys", "known"), [(["ES256"], True), (["ES256", "RS256"], False)])
async def test_a_token_that_names_no_key_is_believed_where_there_is_but_one(keys: list[str], known: bool) -> None:
    found = await tokens(Issuer(*(KEYS[key] for key in keys))).caller(nameless(json.dumps(CLAIMS).encode()))

    assert (found is not None) is known
