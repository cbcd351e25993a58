"""Who asks, by what they show."""

from typing import Any

import pytest
from starlette.datastructures import Headers

from app.auth.callers import Callers, fingerprint, new_key, nobody_may_ask
from app.refusal import Refusal
from app.settings import Settings
from resolvers.caller import Caller
from schema.field import Scope

pytestmark = pytest.mark.anyio

BACKEND = {"id": "shop", "vendor": "wimpel", "url": "https://shop.test"}
READER = {
    "name": "reader",
    "key_sha256": fingerprint("og_reader"),
    "scopes": ["orders:read"],
    "backends": ["shop"],
}
WRITER = {"name": "writer", "key_sha256": fingerprint("og_writer"), "scopes": ["orders:read", "orders:write"]}


def settings(**sections: Any) -> Settings:
    return Settings.model_validate({"backends": [BACKEND], **sections})


def callers(**sections: Any) -> Callers:
    return Callers(settings(**{"clients": [READER, WRITER], **sections}), tokens=None)


@pytest.mark.parametrize(
    "headers",
    [
        {"authorization": "Bearer og_reader"},
        {"authorization": "bearer  og_reader"},
        {"x-api-key": "og_reader"},
        {"authorization": "Basic cHJveHk6cHJveHk=", "x-api-key": "og_reader"},
    ],
)
async def test_a_client_is_known_by_its_key(headers: dict[str, str]) -> None:
    found = await callers().identify(Headers(headers))

    assert found == Caller("reader", "reader", frozenset({Scope.ORDERS_READ}), frozenset({"shop"}))


@pytest.mark.parametrize(
    "headers",
    [
        {"authorization": "Bearer og_other"},
        {"authorization": "Bearer "},
        {"authorization": "Basic b2dfcmVhZGVyOg=="},
        {"authorization": "og_reader"},
        {"x-api-key": ""},
        {"x-api-key": READER["key_sha256"]},
        {"x-api-key": "og_reader "},
        {"authorization": "Bearer a.b.c"},
        {"authorization": "Bearer \xe9"},
    ],
)
async def test_a_wrong_credential_is_401_and_says_so(headers: dict[str, str]) -> None:
    with pytest.raises(Refusal) as refused:
        await callers(server={"anonymous_scopes": ["orders:read"]}).identify(Headers(headers))

    assert (refused.value.status, refused.value.codes) == (401, ["UNAUTHENTICATED"])
    assert refused.value.headers == {"WWW-Authenticate": 'Bearer realm="order-gateway", error="invalid_token"'}


@pytest.mark.parametrize("name", ["authorization", "x-api-key"])
@pytest.mark.parametrize("other", ["og_reader", "og_writer"])
async def test_a_credential_that_is_given_twice_is_not_known(name: str, other: str) -> None:
    """A proxy may have looked at the other one."""
    scheme = "Bearer " if name == "authorization" else ""
    twice = [(name.encode(), f"{scheme}{key}".encode()) for key in ("og_reader", other)]

    with pytest.raises(Refusal) as refused:
        await callers().identify(Headers(raw=twice))

    assert refused.value.status == 401


async def test_a_missing_credential_is_401_where_nobody_may_ask_without() -> None:
    with pytest.raises(Refusal) as refused:
        await callers().identify(Headers({}))

    assert (refused.value.status, refused.value.headers) == (401, {"WWW-Authenticate": 'Bearer realm="order-gateway"'})


async def test_who_shows_nothing_is_anonymous_where_that_is_enough() -> None:
    found = await callers(server={"anonymous_scopes": ["orders:read"]}).identify(Headers({}))

    assert found == Caller("anonymous", "address:nowhere", frozenset({Scope.ORDERS_READ}))


async def test_a_client_has_the_rate_limit_that_its_table_says() -> None:
    found = await callers(clients=[READER | {"cost_per_second": 50}]).identify(Headers({"x-api-key": "og_reader"}))

    assert found.cost_per_second == 50.0


async def test_a_client_s_idempotency_keys_are_its_name_s() -> None:
    """By which they were stored before there were identities."""
    found = await callers().identify(Headers({"x-api-key": "og_reader"}))

    assert found.idempotency_scope == "reader"


async def anonymous(address: str) -> Caller:
    known = callers(server={"anonymous_scopes": ["orders:write"]}, limits={"anonymous_cost_per_second": 5})
    return await known.identify(Headers({}), address)


async def test_anonymous_callers_are_told_apart_by_address() -> None:
    first, second = [await anonymous(address) for address in ("192.0.2.1", "192.0.2.2")]

    assert (first.identity, second.identity) == ("address:192.0.2.1", "address:192.0.2.2")
    assert first.cost_per_second == second.cost_per_second == 5.0


async def test_an_anonymous_caller_whose_address_changes_has_the_same_idempotency_keys() -> None:
    scopes = {(await anonymous(address)).idempotency_scope for address in ("192.0.2.1", "192.0.2.2")}

    assert scopes == {"anonymous"}


@pytest.mark.parametrize(
    ("sections", "nobody"),
    [
        ({}, True),
        ({"clients": [READER]}, False),
        ({"server": {"anonymous_scopes": ["raw:read"]}}, False),
        ({"jwt": {"issuer": "i", "audience": "a", "jwks_url": "https://i.test/keys"}}, False),
    ],
)
def test_somebody_has_to_be_let_in(sections: dict[str, Any], nobody: bool) -> None:
    assert nobody_may_ask(settings(**sections)) is nobody


def test_every_new_key_is_another() -> None:
    assert len({new_key() for _ in range(100)}) == 100
    assert new_key().startswith("og_")
