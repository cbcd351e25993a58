"""What an answer, or its absence, means before anybody reads its JSON: bytes within bounds, or a fault."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from itertools import cycle

import httpx

from resolvers import errors
from resolvers.vendors import twins, unreachable
from resolvers.vendors.policies.pacing import wait_asked_for

MAX_ANSWER = 10 * 1024 * 1024
MOST_VALUES = 1_000_000
"""It takes as long to read 10 MiB of numbers as a hundred of text."""
MAX_REASON = 64 * 1024
CRUMBS = 8
JSON = "application/json"
CARELESS = frozenset({"", "text/plain", "application/octet-stream"})
"""Types that say nothing; vendors that are sloppy with theirs send JSON under them."""
REFUSALS = frozenset({400, 405, 409, 410, 412, 422})


async def whole(backend: str, response: httpx.Response, accept: str) -> bytes:
    """Raises BadResponse for more than 10 MiB; of JSON, for another type, and for an object with two keys of a name."""
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
    """Raises the fault that the status tells; nothing for a 2xx."""
    status = response.status_code
    if 200 <= status < 300:
        return
    if status in not_there:
        await _beginning(response)  # Unread, it would cost the connection.
        raise errors.NotThere(backend, "has nothing at this address.", http_status=status)
    if status in no:
        raise errors.Refused(backend, await _beginning(response), status)
    raise _fault(backend, status, response.headers, now)


def translated(backend: str, error: httpx.HTTPError) -> errors.BackendFault:
    if isinstance(error, (httpx.ConnectTimeout, httpx.PoolTimeout)):
        return errors.NeverSent(backend, "could not be reached in time.")
    if isinstance(error, httpx.TimeoutException):
        return errors.overdue(backend)
    if isinstance(error, httpx.ConnectError):
        return errors.NeverSent(backend, f"can't be reached: {unreachable.why(error)}.")
    if isinstance(error, httpx.DecodingError):
        return errors.BadResponse(backend, "sent an answer that can't be decompressed.")
    return errors.Unavailable(backend, "closed the connection in the middle of its answer.")


def is_answer(fault: errors.BackendFault) -> bool:
    """Whether the vendor works and said no: any 4xx."""
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
    if _values(text) > MOST_VALUES:
        raise errors.BadResponse(backend, "sent an answer of more than a million values.")
    if await twins.found(text):
        raise errors.BadResponse(backend, "sent an object with a repeated key.")


def _values(text: bytes) -> int:
    """About how many there are, and no fewer: each but the first stands behind one of these."""
    return text.count(b",") + text.count(b"[") + text.count(b"{")


def _may_be_json(headers: Mapping[str, str]) -> bool:
    said = headers.get("content-type", "").partition(";")[0].strip().lower()
    return said in CARELESS or said.endswith("json")


async def _chunks(response: httpx.Response) -> AsyncIterator[bytes]:
    """As they come. A vendor that sends crumbs may have sent thousands by now: others get their turn in between."""
    turns = cycle(range(CRUMBS))
    async for chunk in response.aiter_bytes():
        yield chunk
        if not next(turns):
            await asyncio.sleep(0)


async def _beginning(response: httpx.Response) -> bytes:
    text = b""
    async for chunk in _chunks(response):
        text += chunk
        if len(text) >= MAX_REASON:
            break
    return text[:MAX_REASON]
