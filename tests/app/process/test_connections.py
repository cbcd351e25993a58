"""Who is cut off for saying nothing, or too slowly, and who is not: uvicorn's own server over sockets in memory."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import pytest
from async_solipsism import ListenSocket
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.types import ASGIApp, Receive, Scope, Send

from app.auth.tokens import LONGEST
from app.ending import Ending
from app.process.connections import LONGEST_HEAD, MINUTE, READING, Config
from app.process.serving import BACKLOG
from app.process.shutdown import Server
from app.settings import Server as Configured
from tests.logged import Log
from tests.waiting import until

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]

TIMEOUT, KEEP_ALIVE = 10.0, 5.0
"""Of a head, as it is configured here; of a pause between requests, as uvicorn has it."""
LONG, DRIP = 1000.0, 0.7
ADDRESS = ("gateway", 80)
HEAD = b"GET / HTTP/1.1\r\nHost: gateway\r\n\r\n"
LAST = b"GET / HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n\r\n"
POST = b"POST / HTTP/1.1\r\nHost: gateway\r\nContent-Length: 30\r\n\r\n"
CHUNKED = b"POST / HTTP/1.1\r\nHost: gateway\r\nTransfer-Encoding: chunked\r\n\r\n"
MALFORMED = b"x\r\n"
ANSWER = bytes(1_000_000)
"""More than the system keeps for a client."""


def now() -> float:
    return asyncio.get_running_loop().time()


async def after_the_body(scope: Scope, receive: Receive, send: Send) -> None:
    """Reads a request to its end, before it answers."""
    while (await receive()).get("more_body"):
        pass
    await at_once(scope, receive, send)


async def at_once(scope: Scope, receive: Receive, send: Send) -> None:
    """Reads nothing."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body"})


