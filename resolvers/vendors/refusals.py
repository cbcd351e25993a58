"""Why a vendor says no to a write, in its own words, out of whatever form they come in. Pure.

VDH Solar's form is documented: {type, message, documentation_url}. The others' are not, so the customary ones are read:
a text under `message`, `detail`, `title` or `error`, an object under `error`, faults by field (Django's, ASP.NET's
under `errors`), plain text.
"""

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from resolvers.errors import BackendFault, Refused, Rejected, Unauthenticated

TEXTS = ("message", "detail", "title", "error", "error_description")
CODES = ("code", "type")
URLS = ("documentation_url", "documentationUrl")
NO_FAULTS = frozenset({*TEXTS, *CODES, *URLS, "traceId"})
CODE = re.compile(r"[\w.-]{1,100}")
URL = re.compile(r"https?://\S{1,500}")
LONGEST = 1000


def told(refused: Refused) -> BackendFault:
    """Without the vendor's words where its body has none that can be read. A bare 401 or 403 is the credential's."""
    said = _decoded(refused.body)
    inner = said.get("error")
    reason: dict[str, Any] = inner if isinstance(inner, dict) else said
    code, url = _one(reason, CODES, CODE), _one(reason, URLS, URL)
    if refused.http_status in (401, 403) and code is None:
        return Unauthenticated(refused.backend, "rejects the gateway's credential.", http_status=refused.http_status)
    return Rejected(
        refused.backend, _message(reason), vendor_code=code, documentation_url=url, http_status=refused.http_status
    )


def _decoded(body: bytes) -> dict[str, Any]:
    """A body that is no object is a message as a whole; a page of HTML is none."""
    try:
        said = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        text = body.decode(errors="replace").strip()
        return {} if text.startswith(("<", "{", "[")) else {"message": text}
    return said if isinstance(said, dict) else {"errors": said}


def _message(told: dict[str, Any]) -> str | None:
    """The text, with the faults by field behind it."""
    text = next((told[name].strip() for name in TEXTS if isinstance(told.get(name), str) and told[name].strip()), "")
    rest = {name: value for name, value in told.items() if name not in NO_FAULTS}
    faults = " ".join(_faults(rest.get("errors", rest if not text else None)))
    words = " ".join(part for part in (text, faults) if part)
    return words[:LONGEST] or None


def _faults(value: Any, field: str = "") -> Iterator[str]:
    """Each text with the field that it is about: "order_lines.0.quantity: A valid number is required." """
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


def _one(told: dict[str, Any], names: tuple[str, ...], form: re.Pattern[str]) -> str | None:
    """The first of that form: an error's `type` may be an address, and is no code then."""
    found = (told.get(name) for name in names)
    return next((text for text in found if isinstance(text, str) and form.fullmatch(text)), None)
