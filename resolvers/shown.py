"""What one operation has of things already, out of lists and by their names: for whatever leads back to one of them."""

from collections import defaultdict
from typing import Any, NamedTuple, TypeVar

from resolvers.stale_notes import Old
from schema.link import Ref

T = TypeVar("T")


class Seen(NamedTuple):
    """`fields`: those that it tells, by their GraphQL names; `old`: where an earlier answer had to do."""

    thing: Any
    fields: frozenset[str]
    old: Old | None


class Shown:
    """Things by their references. One list may tell of a thing what another does not."""

    def __init__(self) -> None:
        self._seen: defaultdict[Ref[Any], list[Seen]] = defaultdict(list)

    def put(self, ref: Ref[T], thing: T, fields: frozenset[str], old: Old | None = None) -> None:
        seen = self._seen[ref]
        if not any(fields <= each.fields for each in seen):
            seen.append(Seen(thing, fields, old))

    def find(self, ref: Ref[Any], fields: frozenset[str]) -> Seen | None:
        """One that tells all of these fields."""
        return next((seen for seen in self._seen.get(ref, ()) if fields <= seen.fields), None)

    def clear(self) -> None:
        self._seen.clear()
