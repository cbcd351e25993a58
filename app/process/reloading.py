"""Reloads the configuration: new requests use the new one, requests in flight end on the old one."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager

import anyio
import structlog
from starlette.routing import Router
from starlette.types import Receive, Scope, Send

from app.main import create_app
from app.process import changes
from app.process.draining import Draining
from app.process.generation import Generation
from app.process.metrics_port import exposed
from app.process.usable import Unusable
from app.resources import Resources
from app.settings import Settings

log = structlog.get_logger(__name__)
Hangups = Callable[[], AbstractContextManager[AsyncIterator[object]]]


@contextmanager
def hangups() -> Iterator[AsyncIterator[object]]:
    """The SIGHUPs that this process receives, among them those that came while the signal was still blocked."""
    with anyio.open_signal_receiver(signal.SIGHUP) as received:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGHUP})
        yield received


def refused(error: Unusable) -> None:
    log.error("configuration_refused", faults=str(error).splitlines())


class Reloading:
    """ASGI. `read()` returns the current configuration or raises Unusable; it may block.

    `closing`: former generations whose last requests have not ended.
    """

    def __init__(
        self, settings: Settings, read: Callable[[], Settings], resources: Resources, hangups: Hangups = hangups
    ) -> None:
        self.settings = settings
        self._read = read
        self._resources = resources
        self._hangups = hangups
        self._lifespan = Router(lifespan=lambda app: self.opened()).lifespan
        self._draining = Draining(self._serve, resources.ending)
        self._current: Generation
        self.closing: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        handle = self._lifespan if scope["type"] == "lifespan" else self._draining
        await handle(scope, receive, send)

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[None]:
        """Raises StoreFault or OSError if the state can't be opened or the metrics port is in use."""
        async with self._resources.opened(), exposed(self._resources.metrics, self.settings.server):
            self._current = await self._generation(self.settings)
            with self._hangups() as received:
                reloading = asyncio.create_task(self._reload_on(received))
                yield
                reloading.cancel()
            self._close(self._current)
            await asyncio.gather(*self.closing)

    async def reload(self) -> None:
        """A configuration that is invalid or can't be opened changes nothing."""
        try:
            wanted = await asyncio.to_thread(self._read)
            following = await self._generation(applied := changes.applied(self.settings, wanted))
        except Unusable as error:
            refused(error)
        except Exception:
            log.exception("configuration_not_opened")
        else:
            self._log_changes(wanted, applied)
            self._close(self._current)
            self.settings, self._current = applied, following

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._current(scope, receive, send)

    async def _reload_on(self, received: AsyncIterator[object]) -> None:
        async for _ in received:
            await self.reload()

    async def _generation(self, settings: Settings) -> Generation:
        """Raises what prevents it from opening."""
        made = Generation(create_app(settings, kept=self._resources))
        await made.opened()
        return made

    def _close(self, former: Generation) -> None:
        closing = asyncio.create_task(former.close(self._resources.ending.left()))
        self.closing.add(closing)
        closing.add_done_callback(self.closing.discard)

    def _log_changes(self, wanted: Settings, applied: Settings) -> None:
        log.info("configuration_taken", changed=changes.between(self.settings, applied))
        if keys := changes.fixed(self.settings, wanted):
            log.warning("configuration_needs_restart", keys=keys)
