"""Turns an HTTP response, or the lack of one, into a body of bounded size or a BackendFault."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from itertools import cycle

import httpx

from resolvers import errors
from resolvers.vendors import twins, unreachable
from resolvers.vendors.policies.pacing import wait_asked_for

MAX_ANSWER = 10 * 1024 * 1024
"""Bytes of a body, decompressed."""
MOST_VALUES = 1_000_000
"""Of a JSON body. Parsing 10 MiB of numbers takes ten times as long as 10 MiB of text."""
MAX_REASON = 64 * 1024
"""Bytes read of an error response."""
CRUMBS = 8
"""Chunks received between two returns to the event loop."""
JSON = "application/json"
CARELESS = frozenset({"", "text/plain", "application/octet-stream"})
"""Content types under which careless vendors send JSON."""
REFUSALS = frozenset({400, 405, 409, 410, 412, 422})
"""Statuses with which a vendor rejects the request itself."""
NOT_CONNECTED = (httpx.ConnectTimeout, httpx.PoolTimeout)
TIMEOUTS = (httpx.TimeoutException, TimeoutError)


async def whole(backend: str, response: httpx.Response, accept: str) -> bytes:
    """The decompressed body. Raises BadResponse if it exceeds 10 MiB.

    If JSON was accepted, also for another content type or encoding, too many values, or an object with a repeated key.
    """
    received = bytearray()
    async for chunk in _chunks(response):
        received += chunk
        if len(received) > MAX_ANSWER:
            raise errors.BadResponse(backend, "sent an answer over 10 MiB.")
    text = bytes(received)
    if text and accept == JSON:
        await _check(backend, text, response.headers)
    return text


async def refuse(
    backend: str, response: httpx.Response, not_there: frozenset[int], no: frozenset[int], now: datetime
) -> None:
    """Raises a BackendFault unless the status is 2xx: NotThere if it is in `not_there`, Refused if it is in `no`."""
    status = response.status_code
    if 200 <= status < 300:
        return
    if status in not_there:
        await _beginning(response)  # A connection with an unread response can't be reused.
        raise errors.NotThere(backend, "has nothing at this address.", http_status=status)
    if status in no:
        raise errors.Refused(backend, await _beginning(response), status)
    raise _fault(backend, status, response.headers, now)


def translated(backend: str, error: httpx.HTTPError | TimeoutError) -> errors.BackendFault:
    """The BackendFault for an error of httpx, or for the end of the call's time."""
    if isinstance(error, NOT_CONNECTED):
        return errors.NeverSent(backend, "could not be reached in time.")
    if isinstance(error, TIMEOUTS):
        return errors.overdue(backend)
    if isinstance(error, httpx.ConnectError):
        return errors.NeverSent(backend, f"can't be reached: {unreachable.why(error)}.")
    if isinstance(error, httpx.DecodingError):
        return errors.BadResponse(backend, "sent an answer that can't be decompressed.")
    return errors.Unavailable(backend, "closed the connection in the middle of its answer.")


def without_token(backend: str, error: httpx.HTTPError | TimeoutError) -> errors.NeverSent:
    """As `translated`, if no access token could be fetched: whatever the error, the vendor did nothing."""
    if isinstance(error, NOT_CONNECTED):
        return errors.NeverSent(backend, "can't be called: its token issuer could not be reached in time.")
    if isinstance(error, TIMEOUTS):
        return errors.NoTime(backend, "can't be called: its token issuer did not answer in time.")
    if isinstance(error, httpx.ConnectError):
        why = unreachable.why(error)
        return errors.NeverSent(backend, f"can't be called: its token issuer can't be reached: {why}.")
    return errors.no_token(backend)


def is_answer(fault: errors.BackendFault) -> bool:
    """Whether the fault is a 4xx: the vendor works, but rejected the call."""
    return fault.http_status is not None and 400 <= fault.http_status < 500


def _fault(backend: str, status: int, headers: Mapping[str, str], now: datetime) -> errors.BackendFault:
    wait = wait_asked_for(headers, now) if status in (429, 503) else None
    if status in (401, 403):
        return errors.Unauthenticated(backend, "rejects the gateway's credential.", http_status=status)
    if status == 429:
        return errors.RateLimited(backend, "accepts no more calls for now.", http_status=429, retry_after=wait)
    if status >= 500:
        return errors.Unavailable(backend, "failed.", http_status=status, retry_after=wait)
    return errors.BadResponse(backend, "refused the request.", http_status=status)


async def _check(backend: str, text: bytes, headers: Mapping[str, str]) -> None:
    if not _may_be_json(headers):
        raise errors.BadResponse(backend, "sent an answer that is not JSON.")
    if not _is_utf8(text):
        raise errors.BadResponse(backend, "sent an answer that is not UTF-8.")
    if _values(text) > MOST_VALUES:
        raise errors.BadResponse(backend, "sent an answer of more than a million values.")
    if await twins.found(text):
        raise errors.BadResponse(backend, "sent an object with a repeated key.")


def _values(text: bytes) -> int:
    """An estimate of the number of JSON values, at most one too low: each but the first follows such a character."""
    return text.count(b",") + text.count(b"[") + text.count(b"{")


def _is_utf8(text: bytes) -> bool:
    """msgspec checks only what it reads, but clients can ask for the rest, as `raw`."""
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


def _may_be_json(headers: Mapping[str, str]) -> bool:
    media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    return media_type in CARELESS or media_type.endswith("json")


async def _chunks(response: httpx.Response) -> AsyncIterator[bytes]:
    """Returns to the event loop regularly: a body in thousands of tiny chunks must not starve other tasks."""
    turns = cycle(range(CRUMBS))
    async for chunk in response.aiter_bytes():
        yield chunk
        if not next(turns):
            await asyncio.sleep(0)


async def _beginning(response: httpx.Response) -> bytes:
    """At most MAX_REASON bytes of the body."""
    text = b""
    async for chunk in _chunks(response):
        text += chunk
        if len(text) >= MAX_REASON:
            break
    return text[:MAX_REASON]
