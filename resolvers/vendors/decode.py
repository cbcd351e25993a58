"""Decodes JSON into structs, tolerantly: a field of the wrong type is dropped, and the others are kept."""

from functools import partial
from typing import TypeVar

import msgspec

from resolvers.errors import BadResponse
from resolvers.vendors import salvage
from resolvers.vendors.drift import Change, new_keys
from resolvers.vendors.policies import verdict
from resolvers.vendors.policies.verdict import unreadable
from resolvers.vendors.reading import Reading

S = TypeVar("S", bound=msgspec.Struct)
T = TypeVar("T")
NO_JSON = (msgspec.DecodeError, ValueError, RecursionError)
"""What msgspec raises for invalid JSON, invalid UTF-8, and JSON that is nested too deeply."""
UNLIMITED = msgspec.json.Decoder(float_hook=float)
"""Also reads numbers out of range, such as 1e400, as infinity; slower."""


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
    except msgspec.ValidationError:
        return _salvaged(reading, text, kind)
    except NO_JSON as error:
        raise unreadable(_invalid_json(reading.backend.id)) from error


def members(backend: str, text: bytes) -> dict[str, msgspec.Raw]:
    """A JSON object's values by key, each undecoded. Raises BadResponse."""
    return _undecoded(backend, text, dict[str, msgspec.Raw])


def rows(backend: str, text: bytes) -> list[bytes]:
    """A JSON array's items, each undecoded. Raises BadResponse."""
    return [bytes(row) for row in _undecoded(backend, text, list[msgspec.Raw])]


def _new_keys(text: bytes, kind: type[msgspec.Struct]) -> set[str]:
    """Empty if the text can't be searched: what the struct does not know was skipped, and may be invalid."""
    try:
        return set(new_keys(UNLIMITED.decode(text), kind))
    except NO_JSON:
        return set()


def _undecoded(backend: str, text: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(text, type=kind)
    except msgspec.ValidationError as error:
        raise unreadable(_wrong_shape(backend)) from error
    except NO_JSON as error:
        raise unreadable(_invalid_json(backend)) from error


def _salvaged(reading: Reading, text: bytes, kind: type[S]) -> S:
    """Without the values that can't be decoded. Raises BadResponse."""
    try:
        return salvage.record(text, kind, partial(reading.noticed, Change.TYPE))
    except msgspec.ValidationError as error:
        raise unreadable(_wrong_shape(reading.backend.id)) from error
    except NO_JSON as error:
        raise unreadable(_invalid_json(reading.backend.id)) from error


def _invalid_json(backend: str) -> BadResponse:
    return BadResponse(backend, "sent an answer that is not valid JSON.")


def _wrong_shape(backend: str) -> BadResponse:
    return BadResponse(backend, "sent an answer of an undocumented shape.")
