"""What tests share: the event loop, vendors connected to their stand-ins, and a watch over what must not get out."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, settings
from redis import Redis

from resolvers.vendors.auth import credential
from resolvers.vendors.base import Vendor
from resolvers.vendors.config import BackendConfig
from resolvers.vendors.stand_in import SECRET, StandIn
from tests.canaries import WATCH, Record
from tests.logged import Log, logged
from tests.own_time import EventLoop
from tests.resolvers.state.servers import redis_server
from tests.waiting import NO_HURRY

# No time limits, for other work shares the machine. In CI hypothesis' own profile makes the same examples every time.
settings.register_profile(
    "patient",
    settings.get_profile(settings.get_current_profile_name()),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("patient")

Connect = Callable[..., Awaitable[Any]]


FORMER = pytest.StashKey[Callable[..., logging.LogRecord]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[FORMER] = logging.getLogRecordFactory()
    logging.setLogRecordFactory(Record)


def pytest_unconfigure(config: pytest.Config) -> None:
    logging.setLogRecordFactory(config.stash[FORMER])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first, so that no worker is left with it at the end."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test fails that let out a secret or somebody's data: in an answer, a log, a metric, or on its own output."""
    report = yield
    if report.when == "teardown":
        WATCH.line(report.capstdout + report.capstderr, "what the test wrote")
        if (leaks := WATCH.told()) and report.passed:
            report.outcome, report.longrepr = "failed", "\n".join(leaks)
    return report


@pytest.fixture
def anyio_backend(request: pytest.FixtureRequest) -> tuple[str, dict[str, Any]]:
    own_time = request.node.get_closest_marker("own_time")
    return "asyncio", {"loop_factory": EventLoop} if own_time else {}


@pytest.fixture
def log() -> Iterator[Log]:
    with logged() as log:
        yield log


@pytest.fixture(scope="session")
def running_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with redis_server(str(tmp_path_factory.mktemp("redis"))) as url:
        yield url


@pytest.fixture
def server(running_server: str) -> str:
    """The address of a Redis server that holds nothing."""
    with Redis.from_url(running_server) as client:
        client.flushall()
    return running_server


@pytest.fixture
async def connect(anyio_backend: str) -> AsyncIterator[Connect]:
    """connect(VendorClass, stand_in, **configuration): the vendor over its stand-in, by an ASGI transport."""
    async with AsyncExitStack() as stack:

        async def connected(kind: type[Vendor], far_end: StandIn, **config: Any) -> Vendor:
            given = NO_HURRY | {"id": "shop", "vendor": "any", "url": "https://vendor.test", "secret": SECRET}
            settings = BackendConfig.model_validate(given | config)
            transport = httpx.ASGITransport(app=far_end)
            auth = credential(settings, kind.default_auth)
            http = await stack.enter_async_context(httpx.AsyncClient(transport=transport, auth=auth))
            return kind(settings, http)

        yield connected
