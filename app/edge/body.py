"""A request's body: read as far as the limit, and no further, and taken apart as JSON."""

from typing import Any

import orjson
from starlette.requests import ClientDisconnect, Request

from app.refusal import Refusal, bad_request


async def json(request: Request, limit: int) -> Any:
    """Raises a Refusal: 413, 415 or 400."""
    _check_kind(request)
    return parsed(await _bytes(request, limit))


def parsed(body: bytes | str) -> Any:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        raise bad_request("This is no JSON.") from None


def _check_kind(request: Request) -> None:
    kind, *parameters = (part.strip() for part in request.headers.get("content-type", "").lower().split(";"))
    charsets = [part.removeprefix("charset=").strip('"') for part in parameters if part.startswith("charset=")]
    if kind != "application/json" or any(charset not in ("utf-8", "utf8") for charset in charsets):
        raise bad_request("A body's Content-Type is application/json, in UTF-8.", status=415)
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise bad_request("A body comes as it is, without a Content-Encoding.", status=415)


async def _bytes(request: Request, limit: int) -> bytes:
    """A length that is announced is refused before anything is read; one that is not, as soon as it is passed."""
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced[:20]) > limit:
        raise _too_large(limit)
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > limit:
                raise _too_large(limit)
    except ClientDisconnect:
        raise bad_request("The body broke off.") from None
    return bytes(body)


def _too_large(limit: int) -> Refusal:
    # What was not read would be taken for the next request.
    return bad_request(f"A body has at most {limit} bytes.", status=413, headers={"Connection": "close"}, limit=limit)
