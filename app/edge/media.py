"""Content negotiation: the media type that the client prefers, by weight (q), then by order."""

import re

from starlette.datastructures import Headers

from app.refusal import bad_request

GRAPHQL = "application/graphql-response+json"
JSON = "application/json"
OFFERED = (JSON, GRAPHQL)
"""The first is the default."""

MOST_RANGES = 100
"""Of an Accept header; no client sends a tenth of it, and the rest is ignored."""
WEIGHT = re.compile(r"(?i)q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")


def accepted(headers: Headers) -> str:
    """The Accept header, which may be sent as several lines."""
    return ", ".join(headers.getlist("accept"))


def negotiated(accept: str | None) -> str:
    """One of OFFERED. Raises a Refusal, 406."""
    found = best(accept, OFFERED)
    if found is None:
        raise bad_request(f"The answer is {JSON} or {GRAPHQL}, and neither is accepted.", status=406)
    return found


def preferred(accept: str | None) -> str:
    """One of OFFERED, even if neither is accepted: for errors."""
    return best(accept, OFFERED) or JSON


def best(accept: str | None, offered: tuple[str, ...]) -> str | None:
    """None if no offered type is acceptable."""
    if not accept or not accept.strip():
        return offered[0]
    ranges = list(enumerate(map(_range, accept.lower().split(",", MOST_RANGES)[:MOST_RANGES])))
    preferences = [(_preference(kind, ranges), -place, kind) for place, kind in enumerate(offered)]
    (weight, _), _, kind = max(preferences)
    return kind if weight > 0 else None


def _preference(kind: str, ranges: list[tuple[int, tuple[str, float]]]) -> tuple[float, int]:
    """By the most specific range that matches: its weight, then its position."""
    matching = [(_precision(pattern), -at, weight) for at, (pattern, weight) in ranges if _matches(pattern, kind)]
    if not matching:
        return 0.0, 0
    precision, earliness, weight = max(matching)
    # A wildcard expresses no order: the types it matches come last, as equals.
    return weight, earliness if precision == 2 else -len(ranges)


def _range(text: str) -> tuple[str, float]:
    pattern, *parameters = (part.strip() for part in text.split(";"))
    weights = [found[1] for part in parameters if (found := WEIGHT.fullmatch(part))]
    return pattern, float(weights[0]) if weights else 1.0


def _precision(pattern: str) -> int:
    return 2 - pattern.count("*")


def _matches(pattern: str, kind: str) -> bool:
    return pattern in ("*/*", kind, kind.split("/")[0] + "/*")
