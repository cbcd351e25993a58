"""Decompresses responses one piece at a time: a few kilobytes may expand to gigabytes."""

import zlib
from collections.abc import AsyncIterator, Iterator

import httpx

ASKED_FOR = "gzip"
KNOWN = frozenset({"gzip", "x-gzip", "deflate"})
EITHER = zlib.MAX_WBITS | 32
"""zlib's wbits for detecting a gzip or zlib header."""
PIECE = 64 * 1024
"""Bytes decompressed at a time."""


def unpacked(response: httpx.Response) -> httpx.Response:
    """The response, decompressed while it is read, without Content-Encoding.

    httpx would decompress each received chunk at once, to any size. Unknown encodings are ignored: careless vendors
    send a charset there.
    """
    encodings = response.headers.get_list("content-encoding", split_commas=True)
    times = sum(word.strip().lower() in KNOWN for word in encodings)
    if encodings:
        del response.headers["content-encoding"]
    if times:
        response.headers.pop("content-length", None)
        assert isinstance(response.stream, httpx.AsyncByteStream)
        response.stream = Unpacked(response.stream, times)
    return response


class Unpacked(httpx.AsyncByteStream):
    """Raises httpx.DecodingError while it is read, also for a body compressed more than once: no vendor needs that."""

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
        """After a full piece, more output may be pending. Data after the end of the compressed stream is ignored."""
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
