"""Where a vendor answers otherwise than documented: counted by key, and logged once each."""

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from enum import Enum
from functools import cache
from typing import Any, get_args

import structlog
from msgspec import Struct, structs

MOST = 200
"""Keys that are told apart; a vendor that makes up ever new ones is counted under one."""
MANY = "(many)"
NAME = re.compile(r"[A-Za-z_][\w$-]{0,63}")
UNNAMED = "(no name)"
"""In the place of a key that is no word: it may be a customer's name, or anything."""
EACH = 100
"""An answer of so many is looked at for new fields, and the first: to look at all would take a tenth of the time."""

log = structlog.get_logger(__name__)


class Change(Enum):
    FIELD = "field"
    """A field that is not documented."""
    TYPE = "type"
    """A field that is not of the type it should be."""
    WORD = "word"
    """A word without a meaning here, such as a status."""


class Drift:
    """One backend's. `counts`: by change and the key's name, without list positions."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[Change, str]] = Counter()
        self._read: Counter[Hashable] = Counter()

    def noticed(self, backend: str, change: Change, key: str) -> None:
        """Never the value: it may be a customer's."""
        is_known = (change, key) in self.counts or len(self.counts) < MOST
        place = (change, key if is_known else MANY)
        self.counts[place] += 1
        if self.counts[place] == 1:
            log.warning("vendor_drift", backend=backend, change=place[0].value, key=place[1])

    def is_due(self, operation: Hashable) -> bool:
        """Whether to look at this answer: the first of each operation, and one of every hundred."""
        self._read[operation] += 1
        return self._read[operation] % EACH == 1


def new_keys(said: Any, kind: type[Struct]) -> Iterator[str]:
    """Of decoded JSON, the keys that the struct neither reads nor knows to be there, each with a dot between its parts.

    A struct's `unread`, a ClassVar, names those that are documented and not read.
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
    """By their names in JSON, with the structs that are read within each."""
    unread = dict.fromkeys(getattr(kind, "unread", ()), ())
    return unread | {field.encode_name: tuple(_structs(field.type)) for field in structs.fields(kind)}


def _structs(hint: Any) -> Iterator[type[Struct]]:
    if isinstance(hint, type) and issubclass(hint, Struct):
        yield hint
    for part in get_args(hint):
        yield from _structs(part)
