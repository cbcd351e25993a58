"""A caller with one connection that it keeps: as little work as can be, on a machine that the server shares."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import orjson

LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
HEAD = "POST /graphql HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n"


class Caller:
    def __init__(self, host: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._host = host
        self._reader = reader
        self._writer = writer

    async def ask(self, query: str) -> bytes:
        """The answer's body."""
        body = orjson.dumps({"query": query})
        self._writer.write(HEAD.format(host=self._host, length=len(body)).encode() + body)
        found = LENGTH.search(await self._reader.readuntil(b"\r\n\r\n"))
        assert found
        return await self._reader.readexactly(int(found[1]))


@asynccontextmanager
async def connected(address: str) -> AsyncIterator[Caller]:
    """To what serves HTTP at an address such as http://127.0.0.1:8000."""
    at = urlsplit(address)
    reader, writer = await asyncio.open_connection(at.hostname, at.port)
    try:
        yield Caller(at.netloc, reader, writer)
    finally:
        writer.close()
