"""Opens the configured backends, each with its own HTTP client, connection pool and credential."""

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
    """The TLS context with the public CAs, shared by all backends: loading it takes 20 ms."""
    return httpx.create_ssl_context(trust_env=False)


def by_network(config: BackendConfig) -> httpx.AsyncBaseTransport:
    """The transport to real backends, with a pool of `max_concurrency` connections."""
    most = config.max_concurrency
    limits = httpx.Limits(max_connections=most, max_keepalive_connections=most)
    return Network(verify=_tls_context(config.ca_file), trust_env=False, limits=limits)


def _tls_context(own: Authority | None) -> ssl.SSLContext:
    """Trusts the public CAs besides the backend's own: the issuer of its OAuth tokens may need them."""
    if own is None:
        return trusted()
    context = httpx.create_ssl_context(trust_env=False)
    context.load_verify_locations(cadata=own.certificates)
    return context


@dataclass(eq=False)
class _Open:
    """`users`: the contexts that use it; it is closed after the last one."""

    config: BackendConfig
    public_url: str
    http: httpx.AsyncClient
    vendor: Vendor
    users: int = 0


class Connections:
    """The open backends. Contexts that ask for the same backend with equal configuration share it.

    They share its connection pool, OAuth token, health, circuits and pace: a reload that changes nothing keeps them.
    """

    def __init__(self, transport: Transport = by_network, turns: Sharing = alone, heard: Heard = nobody) -> None:
        self._transport = transport
        self._turns = turns
        self._heard = heard
        self._open: list[_Open] = []

    @asynccontextmanager
    async def to(self, configs: Iterable[BackendConfig], public_url: str = "") -> AsyncIterator[dict[str, Vendor]]:
        """The backends by id, in the order of the configuration, open until the context ends."""
        async with AsyncExitStack() as stack:
            yield {config.id: await stack.enter_async_context(self._shared(config, public_url)) for config in configs}

    def ids(self) -> list[str]:
        """Of the open backends."""
        return [each.config.id for each in self._open]

    @asynccontextmanager
    async def _shared(self, config: BackendConfig, public_url: str) -> AsyncIterator[Vendor]:
        used = self._find(config, public_url) or self._opened(config, public_url)
        used.users += 1
        try:
            yield used.vendor
        finally:
            used.users -= 1
            if not used.users:
                self._open.remove(used)
                await used.http.aclose()

    def _find(self, config: BackendConfig, public_url: str) -> _Open | None:
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
    """As `Connections.to`, sharing nothing with other contexts."""
    return Connections(transport).to(configs, public_url)


def _client(config: BackendConfig, kind: type[Vendor], transport: httpx.AsyncBaseTransport) -> httpx.AsyncClient:
    """Follows no redirects and takes no proxy from the environment, so that the credential goes to the backend only.

    Stores no cookies: they would put all callers' calls in one session, and many servers serialize those.
    Idle connections are closed after httpx's default of 5 seconds, earlier than by most servers: if a server closes
    one while a write is sent, the write's outcome is unknown.
    """
    return httpx.AsyncClient(
        auth=credential(config, kind.default_auth),
        timeout=config.timeout,
        transport=transport,
        headers={"User-Agent": USER_AGENT, "Accept-Encoding": ASKED_FOR},
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
        trust_env=False,
    )
