"""A request's body: read up to the limit, and parsed as JSON."""

from typing import Any

import orjson
from starlette.requests import ClientDisconnect, Request

from app.refusal import Refusal, bad_request
from resolvers.vendors.policies import deadline

UNREAD = {"Connection": "close"}
"""The rest of the body would be read as the next request."""


async def json(request: Request, limit: int) -> Any:
    """Raises a Refusal: 400, 408, 413 or 415."""
    _check_type(request)
    return parsed(await _read(request, limit))


def parsed(body: bytes | str) -> Any:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        raise bad_request("This is not valid JSON.") from None


def _check_type(request: Request) -> None:
    kind, *parameters = (part.strip() for part in request.headers.get("content-type", "").lower().split(";"))
    charsets = [part.removeprefix("charset=").strip('"') for part in parameters if part.startswith("charset=")]
    if kind != "application/json" or any(charset not in ("utf-8", "utf8") for charset in charsets):
        raise bad_request("The Content-Type must be application/json in UTF-8.", status=415)
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise bad_request("A Content-Encoding is not supported.", status=415)


async def _read(request: Request, limit: int) -> bytes:
    """Refuses a body that is announced as too long before reading it."""
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced[:20]) > limit:
        raise _too_large(limit)
    try:
        async with deadline.cut_off(None):
            return await _up_to(limit, request)
    except ClientDisconnect:
        raise bad_request("The body is incomplete.") from None
    except TimeoutError:
        raise bad_request("The body did not arrive in time.", status=408, headers=UNREAD) from None


async def _up_to(limit: int, request: Request) -> bytes:
    """Refuses a body as soon as it exceeds the limit."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise _too_large(limit)
    return bytes(body)


def _too_large(limit: int) -> Refusal:
    return bad_request(f"The body is longer than {limit} bytes.", status=413, headers=UNREAD, limit=limit)
