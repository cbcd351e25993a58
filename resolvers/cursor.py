"""Cursors: opaque, url-safe, versioned, self-contained, and good for the list alone that they came from.

The check sum finds what was cut, mistyped or made up; a cursor grants nothing that its bearer could not ask without it.
"""

import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NoBase64
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

import msgspec

from resolvers.errors import BadUserInput
from resolvers.federate import Position
from resolvers.keys import Key, Ordering, Plain

VERSION = b"1"
SUM = 8
LONGEST = 16_000

Place = tuple[Plain, str, str]


class Report(msgspec.Struct, array_like=True, omit_defaults=True):
    """What a backend's report has to remember: an error's code and words while it is behind, and what was left out."""

    code: str = ""
    words: str = ""
    retryable: bool = False
    partial: bool = False
    undecided: int = 0
    as_of: str = ""


class Cursor(msgspec.Struct, array_like=True, omit_defaults=True):
    """`marks`: each reader's hint, by "<backend>" or "<backend>#<n>"; `reports`: by backend."""

    key: Place | None = None
    behind: dict[str, Place | None] = {}
    marks: dict[str, dict[str, Any]] = {}
    reports: dict[str, Report] = {}

    def position(self, ordering: Ordering) -> Position:
        return Position(_key(ordering, self.key), {id: _key(ordering, place) for id, place in self.behind.items()})


def encode(
    position: Position,
    ordering: Ordering,
    bound_to: bytes,
    marks: Mapping[str, dict[str, Any]] | None = None,
    reports: Mapping[str, Report] | None = None,
) -> str:
    """`bound_to`: what the list was asked with; the cursor is refused beside anything else."""
    behind = {backend: _place(ordering, key) for backend, key in position.behind.items()}
    cursor = Cursor(_place(ordering, position.key), behind, dict(marks or {}), dict(reports or {}))
    body = VERSION + zlib.compress(msgspec.msgpack.encode(cursor), 9)
    return urlsafe_b64encode(_sum(body, bound_to) + body).decode().rstrip("=")


def decode(text: str, bound_to: bytes) -> Cursor:
    """Raises BadUserInput for what is no cursor, or another list's."""
    try:
        raw = urlsafe_b64decode(text[:LONGEST].encode("ascii") + b"=" * (-len(text) % 4))
        given, body = raw[:SUM], raw[SUM:]
        if given != _sum(body, bound_to) or not body.startswith(VERSION):
            raise BadUserInput("This cursor is not from this list with these conditions and this order.", "after")
        return msgspec.msgpack.decode(_inflate(body[1:]), type=Cursor)
    except (NoBase64, UnicodeEncodeError, zlib.error, msgspec.DecodeError, ValueError) as error:
        raise BadUserInput("This is no cursor of an order list.", "after") from error


def _inflate(body: bytes) -> bytes:
    """No further than a cursor of ours can be."""
    return zlib.decompressobj().decompress(body, 1 << 20)


def _sum(body: bytes, bound_to: bytes) -> bytes:
    return blake2b(body, digest_size=SUM, key=blake2b(bound_to, digest_size=32).digest()).digest()


def _place(ordering: Ordering, key: Key | None) -> Place | None:
    return None if key is None else (ordering.plain_of(key), key.backend, key.vendor_id)


def _key(ordering: Ordering, place: Place | None) -> Key | None:
    return None if place is None else ordering.at(*place)
