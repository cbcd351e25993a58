"""Whether a GET comes from another site's page: a browser would send along what it has, and the page would know."""

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers

from app.refusal import bad_request

OURS = ("same-origin", "none")
"""Sec-Fetch-Site: from our own page, or typed by a person."""


def check(headers: Headers, allowed: Collection[str], public_url: str) -> None:
    """Raises a Refusal. A program that is no browser sends neither header, and passes.

    A POST needs no such check: its Content-Type is one that a browser asks leave for (CORS).
    """
    origin = headers.get("origin", "").lower()
    if origin in allowed:
        return
    site = headers.get("sec-fetch-site")
    if (site and site not in OURS) or (origin and not site and _host(origin) not in _hosts(headers, public_url)):
        raise bad_request("A page of another site may not ask this: its origin is not allowed here.")


def _host(address: str) -> str:
    return urlsplit(address).netloc


def _hosts(headers: Headers, public_url: str) -> set[str]:
    return {headers.get("host", "").lower(), _host(public_url.lower())} - {""}
