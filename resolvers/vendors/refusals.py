"""Reads from the response why a vendor rejected a write. Pure.

VDH Solar documents its format: {type, message, documentation_url}. The others don't, so the usual formats are read:
text under `message`, `detail`, `title` or `error`; an object under `error`; errors by field (as Django sends them, or
under `errors` as ASP.NET does); plain text.
"""

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from resolvers.errors import BackendFault, Refused, Rejected, Unauthenticated
from resolvers.vendors.decode import NO_JSON

TEXTS = ("message", "detail", "title", "error", "error_description")
CODES = ("code", "type")
URLS = ("documentation_url", "documentationUrl")
NO_FAULTS = frozenset({*TEXTS, *CODES, *URLS, "traceId"})
CODE = re.compile(r"[\w.-]{1,100}")
URL = re.compile(r"https?://\S{1,500}")
LONGEST = 1000
"""Characters of a message."""


def told(refused: Refused) -> BackendFault:
    """Rejected, with the vendor's message if it can be read. Unauthenticated for a 401 or 403 without an error code."""
    decoded = _decoded(refused.body)
    inner = decoded.get("error")
    reason: dict[str, Any] = inner if isinstance(inner, dict) else decoded
    code, url = _one(reason, CODES, CODE), _one(reason, URLS, URL)
    if refused.http_status in (401, 403) and code is None:
        return Unauthenticated(refused.backend, "rejects the gateway's credential.", http_status=refused.http_status)
    return Rejected(
        refused.backend, _message(reason), vendor_code=code, documentation_url=url, http_status=refused.http_status
    )


def has_error(body: bytes) -> bool:
    """Whether an answer is an error, whatever its status: an object with `error`, `errors`, or `success: false`."""
    try:
        said = msgspec.json.decode(body, type=dict[str, Any])
    except NO_JSON:
        return False
    return bool(said.get("error") or said.get("errors")) or said.get("success") is False


def _decoded(body: bytes) -> dict[str, Any]:
    """Plain text becomes a message; HTML and truncated JSON say nothing; JSON that is no object becomes errors."""
    try:
        decoded = msgspec.json.decode(body)
    except NO_JSON:
        text = body.decode(errors="replace").strip()
        return {} if text.startswith(("<", "{", "[")) else {"message": text}
    return decoded if isinstance(decoded, dict) else {"errors": decoded}


def _message(reason: dict[str, Any]) -> str | None:
    """The text, followed by the errors by field."""
    text = next(
        (reason[name].strip() for name in TEXTS if isinstance(reason.get(name), str) and reason[name].strip()), ""
    )
    rest = {name: value for name, value in reason.items() if name not in NO_FAULTS}
    faults = " ".join(_faults(rest.get("errors", rest if not text else None)))
    words = " ".join(part for part in (text, faults) if part)
    return words[:LONGEST] or None


def _faults(value: Any, field: str = "") -> Iterator[str]:
    """Each text after its field: "order_lines.0.quantity: A valid number is required." """
    if isinstance(value, str) and value.strip():
        yield f"{field}: {value.strip()}" if field else value.strip()
    elif isinstance(value, list):
        yield from (fault for item in value if isinstance(item, str) for fault in _faults(item, field))
        for place, item in enumerate(value):
            if isinstance(item, dict):
                yield from _faults(item, f"{field}.{place}".lstrip("."))
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from _faults(item, f"{field}.{name}".lstrip("."))


def _one(reason: dict[str, Any], names: tuple[str, ...], form: re.Pattern[str]) -> str | None:
    """The first value that has the form: an error's `type` may be a URL, which is no code."""
    found = (reason.get(name) for name in names)
    return next((text for text in found if isinstance(text, str) and form.fullmatch(text)), None)
