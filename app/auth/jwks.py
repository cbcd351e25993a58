"""The keys that an issuer signs with: fetched once, and again where a token names one that is not among them."""

import asyncio
from collections.abc import Callable, Iterator
from math import inf
from typing import Any

import httpx
import structlog
from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, KeySet

from app.refusal import overloaded

SECONDS_BETWEEN = 60.0
"""So that strangers with made-up key ids don't make us ask the issuer each time."""
SECONDS_KEPT = 3600.0
SECONDS_WITHOUT = 5
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
        self._tried = -inf
        self._asking: asyncio.Task[None] | None = None

    async def known(self) -> KeySet:
        """Raises a Refusal, 503, where there are none yet and the issuer can't be asked."""
        if self._keys is None or self._is_due(SECONDS_KEPT):
            await self._asked(SECONDS_KEPT if self._keys else SECONDS_WITHOUT)
        return self._those_at_hand()

    async def fresh(self) -> KeySet:
        """Asked for again, unless that was done just now."""
        await self._asked(SECONDS_BETWEEN)
        return self._those_at_hand()

    async def aclose(self) -> None:
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.wait({self._asking})

    async def _asked(self, seconds: float) -> None:
        """Waits for the issuer where it is asked, also for another. Who leaves meanwhile ends it for nobody."""
        if self._asking is None or (self._asking.done() and self._is_due(seconds)):
            self._tried = self._now()
            self._asking = asyncio.create_task(self._ask())
        await asyncio.shield(self._asking)

    def _is_due(self, seconds: float) -> bool:
        return self._now() - self._tried >= seconds

    def _those_at_hand(self) -> KeySet:
        if self._keys is None:
            raise overloaded("The token issuer's keys can't be fetched. Retry shortly.", SECONDS_WITHOUT)
        return self._keys

    async def _ask(self) -> None:
        self._keys = await self._fetched() or self._keys

    async def _fetched(self) -> KeySet | None:
        """None where it fails: the keys that were known go on being so."""
        try:
            response = await self._http.get(self._url, headers={"Accept": "application/json"})
            return _read(response.raise_for_status().json())
        except (httpx.HTTPError, ValueError, KeyError, TypeError, RecursionError) as fault:
            log.warning("jwks_not_fetched", why=type(fault).__name__)
            return None


class NoKeys(ValueError):
    """The issuer's answer holds none that we take."""


def _read(answer: Any) -> KeySet:
    keys = KeySet(list(_usable(answer["keys"])))
    if not keys:
        raise NoKeys
    return keys


def _usable(keys: list[Any]) -> Iterator[Any]:
    """Those of a kind that we take; one that can't be read costs the others nothing."""
    for key in keys:
        try:
            if key["kty"] in KINDS:
                yield JWKRegistry.import_key(key)
        except (JoseError, ValueError, KeyError, TypeError):
            continue
