"""The vendor's own JSON, kept byte for byte."""

from dataclasses import dataclass
from functools import lru_cache

import msgspec
import orjson

RECENT = 4
"""Texts that are kept taken apart, so that all lines of an order take it apart once."""


@dataclass(frozen=True, slots=True)
class RawJson:
    """A value within a JSON text. `path`: the keys and indexes that lead to it."""

    text: bytes
    path: tuple[str | int, ...] = ()

    def at(self, *path: str | int) -> "RawJson":
        return RawJson(self.text, self.path + path)

    def fragment(self) -> orjson.Fragment:
        """The value's own bytes, which orjson copies into the response unchanged."""
        text = self.text
        for step in self.path:
            text = _child(text, step)
        return orjson.Fragment(text)


def _child(text: bytes, step: str | int) -> bytes:
    return _items(text)[step] if isinstance(step, int) else _members(text)[step]


@lru_cache(RECENT)
def _items(text: bytes) -> list[bytes]:
    return list(map(bytes, msgspec.json.decode(text, type=list[msgspec.Raw])))


@lru_cache(RECENT)
def _members(text: bytes) -> dict[str, bytes]:
    return {key: bytes(value) for key, value in msgspec.json.decode(text, type=dict[str, msgspec.Raw]).items()}
