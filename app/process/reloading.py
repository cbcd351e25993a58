"""Takes a new configuration while it serves: new requests use it, those under way end on the old one."""

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
from app.process.generation import Generation
from app.process.lasting import Lasting
from app.process.parting import Parting
from app.process.usable import Unusable
from app.settings import Settings

log = structlog.get_logger(__name__)
Hangups = Callable[[], AbstractContextManager[AsyncIterator[object]]]


@contextmanager
def hangups() -> Iterator[AsyncIterator[object]]:
    """The SIGHUPs that this process gets. Until here the signal was held back, so that none came too early."""
    with anyio.open_signal_receiver(signal.SIGHUP) as received:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGHUP})
        yield received


def refused(error: Unusable) -> None:
    log.error("configuration_refused", faults=str(error).splitlines())


class Reloading:
    """ASGI. `read()` gives the configuration as it is now, or raises Unusable; it may block.

    `closing`: those of former configurations whose last requests have not ended.
    """

    def __init__(
        self, settings: Settings, read: Callable[[], Settings], lasting: Lasting, hangups: Hangups = hangups
    ) -> None:
        self.settings = settings
        self._read = read
        self._lasting = lasting
        self._hangups = hangups
        self._lifespan = Router(lifespan=lambda app: self.opened()).lifespan
        self._parting = Parting(self._serve, lasting.ending)
        self._current: Generation
        self.closing: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        handle = self._lifespan if scope["type"] == "lifespan" else self._parting
        await handle(scope, receive, send)

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[None]:
        async with self._lasting.opened():
            self._current = await self._generation(self.settings)
            with self._hangups() as received:
                heeding = asyncio.create_task(self._heed(received))
                yield
                heeding.cancel()
            self._close(self._current)
            await asyncio.gather(*self.closing)

    async def reload(self) -> None:
        """A configuration that is wrong, or can't be opened, changes nothing."""
        try:
            wanted = await asyncio.to_thread(self._read)
            following = await self._generation(applied := changes.applied(self.settings, wanted))
        except Unusable as error:
            refused(error)
        except Exception:
            log.exception("configuration_not_opened")
        else:
            self._tell(wanted, applied)
            self._close(self._current)
            self.settings, self._current = applied, following

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._current(scope, receive, send)

    async def _heed(self, received: AsyncIterator[object]) -> None:
        async for _ in received:
            await self.reload()

    async def _generation(self, settings: Settings) -> Generation:
        """Raises what stands in the way of its opening."""
        made = Generation(create_app(settings, kept=self._lasting))
        await made.opened()
        return made

    def _close(self, former: Generation) -> None:
        closing = asyncio.create_task(former.close(self._lasting.ending.left()))
        self.closing.add(closing)
        closing.add_done_callback(self.closing.discard)

    def _tell(self, wanted: Settings, applied: Settings) -> None:
        log.info("configuration_taken", changed=changes.between(self.settings, applied))
        if keys := changes.fixed(self.settings, wanted):
            log.warning("configuration_needs_restart", keys=keys)
