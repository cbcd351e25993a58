"""A compressed answer, unpacked a piece at a time: a few kilobytes may stand for gigabytes."""

import zlib
from collections.abc import AsyncIterator, Iterator

import httpx

ASKED_FOR = "gzip"
KNOWN = frozenset({"gzip", "x-gzip", "deflate"})
EITHER = zlib.MAX_WBITS | 32
"""The header of gzip or of zlib, whichever is there."""
PIECE = 64 * 1024


def unpacked(response: httpx.Response) -> httpx.Response:
    """The same answer without its Content-Encoding: httpx would unpack all that was received at once.

    A word that names no compression is passed over: vendors that are sloppy write a charset there.
    """
    said = response.headers.get_list("content-encoding", split_commas=True)
    times = sum(word.strip().lower() in KNOWN for word in said)
    if said:
        del response.headers["content-encoding"]
    if times:
        response.headers.pop("content-length", None)
        assert isinstance(response.stream, httpx.AsyncByteStream)
        response.stream = Unpacked(response.stream, times)
    return response


class Unpacked(httpx.AsyncByteStream):
    """Raises httpx.DecodingError as it is read, also where it was compressed more than once: no vendor needs to."""

    def __init__(self, packed: httpx.AsyncByteStream, times: int) -> None:
        self._packed = packed
        self._times = times
        self._unpacker = zlib.decompressobj(EITHER)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        if self._times > 1:
            raise httpx.DecodingError("compressed more than once")
        is_empty = True
        async for part in self._packed:
            is_empty = False
            for piece in self._pieces(part):
                yield piece
        if not is_empty and not self._unpacker.eof:
            raise httpx.DecodingError("broken off")

    async def aclose(self) -> None:
        await self._packed.aclose()

    def _pieces(self, part: bytes) -> Iterator[bytes]:
        """A piece that is full may have more behind it. What stands behind the end is nothing."""
        is_full = False
        while (part or is_full) and not self._unpacker.eof:
            piece = self._unpack(part)
            part, is_full = self._unpacker.unconsumed_tail, len(piece) == PIECE
            if piece:
                yield piece

    def _unpack(self, part: bytes) -> bytes:
        try:
            return self._unpacker.decompress(part, PIECE)
        except zlib.error as error:
            raise httpx.DecodingError(str(error)) from error
