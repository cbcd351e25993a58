"""Opens the configured backends: one HTTP client each, which knows that backend's credential and no other's."""

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager

import httpx

from resolvers.vendors import VENDORS
from resolvers.vendors.auth import credential
from resolvers.vendors.base import Vendor
from resolvers.vendors.config import BackendConfig

Transport = Callable[[BackendConfig], httpx.AsyncBaseTransport | None]
USER_AGENT = "order-gateway"


def by_network(config: BackendConfig) -> httpx.AsyncBaseTransport | None:
    """The real one: httpx's own."""
    return None


@asynccontextmanager
async def connect(
    configs: Iterable[BackendConfig], public_url: str = "", transport: Transport = by_network
) -> AsyncIterator[dict[str, Vendor]]:
    """By id, in the order of the configuration, for as long as the context lasts."""
    async with AsyncExitStack() as stack:
        vendors = {}
        for config in configs:
            kind = VENDORS[config.vendor]
            http = await stack.enter_async_context(_client(config, kind, transport))
            vendors[config.id] = kind(config, http, public_url)
        yield vendors


def _client(config: BackendConfig, kind: type[Vendor], transport: Transport) -> httpx.AsyncClient:
    """Redirects are not followed and no proxy is taken from the environment: a credential goes where it is meant to."""
    return httpx.AsyncClient(
        auth=credential(config, kind.default_auth),
        timeout=config.timeout,
        limits=httpx.Limits(max_connections=config.max_concurrency, max_keepalive_connections=config.max_concurrency),
        transport=transport(config),
        headers={"User-Agent": USER_AGENT},
        trust_env=False,
    )
