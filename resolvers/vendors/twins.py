"""Whether a JSON text has an object with one key twice: which of the two is meant, nobody knows."""

import asyncio
import json
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from resolvers.vendors.decode import NO_JSON

PIECE = 64 * 1024
"""Bytes: a larger text is looked at in pieces, and others get their turn in between."""
LEVELS = 8
"""How far down a text is taken apart."""


async def found(text: bytes, levels: int = LEVELS) -> bool:
    """What is no JSON is not judged here."""
    if len(text) <= PIECE or not levels:
        return _in_piece(text)
    try:
        parts, has_twins = _taken_apart(text)
    except NO_JSON:
        return False
    for piece in () if has_twins else _pieces(parts):
        await asyncio.sleep(0)
        if await found(piece, levels - 1):
            return True
    return has_twins


def _taken_apart(text: bytes) -> tuple[Iterable[msgspec.Raw], bool]:
    """The values of its outermost object or array, and whether that object has a key twice."""
    if text.lstrip(b" \t\r\n")[:1] != b"{":
        return msgspec.json.decode(text, type=list[msgspec.Raw]), False
    members = msgspec.json.decode(text, type=dict[str, msgspec.Raw])
    return members.values(), _lacks_a_key(text, members)


def _pieces(parts: Iterable[msgspec.Raw]) -> Iterator[bytes]:
    """Small ones together, as arrays."""
    batch: list[bytes] = []
    size = 1
    for part in map(bytes, parts):
        if batch and size + len(part) + 1 > PIECE:
            yield _together(batch)
            batch, size = [], 1
        batch.append(part)
        size += len(part) + 1
    if batch:
        yield _together(batch)


def _together(batch: list[bytes]) -> bytes:
    return batch[0] if len(batch) == 1 else b"[%b]" % b",".join(batch)


def _in_piece(text: bytes) -> bool:
    try:
        return _has_twins(text) if rb"\u0022" in text else _lacks_a_key(text, msgspec.json.decode(text))
    except NO_JSON:
        return False


def _lacks_a_key(text: bytes, said: Any) -> bool:
    """A key that was lost as the text was read took its quotation marks along."""
    return text.count(b'"') > msgspec.json.encode(said).count(b'"')


def _has_twins(text: bytes) -> bool:
    lost = 0

    def count(pairs: list[tuple[str, Any]]) -> None:
        nonlocal lost
        lost += len(pairs) - len(dict(pairs))

    json.loads(text, object_pairs_hook=count)
    return lost > 0
