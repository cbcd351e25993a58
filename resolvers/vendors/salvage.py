"""Decodes what can be decoded of a record: values of another type than documented are dropped, one by one. Pure.

Each value is decoded once per level that it is nested in, so the time depends on the text, not on what is wrong in it.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from types import UnionType
from typing import Any, NamedTuple, TypeGuard, TypeVar, Union, get_args, get_origin

import msgspec
from msgspec import Raw, Struct, ValidationError, structs

S = TypeVar("S", bound=Struct)
Decode = Callable[[bytes], Any]
Dropped = Callable[[str], None]
"""Called with the dotted key of each dropped value, without list indices."""

MEMBERS = msgspec.json.Decoder(dict[str, Raw])
ITEMS = msgspec.json.Decoder(list[Raw])


class Known(NamedTuple):
    """A field. `inner`: the structs of its objects and of its lists' items, by the values' first character."""

    name: str
    key: str
    decode: Decode
    is_required: bool
    inner: Mapping[bytes, type[Struct]]


def record(text: bytes, kind: type[S], dropped: Dropped, at: str = "") -> S:
    """`at`: prefix of its keys. Raises ValidationError if it is not an object, or a required field can't be decoded."""
    members = MEMBERS.decode(text)
    values: dict[str, Any] = {}
    for field in (known for known in _fields(kind) if known.key in members):
        key = at + field.key
        try:
            values[field.name] = _value(bytes(members[field.key]), field.decode, field.inner, dropped, key)
        except ValidationError:
            dropped(key)
    if any(field.is_required and field.name not in values for field in _fields(kind)):
        raise ValidationError("a required field is missing")
    return kind(**values)


def _value(text: bytes, decode: Decode, inner: Mapping[bytes, type[Struct]], dropped: Dropped, key: str) -> Any:
    """Raises ValidationError; for a list, also if one of its items can't be decoded at all."""
    try:
        return decode(text)
    except ValidationError:
        kind = inner.get(text[:1])
        if kind is None:
            raise
    if text[:1] == b"{":
        return record(text, kind, dropped, f"{key}.")
    decode_item = msgspec.json.Decoder(kind).decode
    return [_value(bytes(item), decode_item, {b"{": kind}, dropped, key) for item in ITEMS.decode(text)]


@cache
def _fields(kind: type[Struct]) -> tuple[Known, ...]:
    return tuple(
        Known(
            field.name,
            field.encode_name,
            msgspec.json.Decoder(field.type).decode,
            field.required,
            dict(_inner(field.type)),
        )
        for field in structs.fields(kind)
    )


def _inner(hint: Any) -> Iterator[tuple[bytes, type[Struct]]]:
    for option in get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,):
        item = get_args(option)[0] if get_origin(option) is list else None
        if _is_struct(option):
            yield b"{", option
        elif _is_struct(item):
            yield b"[", item


def _is_struct(hint: Any) -> TypeGuard[type[Struct]]:
    return isinstance(hint, type) and issubclass(hint, Struct)
