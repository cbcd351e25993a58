"""The one call to a backend: bounded, read to the end within its limit, httpx's errors made ours once."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from urllib.parse import quote

import httpx

from resolvers import errors
from resolvers.vendors.config import BackendConfig
from resolvers.vendors.health import HealthRecord

MAX_ANSWER = 10 * 1024 * 1024
MAX_REASON = 64 * 1024


def segment(vendor_id: str) -> str:
    """One path segment, whatever the id holds; `.` and `..` would be resolved away, so they are refused."""
    if vendor_id in ("", ".", ".."):
        raise errors.BadUserInput("An id can't be empty, a dot or two dots.")
    return quote(vendor_id, safe="")


class Upstream:
    """One backend's way out: at most `max_concurrency` calls in flight, bounded before httpx's pool sees them."""

    def __init__(self, config: BackendConfig, http: httpx.AsyncClient, health: HealthRecord) -> None:
        self._backend = config.id
        self._base = str(config.url).rstrip("/")
        self._http = http
        self._health = health
        self._places = asyncio.Semaphore(config.max_concurrency)

    async def ask(
        self, method: str, path: str, params: Mapping[str, str] | None = None, body: bytes | None = None
    ) -> bytes:
        """The answer's body. Raises a BackendFault; a body sent is JSON."""
        async with self.stream(method, path, params, body) as response:
            return await self._whole(response)

    @asynccontextmanager
    async def stream(
        self, method: str, path: str, params: Mapping[str, str] | None = None, body: bytes | None = None
    ) -> AsyncIterator[httpx.Response]:
        """The answer, its body unread. Raises a BackendFault, also while it is read."""
        async with self._places:
            try:
                async with self._http.stream(
                    method, self._base + path, params=params or None, content=body, headers=_headers(body)
                ) as response:
                    await self._refuse(response)
                    yield response
                self._health.answered()
            except httpx.HTTPError as error:
                raise self._blamed(self._translated(error)) from error

    async def _whole(self, response: httpx.Response) -> bytes:
        chunks, size = [], 0
        async for chunk in response.aiter_bytes():
            size += len(chunk)
            if size > MAX_ANSWER:
                raise self._blamed(errors.BadResponse(self._backend, "answered more than 10 MiB."))
            chunks.append(chunk)
        return b"".join(chunks)

    async def _refuse(self, response: httpx.Response) -> None:
        status = response.status_code
        if 200 <= status < 300:
            return
        if status in (400, 405, 409, 410, 412, 422):
            self._health.answered()
            raise errors.Refused(self._backend, await _beginning(response), status)
        if status == 404:
            self._health.answered()
            raise errors.NotThere(self._backend, "has nothing there.", http_status=404)
        raise self._blamed(self._fault(status, response.headers.get("retry-after", "")))

    def _fault(self, status: int, retry_after: str) -> errors.BackendFault:
        if status in (401, 403):
            return errors.Unauthenticated(self._backend, "refuses the gateway's credential.", http_status=status)
        if status == 429:
            wait = float(retry_after) if retry_after.isdecimal() else None
            return errors.RateLimited(self._backend, "takes no more calls for now.", http_status=429, retry_after=wait)
        if status >= 500:
            return errors.Unavailable(self._backend, "failed.", http_status=status)
        return errors.BadResponse(self._backend, "refused the call.", http_status=status)

    def _translated(self, error: httpx.HTTPError) -> errors.BackendFault:
        if isinstance(error, (httpx.ConnectTimeout, httpx.PoolTimeout)):
            return errors.NeverSent(self._backend, "can't be reached in time.")
        if isinstance(error, httpx.TimeoutException):
            return errors.TimedOut(self._backend, "did not answer in time.")
        if isinstance(error, httpx.ConnectError):
            return errors.NeverSent(self._backend, f"can't be reached: {_why(error)}.")
        if isinstance(error, httpx.DecodingError):
            return errors.BadResponse(self._backend, "answered what can't be decompressed.")
        return errors.Unavailable(self._backend, "broke off in the middle of its answer.")

    def _blamed(self, fault: errors.BackendFault) -> errors.BackendFault:
        self._health.failed(fault)
        return fault


async def _beginning(response: httpx.Response) -> bytes:
    text = b""
    async for chunk in response.aiter_bytes():
        text += chunk
        if len(text) >= MAX_REASON:
            break
    return text[:MAX_REASON]


def _headers(body: bytes | None) -> dict[str, str]:
    accept = {"Accept": "application/json"}
    return accept if body is None else accept | {"Content-Type": "application/json"}


def _why(error: httpx.ConnectError) -> str:
    cause: BaseException | None = error
    while cause:
        if isinstance(cause, ssl.SSLError):
            return "its certificate or TLS is not in order"
        if isinstance(cause, OSError) and type(cause).__name__ == "gaierror":
            return "its name is not known"
        cause = cause.__cause__ or cause.__context__
    return "the connection is refused"