async def at_length(scope: Scope, receive: Receive, send: Send) -> None:
    headers = [(b"content-length", b"%d" % len(ANSWER))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": ANSWER})


async def in_two_parts(scope: Scope, receive: Receive, send: Send) -> None:
    """With a pause in between."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await asyncio.sleep(LONG)
    await send({"type": "http.response.body", "body": b"{}"})


async def much_later(scope: Scope, receive: Receive, send: Send) -> None:
    await asyncio.sleep(LONG)
    await at_once(scope, receive, send)


class Listening(ListenSocket):
    """Remembers how many it lets wait. Like a real one it may be closed twice."""

    backlog = 0
    is_closed = False

    def listen(self, backlog: int = 0) -> None:
        self.backlog = backlog

    def close(self) -> None:
        if not self.is_closed:
            super().close()
        self.is_closed = True


@dataclass
class Gateway:
    config: Config
    socket: Listening
    ending: Ending
    server: Server
    running: "asyncio.Task[None]"

    def end(self) -> None:
        self.ending.begin()
        self.server.should_exit = True


@asynccontextmanager
async def serving(app: ASGIApp = after_the_body, most: int = 500) -> AsyncIterator[Gateway]:
    config = Config(app, Configured(header_timeout=TIMEOUT, max_connections=most), lifespan="off")
    ending, listening = Ending(drain=0, grace=20, now=now), Listening(ADDRESS)
    server = Server(config, ending)
    gateway = Gateway(config, listening, ending, server, asyncio.create_task(server.serve([listening])))
    await until(lambda: server.started)
    try:
        yield gateway
    finally:
        gateway.end()
        await gateway.running
    assert not config.idle


@dataclass
class Client:
    """`heard`: all that it is told until it is hung up on, and when that is."""

    writer: asyncio.StreamWriter
    heard: "asyncio.Task[tuple[bytes, float]]"
    since: float

    async def send(self, data: bytes) -> None:
        """And lets the gateway read it."""
        self.writer.write(data)
        await asyncio.sleep(0.001)

    async def drip(self, data: bytes) -> None:
        """Byte by byte, until it is hung up on."""
        for byte in data:
            if not self.heard.done():
                self.writer.write(bytes([byte]))
                await asyncio.wait({self.heard}, timeout=DRIP)

    async def closed(self) -> tuple[list[int], float]:
        """The statuses that it was answered with, and the seconds from its connecting."""
        async with asyncio.timeout(2 * LONG):
            heard, at = await self.heard
        return [int(status) for status in re.findall(rb"HTTP/1.1 (\d+)", heard)], round(at - self.since, 1)


@asynccontextmanager
async def connected() -> AsyncIterator[Client]:
    reader, writer = await asyncio.open_connection(*ADDRESS)

    async def all_heard() -> tuple[bytes, float]:
        return await reader.read(), now()

    heard = asyncio.create_task(all_heard())
    try:
        yield Client(writer, heard, now())
    finally:
        writer.close()
        await asyncio.wait({heard})


# ---------------------------------------------------------------- heads


async def test_a_connection_that_stays_silent_is_closed_without_a_word() -> None:
    async with serving(), connected() as client:
        assert await client.closed() == ([], TIMEOUT)


async def test_a_head_that_comes_a_byte_at_a_time_is_cut_off_and_told_so() -> None:
    async with serving(), connected() as client:
        await client.drip(LAST)

        assert await client.closed() == ([408], TIMEOUT)


@settings(max_examples=50)
@given(st.lists(st.integers(1, 40), min_size=1, max_size=8))
async def test_a_head_in_pieces_is_answered_if_it_is_whole_in_time_and_only_then(tenths: list[int]) -> None:
    """`tenths` of a second before each piece, and a little at first, so that none comes just when time is up."""
    seconds = sum(tenths) / 10
    async with serving(), connected() as client:
        await asyncio.sleep(0.04)
        for number, pause in enumerate(tenths):
            await asyncio.wait({client.heard}, timeout=pause / 10)
            if not client.heard.done():
                client.writer.write(LAST[number * len(LAST) // len(tenths) : (number + 1) * len(LAST) // len(tenths)])
        closed = await client.closed()

    assert closed == (([200], seconds) if seconds < TIMEOUT else ([408], TIMEOUT))


@pytest.mark.parametrize(("length", "status"), [(LONGEST_HEAD, 200), (LONGEST_HEAD + 1, 400)])
async def test_a_head_in_pieces_may_be_as_long_as_the_limit(length: int, status: int) -> None:
    head = LAST[:-2] + b"X: "
    async with serving(), connected() as client:
        await client.send(head + b"x" * (length - len(head)))
        if not client.heard.done():
            await client.send(b"\r\n\r\n")

        assert (await client.closed())[0] == [status]


async def test_a_head_has_room_for_the_longest_token() -> None:
    """In pieces, as it comes from afar."""
    head = LAST[:-2] + b"Authorization: Bearer " + b"x" * LONGEST + b"\r\n"
    async with serving(), connected() as client:
        await client.send(head)
        await client.send(b"\r\n")

        assert (await client.closed())[0] == [200]


async def test_a_body_may_take_longer() -> None:
    async with serving(), connected() as client:
        await client.send(POST)
        await client.drip(bytes(30))
        await client.send(LAST)

        assert (await client.closed())[0] == [200, 200]


async def test_so_may_an_answer() -> None:
    async with serving(much_later), connected() as client:
        await client.send(LAST)

        assert await client.closed() == ([200], LONG)


async def test_a_pause_between_requests_ends_as_ever() -> None:
    async with serving(), connected() as client:
        await client.send(HEAD)

        assert await client.closed() == ([200], KEEP_ALIVE)


async def test_the_next_head_has_its_own_time_from_its_first_byte_on() -> None:
    async with serving(), connected() as client:
        await client.send(HEAD)
        await asyncio.sleep(4)
        await client.drip(LAST)

        assert await client.closed() == ([200, 408], 4 + TIMEOUT)


async def test_requests_that_come_at_once_are_all_answered() -> None:
    async with serving(), connected() as client:
        await client.send(HEAD + HEAD + LAST)

        assert await client.closed() == ([200, 200, 200], 0)


@pytest.mark.parametrize("begun", [1, 20])
async def test_a_head_that_was_begun_behind_a_request_is_cut_off_at_last(begun: int) -> None:
    async with serving(), connected() as client:
        await client.send(HEAD + LAST[:begun])
        await asyncio.sleep(4)
        await client.drip(LAST[begun:])

        assert await client.closed() == ([200, 408], 4 + TIMEOUT)


@pytest.mark.parametrize(
    ("head", "body"),
    [(POST, bytes(5)), (POST, bytes(30)), (CHUNKED, b"1")],
    ids=["part", "whole", "part of a chunk's size"],
)
async def test_what_comes_of_a_body_after_its_answer_keeps_no_connection_open(head: bytes, body: bytes) -> None:
    """uvicorn's own timer, once it has been stopped by these bytes, is not started again."""
    async with serving(at_once), connected() as client:
        await client.send(head)
        await asyncio.sleep(4)
        await client.send(body)

        assert await client.closed() == ([200], 4 + TIMEOUT)


@pytest.mark.parametrize("protocol", [b"websocket", b"h2c"])
async def test_who_asks_for_another_protocol_is_answered_in_this_one(
    protocol: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving(), connected() as client:
        await client.send(LAST.replace(b"close", b"close, Upgrade\r\nUpgrade: " + protocol))
        await client.send(b"")

        assert (await client.closed())[0] == [200]
    assert not caplog.records


# ---------------------------------------------------------------- bodies that are none


@pytest.mark.parametrize(
    ("app", "parts", "statuses"),
    [
        (after_the_body, [CHUNKED + MALFORMED], [400]),
        (after_the_body, [CHUNKED, MALFORMED], [400]),
        (at_once, [CHUNKED + MALFORMED], [400]),
        (at_once, [CHUNKED, MALFORMED], [200]),
        (in_two_parts, [CHUNKED, MALFORMED], [200]),
    ],
    ids=["with its head", "while it is read", "unread", "after its answer", "during its answer"],
)
async def test_a_malformed_body_ends_its_request_and_is_no_fault_of_the_app_s(
    app: ASGIApp, parts: list[bytes], statuses: list[int], caplog: pytest.LogCaptureFixture
) -> None:
    async with serving(app), connected() as client:
        for part in parts:
            await client.send(part)

        assert await client.closed() == (statuses, 0)
        assert [record.levelname for record in caplog.records] == ["WARNING"]


# ---------------------------------------------------------------- how many


async def test_at_most_so_many_are_open_and_the_longest_idle_makes_room() -> None:
    async with serving(most=3), AsyncExitStack() as stack:
        clients = []
        for _ in range(5):
            clients.append(await stack.enter_async_context(connected()))
            await asyncio.sleep(1)

        assert [client.heard.done() for client in clients] == [True, True, False, False, False]


async def test_one_that_pauses_between_requests_makes_room_too() -> None:
    async with serving(most=1), connected() as first:
        await first.send(HEAD)
        async with connected() as second:
            await second.send(LAST)

            assert (await first.closed(), await second.closed()) == (([200], 0), ([200], 0))


async def test_it_is_idle_from_its_last_answer_on() -> None:
    async with serving(most=2), connected() as first, connected() as second:
        await first.send(HEAD)
        async with connected():
            assert await second.closed() == ([], 0)
        assert await first.closed() == ([200], KEEP_ALIVE)


async def test_where_all_others_are_being_answered_the_newest_does() -> None:
    async with serving(much_later, most=2), connected() as first, connected() as second:
        await first.send(LAST)
        await second.send(LAST)
        async with connected() as third:
            assert await third.closed() == ([], 0)

        assert (await first.closed(), await second.closed()) == (([200], LONG), ([200], LONG))


@asynccontextmanager
async def answered_unread(request: bytes) -> AsyncIterator[asyncio.StreamReader]:
    """A client that has taken no more of its answer than the system keeps for it."""
    reader, writer = await asyncio.open_connection(*ADDRESS)
    writer.write(request)
    await asyncio.sleep(0.001)
    try:
        yield reader
    finally:
        writer.close()


@pytest.mark.parametrize("request_", [HEAD, LAST])
async def test_one_whose_answer_is_still_on_its_way_is_not_idle(request_: bytes) -> None:
    async with serving(at_length, most=1), answered_unread(request_) as reader:
        async with connected() as other:
            assert await other.closed() == ([], 0)

        assert (await reader.read()).endswith(ANSWER)


async def test_a_client_has_so_long_to_read_its_answer_where_others_want_its_place() -> None:
    async with serving(at_length, most=1), answered_unread(HEAD) as reader, connected() as early:
        assert await early.closed() == ([], 0)
        await asyncio.sleep(READING)
        async with connected() as late:
            await late.send(LAST)

            assert (await late.closed())[0] == [200]
        assert not (await reader.read()).endswith(ANSWER)


async def test_clients_that_come_all_at_once_are_no_more_than_that() -> None:
    async with serving(most=10) as gateway, AsyncExitStack() as stack:
        clients = await asyncio.gather(*(stack.enter_async_context(connected()) for _ in range(300)))
        await asyncio.sleep(1)

        assert sum(not client.heard.done() for client in clients) == 10
        assert len(gateway.server.server_state.connections) == 10


async def test_others_may_wait_though_few_are_accepted_at_once() -> None:
    async with serving() as gateway:
        assert gateway.socket.backlog == BACKLOG


async def test_that_there_are_too_many_is_logged_once_a_minute(log: Log) -> None:
    async with serving(most=1), AsyncExitStack() as stack:
        for pause in (0, 0, 0, MINUTE, 0):
            await asyncio.sleep(pause)
            clients = [await stack.enter_async_context(connected()) for _ in range(2)]
            await clients[0].closed()

    assert [line["limit"] for line in log.lines("too_many_connections")] == [1, 1]


# ---------------------------------------------------------------- the end


@pytest.mark.parametrize("begun", [b"", LAST[:20]])
async def test_a_process_that_ends_waits_for_no_head(begun: bytes) -> None:
    async with serving() as gateway, connected() as client:
        await client.send(begun)
        gateway.end()
        await gateway.running

        statuses, seconds = await client.closed()
        assert statuses == []
        assert seconds < 1
