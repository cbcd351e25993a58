"""JSON responses."""

from collections.abc import Mapping
from typing import Any

import orjson
from starlette.datastructures import Headers
from starlette.responses import Response

from app.edge import media
from app.refusal import Refusal

NO_STORE = {"Cache-Control": "no-store"}
"""For errors: a cache would still report them after they have been fixed."""


def json(data: Any, kind: str, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """By orjson, which passes a vendor's raw JSON through unchanged."""
    return Response(orjson.dumps(data), status, headers, media_type=f"{kind}; charset=utf-8")


def refused(refusal: Refusal, request_headers: Headers) -> Response:
    """A GraphQL request error with the refusal's own status."""
    kind = media.preferred(media.accepted(request_headers))
    return json({"errors": refusal.errors}, kind, refusal.status, {"Vary": "Accept"} | NO_STORE | refusal.headers)
