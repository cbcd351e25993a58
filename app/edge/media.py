"""Which media type answers: what the client accepts, weighed by q, then by its order."""

import re

from app.refusal import bad_request

GRAPHQL = "application/graphql-response+json"
JSON = "application/json"
OFFERED = (JSON, GRAPHQL)
"""In the order that decides where the client does not."""

WEIGHT = re.compile(r"(?i)q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")


def negotiated(accept: str | None) -> str:
    """One of OFFERED. Raises a Refusal, 406."""
    found = best(accept, OFFERED)
    if found is None:
        raise bad_request(f"The answer can be {JSON} or {GRAPHQL}.", status=406)
    return found


def best(accept: str | None, offered: tuple[str, ...]) -> str | None:
    """The offered type that is liked most; None where none is acceptable."""
    if not accept or not accept.strip():
        return offered[0]
    ranges = list(enumerate(map(_range, accept.lower().split(","))))
    liked = [(_liking(kind, ranges), -place, kind) for place, kind in enumerate(offered)]
    (weight, _), _, kind = max(liked)
    return kind if weight > 0 else None


def _liking(kind: str, ranges: list[tuple[int, tuple[str, float]]]) -> tuple[float, int]:
    """By the most specific range that matches: its weight, then how early it stands."""
    matching = [(_precision(pattern), -at, weight) for at, (pattern, weight) in ranges if _matches(pattern, kind)]
    if not matching:
        return 0.0, 0
    precision, earliness, weight = max(matching)
    # A wildcard says no order: what it lets in stands last, side by side.
    return weight, earliness if precision == 2 else -len(ranges)


def _range(text: str) -> tuple[str, float]:
    pattern, *parameters = (part.strip() for part in text.split(";"))
    weights = [found[1] for part in parameters if (found := WEIGHT.fullmatch(part))]
    return pattern, float(weights[0]) if weights else 1.0


def _precision(pattern: str) -> int:
    return 2 - pattern.count("*")


def _matches(pattern: str, kind: str) -> bool:
    return pattern in ("*/*", kind, kind.split("/")[0] + "/*")
