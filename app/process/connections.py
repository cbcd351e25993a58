"""Connections of clients: how many there may be, and how long a request's head may take to arrive."""

import asyncio
from math import inf
from typing import Literal

import h11
import structlog
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from app import logs
from app.settings import Server

log = structlog.get_logger(__name__)
REQUEST_TIMEOUT = b"HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
LONGEST_HEAD = 64 * 1024
"""Bytes. h11's own limit, a quarter of it, is the longest token that we accept, without any other header."""
ACCEPTED_AT_ONCE = 64
"""Connections accepted before any of them can be closed again; each takes a file descriptor."""
READING = 60.0
"""Seconds from the end of an answer during which its client may still read it, whoever needs the connection."""
MINUTE = 60.0
"""Seconds between two warnings."""


class Connection(H11Protocol):
    """uvicorn itself limits only the pause after a response, by `timeout_keep_alive`."""

    config: "Config"
    _answered = -inf

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._await_head()
        if len(self.connections) > self.config.max_connections:
            self.config.close_longest_idle()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._is_idle():
            self._await_head()
        else:
            self._leave_idle()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self._is_idle():
            self.config.idle[self] = None
            self._answered = self.loop.time()

    def send_400_response(self, msg: str) -> None:
        """If the malformed bytes are a body's, its request ends here: uvicorn would let it be answered as well."""
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            super().send_400_response(msg)
        self.transport.close()
        if not self._is_idle():
            self.cycle.disconnected = True
            self.cycle.message_event.set()

    def connection_lost(self, exc: Exception | None) -> None:
        self._leave_idle()
        super().connection_lost(exc)

    def can_be_dropped(self) -> bool:
        """Not while its client reads an answer."""
        return not self.transport.get_write_buffer_size() or self.loop.time() >= self._answered + READING

    def drop(self) -> None:
        self._leave_idle()
        self.transport.abort()

    def _should_upgrade(self) -> bool:
        """uvicorn itself warns of each such request, and recommends packages: Java's client asks for h2c by default."""
        return False

    def _is_idle(self) -> bool:
        """Also while the rest of a body arrives that was answered unread."""
        return self.cycle is None or self.cycle.response_complete

    def _await_head(self) -> None:
        """From the start of the connection, or from the first byte after a pause: later bytes don't prolong it."""
        if self.config.idle.get(self) is None:
            self.config.idle[self] = self.loop.call_later(self.config.header_timeout, self._head_is_late)

    def _leave_idle(self) -> None:
        if timer := self.config.idle.pop(self, None):
            timer.cancel()

    def _head_is_late(self) -> None:
        """Whoever has sent nothing is not answered: there is no request."""
        received, _ = self.conn.trailing_data
        if self.conn.their_state is h11.IDLE and received:
            self.transport.write(REQUEST_TIMEOUT)
        self.transport.close()


class Config(uvicorn.Config):
    """For servers that strangers reach.

    `idle`: connections without a request in progress, the longest idle first, each with its timer while a head is
    awaited.
    """

    def __init__(self, app: ASGIApp, server: Server, lifespan: Literal["on", "off"]) -> None:
        super().__init__(
            app,
            http=Connection,
            ws="none",
            lifespan=lifespan,
            backlog=ACCEPTED_AT_ONCE,
            h11_max_incomplete_event_size=LONGEST_HEAD,
            **logs.UVICORN,
        )
        self.header_timeout = server.header_timeout
        self.max_connections = server.max_connections
        self.idle: dict[Connection, asyncio.TimerHandle | None] = {}
        self._quiet_until = 0.0

    def close_longest_idle(self) -> None:
        """It may be the newest connection, if no other can be dropped."""
        next(connection for connection in self.idle if connection.can_be_dropped()).drop()
        self._warn()

    def _warn(self) -> None:
        now = asyncio.get_running_loop().time()
        if now >= self._quiet_until:
            self._quiet_until = now + MINUTE
            log.warning("too_many_connections", limit=self.max_connections)
