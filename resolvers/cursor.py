"""Cursors: opaque, URL-safe, versioned and self-contained. A cursor is valid only for the list that issued it.

The checksum detects truncated, mistyped and made-up cursors. It is not a signature, and need not be: a cursor gives
access to nothing that its bearer could not query without it.
"""

import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from typing import Annotated

import msgspec

from resolvers.errors import BadUserInput
from resolvers.federate import Position
from resolvers.keys import Key, Ordering, Plain
from resolvers.readers.source import Mark
from resolvers.vendors import listing
from schema.errors import ErrorCode

VERSION = b"1"
SUM = 8
LONGEST = 200_000
INFLATED = 1 << 20
"""The most bytes to which a cursor is decompressed."""

MOST = msgspec.Meta(max_length=10_000)
"""Of backends, and of their lists."""

Place = tuple[Plain, str, str]


class Report(msgspec.Struct, array_like=True, omit_defaults=True):
    """What a backend's next report needs of this one: its error while it is behind, and what was left out or stale.

    `undecided`: number of rows. `as_of`: time of the oldest stale answer used, in microseconds since 1970.
    """

    code: ErrorCode | None = None
    words: str = ""
    retryable: bool = False
    partial: bool = False
    undecided: Annotated[int, msgspec.Meta(ge=0, le=listing.LONGEST)] = 0
    as_of: int | None = None


class Cursor(msgspec.Struct, array_like=True, omit_defaults=True):
    """`key`, `behind`: a Position. `marks`: by list, "<backend>" or "<backend>#<n>". `reports`: by backend."""

    key: Place | None = None
    behind: Annotated[dict[str, Place | None], MOST] = {}
    marks: Annotated[dict[str, Mark], MOST] = {}
    reports: Annotated[dict[str, Report], MOST] = {}

    def position(self, ordering: Ordering) -> Position:
        return Position(_key(ordering, self.key), {id: _key(ordering, place) for id, place in self.behind.items()})

    def values(self) -> Iterator[Plain]:
        """All sort values in the cursor."""
        yield from (place[0] for place in (self.key, *self.behind.values()) if place)
        yield from (value for mark in self.marks.values() for value, _ in mark.h)

    def instants(self) -> Iterator[int | None]:
        """All values that are instants whatever the list is sorted by."""
        yield from (mark.c for mark in self.marks.values())
        yield from (report.as_of for report in self.reports.values())


def encode(
    position: Position,
    ordering: Ordering,
    bound_to: bytes,
    marks: Mapping[str, Mark] | None = None,
    reports: Mapping[str, Report] | None = None,
) -> str:
    """`bound_to`: the list's conditions and sort; `decode` rejects the cursor for any others."""
    behind = {backend: _place(ordering, key) for backend, key in position.behind.items()}
    cursor = Cursor(_place(ordering, position.key), behind, dict(marks or {}), dict(reports or {}))
    body = VERSION + zlib.compress(msgspec.msgpack.encode(cursor), 9)
    return _text(_sum(body, bound_to) + body)


def decode(text: str, ordering: Ordering, bound_to: bytes) -> Cursor:
    """Raises BadUserInput if the text is not a cursor of this list."""
    raw = _raw(text)
    given, body = raw[:SUM], raw[SUM:]
    if given != _sum(body, bound_to) or not body.startswith(VERSION):
        raise BadUserInput(
            "This cursor belongs to a list with another where or orderBy. Start again without after.", "after"
        )
    cursor = _unpacked(body[1:])
    if not all(map(ordering.fits, cursor.values())) or not all(map(Ordering.is_instant, cursor.instants())):
        raise _invalid()
    return cursor


def _raw(text: str) -> bytes:
    """Accepts only the encoding that `encode` writes: base64 has several for one value."""
    try:
        raw = urlsafe_b64decode(text[:LONGEST].encode("ascii") + b"=" * (-len(text) % 4))
    except ValueError as error:
        raise _invalid() from error
    if _text(raw) != text:
        raise _invalid()
    return raw


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def _unpacked(packed: bytes) -> Cursor:
    try:
        return msgspec.msgpack.decode(zlib.decompressobj().decompress(packed, INFLATED), type=Cursor)
    except (zlib.error, msgspec.DecodeError, ValueError) as error:
        raise _invalid() from error


def _invalid() -> BadUserInput:
    return BadUserInput("This is not a valid cursor. Start again without after.", "after")


def _sum(body: bytes, bound_to: bytes) -> bytes:
    return blake2b(body, digest_size=SUM, key=blake2b(bound_to, digest_size=32).digest()).digest()


def _place(ordering: Ordering, key: Key | None) -> Place | None:
    return None if key is None else (ordering.plain_of(key), key.backend, key.vendor_id)


def _key(ordering: Ordering, place: Place | None) -> Key | None:
    return None if place is None else ordering.at(*place)
