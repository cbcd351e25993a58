"""The issuer's signing keys: cached, and fetched again when a token names an unknown one."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import suppress
from math import inf
from typing import Any

import httpx
import structlog
from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, KeySet

from app.refusal import overloaded
from resolvers.vendors.policies import deadline

SECONDS_BETWEEN = 60.0
"""At least, between fetches for unknown key ids, so that made-up ones don't cause a fetch each."""
SECONDS_KEPT = 3600.0
SECONDS_WITHOUT = 5
"""Between attempts while there are no keys at all."""
SECONDS_FETCHING = 10.0
"""At most, so that an issuer which drips does not stop all later attempts."""
SECONDS_WAITING = 1.0
"""At most, of a caller for whom the known keys might do."""
KINDS = ("RSA", "EC", "OKP")

log = structlog.get_logger(__name__)


class Keys:
    """`now`: seconds from an arbitrary start."""

    def __init__(self, url: str, http: httpx.AsyncClient, now: Callable[[], float]) -> None:
        self._url = url
        self._http = http
        self._now = now
        self._keys: KeySet | None = None
        self._tried = -inf
        self._fetching: asyncio.Task[None] | None = None

    async def known(self) -> KeySet:
        """Raises a Refusal, 503, if there are none yet and they can't be fetched."""
        if self._keys is None:
            await self._refresh(SECONDS_WITHOUT)
        elif self._is_due(SECONDS_KEPT):
            await self._refresh(SECONDS_KEPT, SECONDS_WAITING)
        return self._known_keys()

    async def fresh(self) -> KeySet:
        """Fetched again, unless the last fetch was less than SECONDS_BETWEEN ago. Raises a Refusal, as `known` does."""
        await self._refresh(SECONDS_BETWEEN)
        return self._known_keys()

    async def aclose(self) -> None:
        if self._fetching is not None:
            self._fetching.cancel()
            await asyncio.wait({self._fetching})

    async def _refresh(self, seconds: float, longest: float | None = None) -> None:
        """Fetches if `seconds` have passed since the last attempt, or joins a fetch in progress.

        Waits until the deadline, or for `longest` seconds if that is less. Cancelling the caller does not cancel the
        fetch, which others may be awaiting.
        """
        if self._fetching is None or (self._fetching.done() and self._is_due(seconds)):
            self._tried = self._now()
            self._fetching = asyncio.create_task(self._update())
        with suppress(TimeoutError):
            async with deadline.cut_off(longest):
                await asyncio.shield(self._fetching)

    def _is_due(self, seconds: float) -> bool:
        return self._now() - self._tried >= seconds

    def _known_keys(self) -> KeySet:
        if self._keys is None:
            raise overloaded("The token issuer's keys can't be fetched. Retry shortly.", SECONDS_WITHOUT)
        return self._keys

    async def _update(self) -> None:
        self._keys = await self._fetched() or self._keys

    async def _fetched(self) -> KeySet | None:
        """None if it fails: the known keys remain in use."""
        try:
            async with asyncio.timeout(SECONDS_FETCHING):
                response = await self._http.get(self._url, headers={"Accept": "application/json"})
            return _read(response.raise_for_status().json())
        except (httpx.HTTPError, TimeoutError, ValueError, KeyError, TypeError, RecursionError) as fault:
            log.warning("jwks_not_fetched", why=type(fault).__name__)
            return None


class NoKeys(ValueError):
    """The issuer's answer contains no key of a supported kind."""


def _read(answer: Any) -> KeySet:
    keys = KeySet(list(_usable(answer["keys"])))
    if not keys:
        raise NoKeys
    return keys


def _usable(keys: list[Any]) -> Iterator[Any]:
    """Keys of a supported kind. An unreadable key is skipped."""
    for key in keys:
        try:
            if key["kty"] in KINDS:
                yield JWKRegistry.import_key(key)
        except (JoseError, ValueError, KeyError, TypeError):
            continue
