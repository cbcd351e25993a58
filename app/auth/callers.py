"""Identifies callers: a client by its API key, the bearer of a token, or anonymous."""

import hashlib
import hmac
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager

import httpx
from starlette.datastructures import Headers

from app.auth.addresses import NOWHERE
from app.auth.jwks import Keys
from app.auth.tokens import Tokens
from app.refusal import Refusal, error
from app.settings import Settings
from app.settings_edge import Client
from resolvers.caller import ANONYMOUS, Caller
from resolvers.vendors.connect import trusted
from schema.errors import ErrorCode

KEY_BYTES = 32
PREFIX = "og_"
"""So that a leaked key is recognised for what it is."""


def new_key() -> str:
    return PREFIX + secrets.token_urlsafe(KEY_BYTES)


def fingerprint(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogateescape")).hexdigest()


def nobody_may_ask(settings: Settings) -> bool:
    return not (settings.clients or settings.jwt or settings.server.anonymous_scopes)


@asynccontextmanager
async def opened(
    settings: Settings, issuer: httpx.AsyncBaseTransport | None, now: Callable[[], float]
) -> AsyncIterator["Callers"]:
    """`issuer`: the transport to the token issuer, None for the network; `now`: seconds since 1970."""
    jwt = settings.jwt
    if jwt is None:
        yield Callers(settings, None)
        return
    async with (
        httpx.AsyncClient(transport=issuer, verify=trusted(), trust_env=False) as http,
        aclosing(Keys(str(jwt.jwks_url), http, now)) as keys,
    ):
        yield Callers(settings, Tokens(jwt, keys, now))


class Callers:
    """`tokens`: None if tokens are not accepted."""

    def __init__(self, settings: Settings, tokens: Tokens | None) -> None:
        self._clients = [(client.key_sha256, _known(client)) for client in settings.clients]
        self._tokens = tokens
        self._anonymous_scopes = settings.server.anonymous_scopes
        self._per_address = settings.limits.anonymous_cost_per_second
        self._must_say = not settings.server.anonymous_scopes and not nobody_may_ask(settings)

    async def identify(self, headers: Headers, address: str = NOWHERE) -> Caller:
        """Raises a Refusal, 401, if the credential is invalid, or missing although one is required."""
        return await self.named(headers) or self._without(address)

    async def named(self, headers: Headers) -> Caller | None:
        """None without a credential. Raises a Refusal, 401, if it is invalid."""
        credential = _credential(headers)
        if credential is None:
            return None
        return self._by_key(credential) or await self._by_token(credential)

    def _without(self, address: str) -> Caller:
        if self._must_say:
            raise _unauthenticated("A credential is required: send Authorization: Bearer or X-Api-Key.", "")
        identity = f"address:{address}"
        return Caller(ANONYMOUS, identity, self._anonymous_scopes, cost_per_second=self._per_address)

    def _by_key(self, key: str) -> Caller | None:
        """Compares with every client, so that the duration does not reveal which one matched."""
        given = fingerprint(key)
        matching = [caller for key_sha256, caller in self._clients if hmac.compare_digest(key_sha256, given)]
        return matching[0] if matching else None

    async def _by_token(self, token: str) -> Caller:
        found = await self._tokens.caller(token) if self._tokens else None
        if found is None:
            raise _unauthenticated("The credential is not valid.", ', error="invalid_token"')
        return found


def _known(client: Client) -> Caller:
    return Caller(client.name, client.name, client.scopes, client.backends, client.cost_per_second)


def _credential(headers: Headers) -> str | None:
    """None without one. One that is sent twice, or not as Bearer, is invalid."""
    if keys := headers.getlist("x-api-key"):
        return _only(keys)
    if not (given := headers.getlist("authorization")):
        return None
    scheme, _, credential = _only(given).partition(" ")
    return credential.strip() if scheme.lower() == "bearer" else ""


def _only(values: list[str]) -> str:
    return values[0] if len(values) == 1 else ""


def _unauthenticated(message: str, why: str) -> Refusal:
    challenge = {"WWW-Authenticate": f'Bearer realm="order-gateway"{why}'}
    return Refusal([error(message, ErrorCode.UNAUTHENTICATED)], 401, challenge, is_http=True)
