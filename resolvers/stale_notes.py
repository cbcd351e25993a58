"""The places in an operation's response that show stale data, as `extensions.stale` lists them."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from resolvers import selection
from schema.link import Info

MOST = 100
"""How many places are listed; of the others, only the number is given."""

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Old:
    """A stale answer: which backend gave it, and when."""

    backend: str
    as_of: datetime


class Notes:
    """One operation's notes. `old`: the stale answers that it used, by the keys of `Stale`."""

    def __init__(self) -> None:
        self.old: dict[Hashable, Old] = {}
        self._at: dict[Place, Old] = {}
        self._lists: list[tuple[Sequence[Hashable], Callable[[int], Iterable[Place]]]] = []

    def at(self, place: Place, old: Old) -> None:
        """If several answers are shown at one place, the oldest is listed."""
        known = self._at.get(place)
        if known is None or (old.as_of, old.backend) < (known.as_of, known.backend):
            self._at[place] = old

    def listed(self, keys: Sequence[Hashable], places: Callable[[int], Iterable[Place]]) -> None:
        """Adds a list whose rows are still being fetched. `places`: the paths in the response, by row index."""
        self._lists.append((keys, places))

    def shown(self) -> dict[str, Any]:
        """The entries for `extensions`; empty if nothing is stale."""
        self._place_rows()
        told = [_shown(place, self._at[place]) for place in sorted(self._at, key=_in_order)]
        if not told:
            return {}
        left_out = {"staleLeftOut": len(told) - MOST} if len(told) > MOST else {}
        return {"stale": told[:MOST], **left_out}

    def _place_rows(self) -> None:
        for keys, places in self._lists if self.old else ():
            for index, key in enumerate(keys):
                if key in self.old:
                    for place in places(index):
                        self.at(place, self.old[key])


def in_list(info: Info) -> Callable[[int], Iterable[Place]]:
    """The paths of the items if the field's value is a list."""
    return lambda index: [(*info.path.as_list(), index)]


def in_connection(info: Info) -> Callable[[int], Iterable[Place]]:
    """The paths of the rows if the field's value is a connection: below `nodes` and `edges`, or their aliases."""

    def places(index: int) -> Iterator[Place]:
        above = info.path.as_list()
        for (nodes,) in selection.ways(info._raw_info, "nodes"):
            yield (*above, nodes, index)
        for edges, node in selection.ways(info._raw_info, "edges", "node"):
            yield (*above, edges, index, node)

    return places


_CURRENT: ContextVar[Notes | None] = ContextVar("stale", default=None)


@contextmanager
def noted() -> Iterator[Notes]:
    """For everything that is started inside the block."""
    token = _CURRENT.set(notes := Notes())
    try:
        yield notes
    finally:
        _CURRENT.reset(token)


def current() -> Notes | None:
    """The running operation's notes."""
    return _CURRENT.get()


def _in_order(place: Place) -> list[tuple[str, str | int]]:
    return [(str(type(step)), step) for step in place]


def _shown(place: Place, old: Old) -> dict[str, Any]:
    return {"path": list(place), "backend": old.backend, "asOf": old.as_of.isoformat()}
