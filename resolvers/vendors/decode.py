"""Bytes to structs, taking more than is documented: a field that can't be read costs that field alone."""

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


def read(reading: Reading, text: bytes, kind: type[S]) -> S:
    """The whole of a record; what it holds beyond the struct is noticed.

    Raises BadResponse where it is no JSON, of the wrong type as a whole, or lacks its id.
    """
    said = part(reading, text, kind)
    if reading.drift.is_due((kind, verdict.operation())):
        for key in _new_keys(text, kind):
            reading.noticed(Change.FIELD, key)
    return said


def part(reading: Reading, text: bytes, kind: type[S]) -> S:
    """A few fields of a record, whatever else it holds. Raises likewise."""
    try:
        return msgspec.json.decode(text, type=kind)
    except msgspec.ValidationError as error:
        return _read_around(reading, text, kind, error)
    except NO_JSON as error:
        raise unreadable(_no_json(reading.backend.id)) from error


def members(backend: str, text: bytes) -> dict[str, msgspec.Raw]:
    """A JSON object's values, each as its own text. Raises BadResponse."""
    return _taken_apart(backend, text, dict[str, msgspec.Raw])


def rows(backend: str, text: bytes) -> list[bytes]:
    """A JSON array's items, each as its own text. Raises BadResponse."""
    return [bytes(row) for row in _taken_apart(backend, text, list[msgspec.Raw])]


def _new_keys(text: bytes, kind: type[msgspec.Struct]) -> set[str]:
    """None of a text that is nested so deep that it could just be read."""
    try:
        return set(new_keys(msgspec.json.decode(text), kind))
    except RecursionError:
        return set()


def _taken_apart(backend: str, text: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(text, type=kind)
    except msgspec.ValidationError as error:
        raise unreadable(_something_else(backend)) from error
    except NO_JSON as error:
        raise unreadable(_no_json(backend)) from error


def _read_around(reading: Reading, text: bytes, kind: type[S], error: msgspec.ValidationError) -> S:
    """Takes out what can't be read, a path at a time, until the rest can."""
    data = _untyped(reading.backend.id, text)
    for _ in range(100):
        path = _path(str(error))
        if not path or not _take_out(data, path):
            break
        reading.noticed(Change.TYPE, ".".join(step for step in path if isinstance(step, str)))
        try:
            return msgspec.convert(data, type=kind, strict=False)
        except msgspec.ValidationError as another:
            error = another
    raise unreadable(_something_else(reading.backend.id)) from error


def _untyped(backend: str, text: bytes) -> Any:
    """The rest of the text may be broken too. Numbers with a fraction stay text, so that no digit is lost."""
    try:
        return msgspec.json.Decoder(float_hook=str).decode(text)
    except NO_JSON as error:
        raise unreadable(_no_json(backend)) from error


def _no_json(backend: str) -> BadResponse:
    return BadResponse(backend, "sent an answer that is not valid JSON.")


def _something_else(backend: str) -> BadResponse:
    return BadResponse(backend, "sent an answer of an undocumented shape.")


def _path(message: str) -> list[str | int]:
    """Up to the last name: a list with an item that can't be read is as a whole not what it should be."""
    found = AT.search(message)
    path = [step["name"] or int(step["index"]) for step in STEP.finditer(found["path"])] if found else []
    while path and isinstance(path[-1], int):
        path.pop()
    return path


def _take_out(data: Any, path: list[str | int]) -> bool:
    """False where the path leads nowhere: then what is missing is missing."""
    try:
        for step in path[:-1]:
            data = data[step]
        del data[path[-1]]
    except (KeyError, IndexError, TypeError):
        return False
    return True
