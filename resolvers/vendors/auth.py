"""Authentication to backends: httpx.Auth classes, one credential per backend."""

import asyncio
import re
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator

import httpx
import msgspec
from pydantic import SecretStr

from resolvers import errors
from resolvers.vendors.config import BackendConfig, ClientCredentials, HeaderAuth
from resolvers.vendors.traffic import SENT, Sent

EARLY = 30.0
"""Seconds before its expiry when a token is renewed."""
LONGEST = 64 * 1024
"""Bytes read of a token response."""
REFUSALS = frozenset({400, 401, 403})
"""Statuses with which a token issuer rejects the gateway's credential (RFC 6749 section 5.2)."""
SENDABLE = re.compile("[!-~]+")
"""A token that fits in a header. httpx and h11 reject others too, but only while sending, with various errors."""


class HeaderCredential(httpx.Auth):
    """Sends the credential in one header, after the scheme's name if there is one."""

    def __init__(self, header: str, secret: SecretStr, scheme: str = "") -> None:
        self._header = header
        self._value = f"{scheme} {secret.get_secret_value()}".strip()

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers[self._header] = self._value
        yield request


class TokenAnswer(msgspec.Struct):
    access_token: str
    expires_in: float = 300.0


class OAuth2ClientCredentials(httpx.Auth):
    """RFC 6749 section 4.4. A token is cached until 30 seconds before it expires.

    On a 401, a new token is fetched and the request repeated, once. Concurrent requests share one token request.
    The request's Sent tells when it awaits a token: an error is the issuer's then, and the vendor did nothing.
    """

    def __init__(self, backend: str, config: ClientCredentials, clock: Callable[[], float] = time.monotonic) -> None:
        self._backend = backend
        self._config = config
        self._clock = clock
        self._token = ""
        self._expires = 0.0
        self._lock = asyncio.Lock()

    async def async_auth_flow(self, request: httpx.Request) -> AsyncGenerator[httpx.Request, httpx.Response]:
        sent: Sent = request.extensions.get(SENT) or Sent()
        sent.awaits_token = True
        used = self._token
        async with self._lock:
            if self._token == used and self._clock() >= self._expires:
                self._store_token(await _read((yield self._token_request(request))))
            used = self._token
        response = yield self._with_token(request, sent)
        if response.status_code != 401:
            return
        sent.awaits_token = True
        await _read(response)
        async with self._lock:
            if self._token == used:
                self._store_token(await _read((yield self._token_request(request))))
        yield self._with_token(request, sent)

    def _with_token(self, request: httpx.Request, sent: Sent) -> httpx.Request:
        sent.awaits_token = False
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request

    def _token_request(self, request: httpx.Request) -> httpx.Request:
        """Has the extensions of `request`: its timeouts, and the `trace` by which Exchange can cancel it safely."""
        form = {
            "grant_type": "client_credentials",
            "client_id": self._config.client_id,
            "client_secret": self._config.client_secret.get_secret_value(),
            "scope": self._config.scope,
        }
        given = {key: text for key, text in form.items() if text}
        return httpx.Request("POST", str(self._config.token_url), data=given, extensions=request.extensions)

    def _store_token(self, response: httpx.Response) -> None:
        """Raises Unauthenticated or NeverSent if the response holds no usable token: the backend is not called then.

        The old token stays, expired: those who wait for a new one compare it with the one that they used.
        """
        self._expires = 0.0
        answer = self._parsed(response)
        self._token, self._expires = answer.access_token, self._clock() + answer.expires_in - EARLY

    def _parsed(self, response: httpx.Response) -> TokenAnswer:
        status = response.status_code
        if status in REFUSALS:
            raise errors.Unauthenticated(
                self._backend, "can't be called: its token issuer refused to issue a token.", http_status=status
            )
        try:
            answer = msgspec.json.decode(response.content, type=TokenAnswer, strict=False) if status == 200 else None
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            answer = None
        if answer is None or not SENDABLE.fullmatch(answer.access_token):
            raise errors.no_token(self._backend)
        return answer


class _Truncated(httpx.AsyncByteStream):
    """Ends the stream after the chunk that exceeds LONGEST bytes."""

    def __init__(self, stream: httpx.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        size = 0
        async for part in self._stream:
            yield part
            size += len(part)
            if size > LONGEST:
                return

    async def aclose(self) -> None:
        await self._stream.aclose()


async def _read(response: httpx.Response) -> httpx.Response:
    """Reads the body up to the limit. httpx would otherwise read all of it before it sends the next request."""
    assert isinstance(response.stream, httpx.AsyncByteStream)
    response.stream = _Truncated(response.stream)
    await response.aread()
    return response


def credential(config: BackendConfig, default: HeaderAuth | str) -> httpx.Auth:
    """By the backend's `auth` setting, or else the vendor's default scheme."""
    scheme = config.auth or default
    if isinstance(scheme, ClientCredentials):
        return OAuth2ClientCredentials(config.id, scheme)
    if isinstance(scheme, HeaderAuth):
        return HeaderCredential(scheme.header, config.secret)
    return HeaderCredential("Authorization", config.secret, {"bearer": "Bearer", "token": "Token"}[scheme])
