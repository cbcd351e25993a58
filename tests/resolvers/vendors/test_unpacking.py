"""Whatever a compressed answer stands for, it is unpacked a piece at a time, and no further than somebody reads."""

import gzip
import zlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.errors import BadResponse
from resolvers.vendors.base import Vendor
from resolvers.vendors.config import BackendConfig
from resolvers.vendors.connect import connect
from resolvers.vendors.unpacking import PIECE, unpacked
from tests.resolvers.vendors.sockets import far_end
from tests.waiting import NO_HURRY

pytestmark = pytest.mark.anyio

MEGABYTE = b" " * 1024 * 1024


class Wire(httpx.AsyncByteStream):
    def __init__(self, parts: Sequence[bytes]) -> None:
        self._parts = parts

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for part in self._parts:
            yield part


def answer(encoding: str, *parts: bytes) -> httpx.Response:
    headers = {"content-encoding": encoding, "content-length": str(sum(map(len, parts)))}
    return unpacked(httpx.Response(200, headers=headers, stream=Wire(parts)))


async def pieces(response: httpx.Response) -> list[bytes]:
    return [piece async for piece in response.aiter_bytes()]


@given(
    text=st.binary(max_size=300) | st.integers(0, 4 * PIECE).map(bytes), cut=st.integers(1, 400), packs=st.booleans()
)
async def test_what_was_packed_comes_out_however_it_is_cut(text: bytes, cut: int, packs: bool) -> None:
    packed, encoding = (gzip.compress(text), "gzip") if packs else (zlib.compress(text), "deflate")
    parts = [packed[start : start + cut] for start in range(0, len(packed), cut)]

    assert b"".join(await pieces(answer(encoding, *parts))) == text


async def test_no_piece_is_large_whatever_the_answer_stands_for() -> None:
    found = await pieces(answer("gzip", gzip.compress(MEGABYTE)))

    assert max(map(len, found)) == PIECE


@pytest.mark.parametrize("encoding", ["utf-8", "identity", "none", ""])
async def test_a_word_that_names_no_compression_is_passed_over(encoding: str) -> None:
    assert await pieces(answer(encoding, b"{}")) == [b"{}"]


async def test_nothing_stands_for_nothing() -> None:
    assert await pieces(answer("gzip")) == []


@pytest.mark.parametrize(
    ("encoding", "parts"),
    [
        ("gzip", [b"no gzip"]),
        ("gzip", [gzip.compress(b"{}")[:-4]]),
        ("gzip, gzip", [gzip.compress(gzip.compress(b"{}"))]),
    ],
    ids=["something else", "broken off", "packed twice"],
)
async def test_what_can_not_be_unpacked_is_told(encoding: str, parts: list[bytes]) -> None:
    with pytest.raises(httpx.DecodingError):
        await pieces(answer(encoding, *parts))


async def test_the_length_that_is_told_is_not_that_of_the_compressed_form() -> None:
    assert dict(answer("gzip", gzip.compress(b"{}")).headers) == {}


# ---------------------------------------------------------------- over a socket


@asynccontextmanager
async def shop(packed: bytes, encoding: str) -> AsyncIterator[Vendor]:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: {encoding}\r\n".encode()
    says = head + b"Content-Length: %d\r\n\r\n" % len(packed) + packed
    async with far_end(says=says) as (_, url):
        config = BackendConfig.model_validate({"id": "shop", "vendor": "wimpel", "url": url} | NO_HURRY)
        async with connect([config]) as backends:
            yield backends["shop"]


async def test_a_vendor_may_compress_its_answers() -> None:
    async with shop(gzip.compress(b"[]"), "gzip") as vendor:
        assert await vendor.get("/orders") == b"[]"


@pytest.mark.parametrize(("times", "said"), [(1, "an answer over 10 MiB"), (2, "can't be decompressed")])
async def test_a_bomb_is_a_bad_response(times: int, said: str) -> None:
    packed = gzip.compress(MEGABYTE * 50)
    for _ in range(times - 1):
        packed = gzip.compress(packed)
    async with shop(packed, ", ".join(["gzip"] * times)) as vendor:
        with pytest.raises(BadResponse, match=said):
            await vendor.get("/orders")
