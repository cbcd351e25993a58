"""Drift: where a vendor's answers differ from its documentation, counted by key and logged once per key."""

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from enum import Enum
from functools import cache
from typing import Any, get_args

import structlog
from msgspec import Struct, structs

MOST = 200
"""Keys that are counted separately; all others are counted as MANY, in case a vendor invents ever new ones."""
MANY = "(many)"
NAME = re.compile(r"[A-Za-z_][\w$-]{0,63}")
UNNAMED = "(no name)"
"""Replaces a key that is no identifier: it may be data, such as a customer's name."""
EACH = 100
"""One answer in this many is searched for new keys: searching all would take a tenth of the processing time."""

log = structlog.get_logger(__name__)


class Change(Enum):
    FIELD = "field"
    """An undocumented field."""
    TYPE = "type"
    """A field of another type than documented."""
    WORD = "word"
    """A word that the gateway can't map, such as a new status."""


class Drift:
    """One backend's. `counts`: by change and dotted key, without list indices."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[Change, str]] = Counter()
        self._read: Counter[Hashable] = Counter()

    def noticed(self, backend: str, change: Change, key: str) -> None:
        """Counts the key, and logs it the first time. Never the value: it may be personal data."""
        is_known = (change, key) in self.counts or len(self.counts) < MOST
        place = (change, key if is_known else MANY)
        self.counts[place] += 1
        if self.counts[place] == 1:
            log.warning("vendor_drift", backend=backend, change=place[0].value, key=place[1])

    def is_due(self, operation: Hashable) -> bool:
        """Whether to search this answer: for each operation the first, and then one in a hundred."""
        self._read[operation] += 1
        return self._read[operation] % EACH == 1


def new_keys(said: Any, kind: type[Struct]) -> Iterator[str]:
    """The dotted keys of decoded JSON that the struct does not know.

    A struct knows its fields, and the keys in its ClassVar `unread`: those that are documented, but not read.
    """
    if isinstance(said, list):
        for item in said:
            yield from new_keys(item, kind)
    elif isinstance(said, dict):
        for key, value in said.items():
            yield from _of_key(key, value, known_keys(kind))


def _of_key(key: str, value: Any, known: Mapping[str, tuple[type[Struct], ...]]) -> Iterator[str]:
    if key not in known:
        yield key if NAME.fullmatch(key) else UNNAMED
        return
    for inner in known[key]:
        yield from (f"{key}.{rest}" for rest in new_keys(value, inner))


@cache
def known_keys(kind: type[Struct]) -> Mapping[str, tuple[type[Struct], ...]]:
    """The JSON keys that a struct knows, each with the structs in the field's type."""
    unread = dict.fromkeys(getattr(kind, "unread", ()), ())
    return unread | {field.encode_name: tuple(_structs(field.type)) for field in structs.fields(kind)}


def _structs(hint: Any) -> Iterator[type[Struct]]:
    if isinstance(hint, type) and issubclass(hint, Struct):
        yield hint
    for part in get_args(hint):
        yield from _structs(part)
