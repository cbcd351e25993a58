"""The objects that an operation already has from lists and lookups, so that references to them need no call."""

from collections import defaultdict
from typing import Any, NamedTuple, TypeVar

from resolvers.stale_notes import Old
from schema.link import Ref

T = TypeVar("T")


class Seen(NamedTuple):
    """`fields`: those that are filled, by their GraphQL names. `old`: set if the object is stale."""

    thing: Any
    fields: frozenset[str]
    old: Old | None


class Shown:
    """Objects by reference. An object may have several entries, because lists differ in the fields they fill."""

    def __init__(self) -> None:
        self._seen: defaultdict[Ref[Any], list[Seen]] = defaultdict(list)

    def put(self, ref: Ref[T], thing: T, fields: frozenset[str], old: Old | None = None) -> None:
        seen = self._seen[ref]
        if not any(fields <= each.fields for each in seen):
            seen.append(Seen(thing, fields, old))

    def find(self, ref: Ref[Any], fields: frozenset[str]) -> Seen | None:
        """An entry in which all of these fields are filled."""
        return next((seen for seen in self._seen.get(ref, ()) if fields <= seen.fields), None)

    def clear(self) -> None:
        self._seen.clear()
