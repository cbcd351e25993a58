"""The vendor's bytes kept beside what was read from them, down to the digit."""

from dataclasses import dataclass

import msgspec
import orjson


@dataclass(frozen=True, slots=True)
class RawJson:
    """One JSON text, and the way down to the part that is meant."""

    text: bytes
    path: tuple[str | int, ...] = ()

    def at(self, *path: str | int) -> "RawJson":
        return RawJson(self.text, self.path + path)

    def fragment(self) -> orjson.Fragment:
        """The part's own bytes, for the answer to carry verbatim."""
        text = self.text
        for step in self.path:
            text = _child(text, step)
        return orjson.Fragment(text)


def _child(text: bytes, step: str | int) -> bytes:
    if isinstance(step, int):
        return bytes(msgspec.json.decode(text, type=list[msgspec.Raw])[step])
    return bytes(msgspec.json.decode(text, type=dict[str, msgspec.Raw])[step])
