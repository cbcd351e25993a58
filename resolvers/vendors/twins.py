"""Detects JSON objects with a duplicate key, since parsers disagree on which of the values counts."""

import asyncio
import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from resolvers.vendors.decode import NO_JSON, UNLIMITED

PIECE = 64 * 1024
"""Bytes. A larger text is checked in pieces, so that other tasks can run in between."""
LEVELS = 8
"""Levels of nesting at which a text is split into pieces."""
LONG_QUOTE = re.compile(rb"(?<!\\)((?:\\\\)*)\\u0022")
"""A quotation mark within a string, written as \\u0022; before it, any number of escaped backslashes."""


async def found(text: bytes, levels: int = LEVELS) -> bool:
    """Whether any object in the text has a duplicate key. False for invalid JSON, which decoding will report."""
    if len(text) <= PIECE or not levels:
        return _piece_has_duplicate(text)
    try:
        parts, has_duplicate = _split(text)
    except NO_JSON:
        return False
    for piece in () if has_duplicate else _pieces(parts):
        await asyncio.sleep(0)
        if await found(piece, levels - 1):
            return True
    return has_duplicate


def _split(text: bytes) -> tuple[Iterable[msgspec.Raw], bool]:
    """The values of the outermost object or array, and whether that object has a duplicate key."""
    if text.lstrip(b" \t\r\n")[:1] != b"{":
        return msgspec.json.decode(text, type=list[msgspec.Raw]), False
    members = msgspec.json.decode(text, type=dict[str, msgspec.Raw])
    if any('"' in key for key in members):
        text = _with_short_quotes(text)
        members = msgspec.json.decode(text, type=dict[str, msgspec.Raw])
    return members.values(), _lost_a_key(text, members)


def _pieces(parts: Iterable[msgspec.Raw]) -> Iterator[bytes]:
    """The values in pieces of at most PIECE bytes: small ones joined into an array; a larger one is its own piece."""
    batch: list[bytes] = []
    size = 1
    for part in map(bytes, parts):
        if batch and size + len(part) + 1 > PIECE:
            yield _joined(batch)
            batch, size = [], 1
        batch.append(part)
        size += len(part) + 1
    if batch:
        yield _joined(batch)


def _joined(batch: list[bytes]) -> bytes:
    return batch[0] if len(batch) == 1 else b"[%b]" % b",".join(batch)


def _piece_has_duplicate(text: bytes) -> bool:
    text = _with_short_quotes(text)
    try:
        return _lost_a_key(text, _decoded(text))
    except NO_JSON:
        return False


def _decoded(text: bytes) -> Any:
    """A number out of range is no reason to stop: parsing may skip it, or read it as a Decimal."""
    try:
        return msgspec.json.decode(text)
    except msgspec.ValidationError:
        return UNLIMITED.decode(text)


def _with_short_quotes(text: bytes) -> bytes:
    r"""The same JSON with each quotation mark within a string written as \", as msgspec writes it."""
    return LONG_QUOTE.sub(rb'\1\\"', text) if rb"\u0022" in text else text


def _lost_a_key(text: bytes, decoded: Any) -> bool:
    """Whether decoding dropped a key: re-encoded, the text has fewer quotation marks."""
    return text.count(b'"') > msgspec.json.encode(decoded).count(b'"')
