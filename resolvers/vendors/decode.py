"""Decodes JSON into structs, tolerantly: a field of the wrong type is dropped, and the others are kept."""

import re
from typing import Any, TypeVar

import msgspec

from resolvers.errors import BadResponse
from resolvers.vendors.drift import Change, new_keys
from resolvers.vendors.policies import verdict
from resolvers.vendors.policies.verdict import unreadable
from resolvers.vendors.reading import Reading

S = TypeVar("S", bound=msgspec.Struct)
T = TypeVar("T")
AT = re.compile(r" - at `\$(?P<path>[^`]*)`$")
STEP = re.compile(r"\.(?P<name>[^.\[]+)|\[(?P<index>\d+)\]")
NO_JSON = (msgspec.DecodeError, ValueError, RecursionError)
"""What msgspec raises for invalid JSON, invalid UTF-8, and JSON that is nested too deeply."""


def read(reading: Reading, text: bytes, kind: type[S]) -> S:
    """A whole record. Keys that the struct does not know are counted as drift.

    Raises BadResponse if the text is not valid JSON, not of the right type, or lacks a required field.
    """
    record = part(reading, text, kind)
    if reading.drift.is_due((kind, verdict.operation())):
        for key in _new_keys(text, kind):
            reading.noticed(Change.FIELD, key)
    return record


def part(reading: Reading, text: bytes, kind: type[S]) -> S:
    """Some fields of a record; other keys are ignored. Raises BadResponse, as `read`."""
    try:
        return msgspec.json.decode(text, type=kind)
    except msgspec.ValidationError as error:
        return _read_rest(reading, text, kind, error)
    except NO_JSON as error:
        raise unreadable(_invalid_json(reading.backend.id)) from error


def members(backend: str, text: bytes) -> dict[str, msgspec.Raw]:
    """A JSON object's values by key, each undecoded. Raises BadResponse."""
    return _undecoded(backend, text, dict[str, msgspec.Raw])


def rows(backend: str, text: bytes) -> list[bytes]:
    """A JSON array's items, each undecoded. Raises BadResponse."""
    return [bytes(row) for row in _undecoded(backend, text, list[msgspec.Raw])]


def _new_keys(text: bytes, kind: type[msgspec.Struct]) -> set[str]:
    """Empty if the text is nested too deeply to be searched."""
    try:
        return set(new_keys(msgspec.json.decode(text), kind))
    except RecursionError:
        return set()


def _undecoded(backend: str, text: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(text, type=kind)
    except msgspec.ValidationError as error:
        raise unreadable(_wrong_shape(backend)) from error
    except NO_JSON as error:
        raise unreadable(_invalid_json(backend)) from error


def _read_rest(reading: Reading, text: bytes, kind: type[S], error: msgspec.ValidationError) -> S:
    """Removes what can't be decoded, one path at a time and at most 100, until the rest can. Raises BadResponse."""
    data = _untyped(reading.backend.id, text)
    for _ in range(100):
        path = _path(str(error))
        if not path or not _remove(data, path):
            break
        reading.noticed(Change.TYPE, ".".join(step for step in path if isinstance(step, str)))
        try:
            return msgspec.convert(data, type=kind, strict=False)
        except msgspec.ValidationError as another:
            error = another
    raise unreadable(_wrong_shape(reading.backend.id)) from error


def _untyped(backend: str, text: bytes) -> Any:
    """Numbers with a fraction become strings, so that no digit is lost. Raises BadResponse for invalid JSON."""
    try:
        return msgspec.json.Decoder(float_hook=str).decode(text)
    except NO_JSON as error:
        raise unreadable(_invalid_json(backend)) from error


def _invalid_json(backend: str) -> BadResponse:
    return BadResponse(backend, "sent an answer that is not valid JSON.")


def _wrong_shape(backend: str) -> BadResponse:
    return BadResponse(backend, "sent an answer of an undocumented shape.")


def _path(message: str) -> list[str | int]:
    """The path in an error's message, up to the last key: a list with an unreadable item is dropped as a whole."""
    found = AT.search(message)
    path = [step["name"] or int(step["index"]) for step in STEP.finditer(found["path"])] if found else []
    while path and isinstance(path[-1], int):
        path.pop()
    return path


def _remove(data: Any, path: list[str | int]) -> bool:
    """False if there is nothing at the path: then the error is about a missing field."""
    try:
        for step in path[:-1]:
            data = data[step]
        del data[path[-1]]
    except (KeyError, IndexError, TypeError):
        return False
    return True
