"""Who asks: a client by its API key, the bearer of a token, or anybody."""

import hashlib
import hmac
import secrets
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace

import httpx
from starlette.datastructures import Headers

from app.auth.addresses import NOWHERE
from app.auth.jwks import Keys
from app.auth.tokens import Tokens
from app.operations import throttle
from app.refusal import Refusal, error
from app.settings import Settings
from app.settings_edge import Client
from resolvers.caller import Caller
from schema.errors import ErrorCode

KEY_BYTES = 32
PREFIX = "og_"
"""By which a key is known for what it is where it leaks."""


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
    """`issuer`: the way to who signs tokens, None for the network; `now`: seconds since 1970."""
    async with httpx.AsyncClient(transport=issuer, trust_env=False) as http:
        jwt = settings.jwt
        yield Callers(settings, Tokens(jwt, Keys(str(jwt.jwks_url), http, now), now) if jwt else None)


class Callers:
    """`tokens`: None where no tokens are taken."""

    def __init__(self, settings: Settings, tokens: Tokens | None) -> None:
        self._clients = settings.clients
        self._tokens = tokens
        self._anonymous = Caller("anonymous", settings.server.anonymous_scopes)
        self._per_address = settings.limits.anonymous_cost_per_second
        self._must_say = not settings.server.anonymous_scopes and not nobody_may_ask(settings)

    async def identify(self, headers: Headers, address: str = NOWHERE) -> Caller:
        """Raises a Refusal, 401, where the credential is wrong, or missing where one is needed."""
        credential = _credential(headers)
        if credential is None:
            return self._without(address)
        return self._by_key(credential) or await self._by_token(credential)

    def _without(self, address: str) -> Caller:
        if self._must_say:
            raise _unauthenticated("A credential is needed: Authorization: Bearer, or X-Api-Key.", "")
        return replace(self._anonymous, quota=throttle.quota("address", address, self._per_address))

    def _by_key(self, key: str) -> Caller | None:
        """Every client is looked at, so that the time taken does not tell which."""
        given = fingerprint(key)
        matching = [client for client in self._clients if hmac.compare_digest(client.key_sha256, given)]
        return _known(matching[0]) if matching else None

    async def _by_token(self, token: str) -> Caller:
        found = await self._tokens.caller(token) if self._tokens else None
        if found is None:
            raise _unauthenticated("The credential is not known here.", ', error="invalid_token"')
        return found


def _known(client: Client) -> Caller:
    quota = throttle.quota("client", client.name, client.cost_per_second)
    return Caller(client.name, client.scopes, client.backends, quota)


def _credential(headers: Mapping[str, str]) -> str | None:
    """None where there is none. Another scheme than Bearer is a credential that is not known."""
    key = headers.get("x-api-key")
    given = headers.get("authorization")
    if key is not None or given is None:
        return key
    scheme, _, credential = given.partition(" ")
    return credential.strip() if scheme.lower() == "bearer" else ""


def _unauthenticated(message: str, why: str) -> Refusal:
    challenge = {"WWW-Authenticate": f'Bearer realm="order-gateway"{why}'}
    return Refusal([error(message, ErrorCode.UNAUTHENTICATED)], 401, challenge, is_http=True)
