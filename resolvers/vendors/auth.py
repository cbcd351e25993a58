"""How a backend is shown who asks: httpx.Auth classes, one credential for one backend."""

import asyncio
import re
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator

import httpx
import msgspec
from pydantic import SecretStr

from resolvers import errors
from resolvers.vendors.config import BackendConfig, ClientCredentials, HeaderAuth

EARLY = 30.0
LONGEST = 64 * 1024
REFUSALS = frozenset({400, 401, 403})
"""By which an issuer says that the gateway's own credential is no good (RFC 6749 5.2)."""
SENDABLE = re.compile("[!-~]+")
"""What a token may look like: httpx and h11 refuse the rest, each in its own way, and only as they send."""


class HeaderCredential(httpx.Auth):
    """The credential in one header, after the scheme's word where there is one."""

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
    """RFC 6749 4.4. The token is kept until half a minute before it expires, and fetched anew once on a 401."""

    def __init__(self, backend: str, config: ClientCredentials, clock: Callable[[], float] = time.monotonic) -> None:
        self._backend = backend
        self._config = config
        self._clock = clock
        self._token = ""
        self._expires = 0.0
        self._lock = asyncio.Lock()

    async def async_auth_flow(self, request: httpx.Request) -> AsyncGenerator[httpx.Request, httpx.Response]:
        used = self._token
        async with self._lock:
            if self._token == used and self._clock() >= self._expires:
                self._keep(await _read((yield self._token_request(request))))
            used = self._token
        response = yield self._with_token(request)
        if response.status_code != 401:
            return
        await _read(response)
        async with self._lock:
            if self._token == used:
                self._keep(await _read((yield self._token_request(request))))
        yield self._with_token(request)

    def _with_token(self, request: httpx.Request) -> httpx.Request:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request

    def _token_request(self, request: httpx.Request) -> httpx.Request:
        """A part of the call that `request` makes: within its limits, and given up with it."""
        form = {
            "grant_type": "client_credentials",
            "client_id": self._config.client_id,
            "client_secret": self._config.client_secret.get_secret_value(),
            "scope": self._config.scope,
        }
        given = {key: text for key, text in form.items() if text}
        return httpx.Request("POST", str(self._config.token_url), data=given, extensions=request.extensions)

    def _keep(self, response: httpx.Response) -> None:
        """Raises where there is no token in it: the backend itself is not asked then."""
        self._token, self._expires = "", 0.0
        answer = self._told(response)
        self._token, self._expires = answer.access_token, self._clock() + answer.expires_in - EARLY

    def _told(self, response: httpx.Response) -> TokenAnswer:
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
            raise errors.NeverSent(self._backend, "can't be called: its token issuer is unavailable.")
        return answer


class _Beginning(httpx.AsyncByteStream):
    """Of what is sent, not more than a token takes."""

    def __init__(self, whole: httpx.AsyncByteStream) -> None:
        self._whole = whole

    async def __aiter__(self) -> AsyncIterator[bytes]:
        size = 0
        async for part in self._whole:
            yield part
            size += len(part)
            if size > LONGEST:
                return

    async def aclose(self) -> None:
        await self._whole.aclose()


async def _read(response: httpx.Response) -> httpx.Response:
    """What is behind its beginning stays unread; httpx would read it all before it sends the next request."""
    assert isinstance(response.stream, httpx.AsyncByteStream)
    response.stream = _Beginning(response.stream)
    await response.aread()
    return response


def credential(config: BackendConfig, default: HeaderAuth | str) -> httpx.Auth:
    """As the backend's `auth` says, else the vendor's default scheme."""
    scheme = config.auth or default
    if isinstance(scheme, ClientCredentials):
        return OAuth2ClientCredentials(config.id, scheme)
    if isinstance(scheme, HeaderAuth):
        return HeaderCredential(scheme.header, config.secret)
    return HeaderCredential("Authorization", config.secret, {"bearer": "Bearer", "token": "Token"}[scheme])
