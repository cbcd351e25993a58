"""Opens the configured backends: one HTTP client each, which knows that backend's credential and no other's."""

import ssl
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import cache
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx

from resolvers.vendors import VENDORS
from resolvers.vendors.auth import credential
from resolvers.vendors.authority import Authority
from resolvers.vendors.base import Vendor
from resolvers.vendors.config import BackendConfig
from resolvers.vendors.exchange import Network
from resolvers.vendors.policies.turns import Sharing, alone
from resolvers.vendors.traffic import Heard, nobody
from resolvers.vendors.unpacking import ASKED_FOR

Transport = Callable[[BackendConfig], httpx.AsyncBaseTransport]
USER_AGENT = "order-gateway"


@cache
def trusted() -> ssl.SSLContext:
    """Whom to trust, for all ways out of this process: reading it takes 20 ms."""
    return httpx.create_ssl_context(trust_env=False)


def by_network(config: BackendConfig) -> httpx.AsyncBaseTransport:
    """The real one: httpx's own."""
    most = config.max_concurrency
    limits = httpx.Limits(max_connections=most, max_keepalive_connections=most)
    return Network(verify=_trusting(config.ca_file), trust_env=False, limits=limits)


def _trusting(own: Authority | None) -> ssl.SSLContext:
    """Whom the others trust, and the backend's own authority: an OAuth issuer of its may have a public one."""
    if own is None:
        return trusted()
    context = httpx.create_ssl_context(trust_env=False)
    context.load_verify_locations(cadata=own.certificates)
    return context


@dataclass(eq=False)
class _Open:
    """`users`: how many hold it."""

    config: BackendConfig
    public_url: str
    http: httpx.AsyncClient
    vendor: Vendor
    users: int = 0


class Connections:
    """The backends that are connected. Who asks for one that is configured alike gets the same.

    With it come its connections, its token, and what is known of it: health, circuits, pace.
    """

    def __init__(self, transport: Transport = by_network, turns: Sharing = alone, heard: Heard = nobody) -> None:
        self._transport = transport
        self._turns = turns
        self._heard = heard
        self._open: list[_Open] = []

    @asynccontextmanager
    async def to(self, configs: Iterable[BackendConfig], public_url: str = "") -> AsyncIterator[dict[str, Vendor]]:
        """By id, in the order of the configuration, for as long as the context lasts."""
        async with AsyncExitStack() as stack:
            yield {config.id: await stack.enter_async_context(self._one(config, public_url)) for config in configs}

    def ids(self) -> list[str]:
        """Of those that somebody uses."""
        return [each.config.id for each in self._open]

    @asynccontextmanager
    async def _one(self, config: BackendConfig, public_url: str) -> AsyncIterator[Vendor]:
        used = self._like(config, public_url) or self._opened(config, public_url)
        used.users += 1
        try:
            yield used.vendor
        finally:
            used.users -= 1
            if not used.users:
                self._open.remove(used)
                await used.http.aclose()

    def _like(self, config: BackendConfig, public_url: str) -> _Open | None:
        return next((each for each in self._open if (each.config, each.public_url) == (config, public_url)), None)

    def _opened(self, config: BackendConfig, public_url: str) -> _Open:
        kind = VENDORS[config.vendor]
        http = _client(config, kind, self._transport(config))
        vendor = kind(config, http, public_url, turns=self._turns(config.id), heard=self._heard)
        self._open.append(_Open(config, public_url, http, vendor))
        return self._open[-1]


def connect(
    configs: Iterable[BackendConfig], public_url: str = "", transport: Transport = by_network
) -> AbstractAsyncContextManager[dict[str, Vendor]]:
    """By id, in the order of the configuration, for as long as the context lasts; with nobody else."""
    return Connections(transport).to(configs, public_url)


def _client(config: BackendConfig, kind: type[Vendor], transport: httpx.AsyncBaseTransport) -> httpx.AsyncClient:
    """Redirects are not followed and no proxy is taken from the environment: a credential goes where it is meant to.

    Cookies are not kept: they would make one session of all callers' calls, which many servers answer one by one.
    An idle connection is given up after httpx's 5 seconds, before most servers do: a write that is sent as the server
    hangs up is in doubt.
    """
    return httpx.AsyncClient(
        auth=credential(config, kind.default_auth),
        timeout=config.timeout,
        transport=transport,
        headers={"User-Agent": USER_AGENT, "Accept-Encoding": ASKED_FOR},
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
        trust_env=False,
    )
