"""The keys that an issuer signs with: fetched once, and again where a token names one that is not among them."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import structlog
from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, KeySet

from app.refusal import Refusal, error
from schema.errors import ErrorCode

SECONDS_BETWEEN = 60.0
"""So that strangers with made-up key ids don't make us ask the issuer each time."""
SECONDS_KEPT = 3600.0
SECONDS_WITHOUT = 5.0
"""Between two tries while there are none at all."""
KINDS = ("RSA", "EC", "OKP")

log = structlog.get_logger(__name__)


class Keys:
    """`now`: seconds, from any beginning."""

    def __init__(self, url: str, http: httpx.AsyncClient, now: Callable[[], float]) -> None:
        self._url = url
        self._http = http
        self._now = now
        self._keys: KeySet | None = None
        self._tried: float | None = None
        self._turn = asyncio.Lock()

    async def known(self) -> KeySet:
        """Raises a Refusal, 503, where there are none yet and the issuer can't be asked."""
        return await self._within(SECONDS_KEPT if self._keys else SECONDS_WITHOUT)

    async def fresh(self) -> KeySet:
        """Asked for again, unless that was done just now."""
        return await self._within(SECONDS_BETWEEN)

    async def _within(self, seconds: float) -> KeySet:
        async with self._turn:
            if self._tried is None or self._now() - self._tried >= seconds:
                self._tried = self._now()
                self._keys = await self._fetched() or self._keys
        if self._keys is None:
            missing = error("The issuer's keys can't be had; ask again shortly.", ErrorCode.OVERLOADED)
            raise Refusal([missing], 503, {"Retry-After": str(int(SECONDS_WITHOUT))}, is_http=True)
        return self._keys

    async def _fetched(self) -> KeySet | None:
        """None where it fails: the keys that were known go on being so."""
        try:
            response = await self._http.get(self._url, headers={"Accept": "application/json"})
            return KeySet(list(_usable(response.raise_for_status().json()["keys"])))
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as fault:
            log.warning("jwks_not_fetched", why=type(fault).__name__)
            return None


def _usable(keys: list[Any]) -> Iterator[Any]:
    """Those of a kind that we take; one that can't be read costs the others nothing."""
    for key in keys:
        try:
            if key["kty"] in KINDS:
                yield JWKRegistry.import_key(key)
        except (JoseError, ValueError, KeyError, TypeError):
            continue
