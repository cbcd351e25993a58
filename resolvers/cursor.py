"""Cursors: opaque, url-safe, versioned, self-contained, and good for the list alone that they came from.

The check sum finds what was cut, mistyped or made up; a cursor grants nothing that its bearer could not ask without it.
"""

import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator, Mapping
from hashlib import blake2b

import msgspec

from resolvers.errors import BadUserInput
from resolvers.federate import Position
from resolvers.keys import Key, Ordering, Plain
from resolvers.readers.source import Mark
from schema.errors import ErrorCode

VERSION = b"1"
SUM = 8
LONGEST = 200_000
INFLATED = 1 << 20
"""Bytes: further than this no cursor is unpacked."""

Place = tuple[Plain, str, str]


class Report(msgspec.Struct, array_like=True, omit_defaults=True):
    """What a backend's report has to remember: an error while it is behind, and what was left out or was old.

    `as_of`: microseconds since 1970, of the oldest answer that stood in for one that failed.
    """

    code: ErrorCode | None = None
    words: str = ""
    retryable: bool = False
    partial: bool = False
    undecided: int = 0
    as_of: int | None = None


class Cursor(msgspec.Struct, array_like=True, omit_defaults=True):
    """`marks`: each reader's hint, by "<backend>" or "<backend>#<n>"; `reports`: by backend."""

    key: Place | None = None
    behind: dict[str, Place | None] = {}
    marks: dict[str, Mark] = {}
    reports: dict[str, Report] = {}

    def position(self, ordering: Ordering) -> Position:
        return Position(_key(ordering, self.key), {id: _key(ordering, place) for id, place in self.behind.items()})

    def values(self) -> Iterator[Plain]:
        """All sort values in it."""
        yield from (place[0] for place in (self.key, *self.behind.values()) if place)
        yield from (value for mark in self.marks.values() for value, _ in mark.h)

    def instants(self) -> Iterator[int | None]:
        """All that is an instant, whatever the list is sorted by."""
        yield from (mark.c for mark in self.marks.values())
        yield from (report.as_of for report in self.reports.values())


def encode(
    position: Position,
    ordering: Ordering,
    bound_to: bytes,
    marks: Mapping[str, Mark] | None = None,
    reports: Mapping[str, Report] | None = None,
) -> str:
    """`bound_to`: what the list was asked with; the cursor is refused beside anything else."""
    behind = {backend: _place(ordering, key) for backend, key in position.behind.items()}
    cursor = Cursor(_place(ordering, position.key), behind, dict(marks or {}), dict(reports or {}))
    body = VERSION + zlib.compress(msgspec.msgpack.encode(cursor), 9)
    return _text(_sum(body, bound_to) + body)


def decode(text: str, ordering: Ordering, bound_to: bytes) -> Cursor:
    """Raises BadUserInput for what is no cursor, or another list's."""
    raw = _raw(text)
    given, body = raw[:SUM], raw[SUM:]
    if given != _sum(body, bound_to) or not body.startswith(VERSION):
        raise BadUserInput(
            "This cursor belongs to a list with another where or orderBy. Start again without after.", "after"
        )
    cursor = _unpacked(body[1:])
    if not all(map(ordering.fits, cursor.values())) or not all(map(Ordering.is_instant, cursor.instants())):
        raise _no_cursor()
    return cursor


def _raw(text: str) -> bytes:
    """Only what is written as we write it: base64 has several spellings for one value."""
    try:
        raw = urlsafe_b64decode(text[:LONGEST].encode("ascii") + b"=" * (-len(text) % 4))
    except ValueError as error:
        raise _no_cursor() from error
    if _text(raw) != text:
        raise _no_cursor()
    return raw


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def _unpacked(packed: bytes) -> Cursor:
    try:
        return msgspec.msgpack.decode(zlib.decompressobj().decompress(packed, INFLATED), type=Cursor)
    except (zlib.error, msgspec.DecodeError, ValueError) as error:
        raise _no_cursor() from error


def _no_cursor() -> BadUserInput:
    return BadUserInput("This is not a valid cursor. Start again without after.", "after")


def _sum(body: bytes, bound_to: bytes) -> bytes:
    return blake2b(body, digest_size=SUM, key=blake2b(bound_to, digest_size=32).digest()).digest()


def _place(ordering: Ordering, key: Key | None) -> Place | None:
    return None if key is None else (ordering.plain_of(key), key.backend, key.vendor_id)


def _key(ordering: Ordering, place: Place | None) -> Key | None:
    return None if place is None else ordering.at(*place)
