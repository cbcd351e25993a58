"""The vendor's own JSON, kept byte for byte."""

from dataclasses import dataclass

import msgspec
import orjson


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
    if isinstance(step, int):
        return bytes(msgspec.json.decode(text, type=list[msgspec.Raw])[step])
    return bytes(msgspec.json.decode(text, type=dict[str, msgspec.Raw])[step])
