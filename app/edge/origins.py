"""Refuses cross-site GET requests of browsers (CSRF)."""

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers

from app.refusal import bad_request

OURS = ("same-origin", "none")
"""Sec-Fetch-Site of our own page, and of an address that a person typed."""


def check(headers: Headers, allowed: Collection[str], public_url: str) -> None:
    """Raises a Refusal. Programs that are not browsers send neither header, and pass.

    A POST needs no such check: because of its Content-Type, browsers ask for permission first (CORS).
    """
    origin = headers.get("origin", "").lower()
    if origin in allowed:
        return
    site = headers.get("sec-fetch-site")
    if (site and site not in OURS) or (origin and not site and _host(origin) not in _hosts(headers, public_url)):
        raise bad_request("Cross-site requests are not allowed from this origin.")


def _host(address: str) -> str:
    """Empty if the address is not a URL."""
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""


def _hosts(headers: Headers, public_url: str) -> set[str]:
    return {headers.get("host", "").lower(), _host(public_url.lower())} - {""}
