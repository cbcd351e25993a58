"""Whose operations share a token bucket: a client's, a token subject's or an address's, even if named alike."""

from resolvers.caller import Quota


def of(kind: str, name: str, cost_per_second: float) -> Quota | None:
    """None if the caller has no rate limit."""
    return Quota(f"{kind}:{name}", cost_per_second) if cost_per_second else None
