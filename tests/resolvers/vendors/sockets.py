"""A server that answers each call as it is told to, and counts its connections."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nSet-Cookie: session=1\r\nContent-Length: 2\r\n\r\n{}"


class Far:
    """Answers each call with `says` once its `gate` is open, on connections that it keeps."""

    def __init__(self, says: bytes) -> None:
        self.gate = asyncio.Event()
        self.gate.set()
        self.opened = 0
        self.open = 0
        self.most = 0
        self.calls = 0
        self.heads = b""
        self.says = says

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with self._counted():
            while head := await _request(reader):
                self.calls += 1
                self.heads += head.lower()
                await self.gate.wait()
                writer.write(self.says)
            writer.close()

    @contextmanager
    def _counted(self) -> Iterator[None]:
        self.opened += 1
        self.open += 1
        self.most = max(self.most, self.open)
        yield
        self.open -= 1


async def _request(reader: asyncio.StreamReader) -> bytes:
    """Its head; nothing where there is none any more, or the client has hung up."""
    try:
        return await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        return b""


@asynccontextmanager
async def far_end(tls: ssl.SSLContext | None = None, says: bytes = ANSWER) -> AsyncIterator[tuple[Far, str]]:
    """And its address. In a test that has its `own_time` the sockets are virtual, and good for one call each."""
    far, scheme = Far(says), "https" if tls else "http"
    async with await asyncio.start_server(far.answer, "127.0.0.1", 0, ssl=tls) as server:
        yield far, "{}://{}:{}".format(scheme, *server.sockets[0].getsockname())
