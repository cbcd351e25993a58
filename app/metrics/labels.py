"""Bounds the number of series for labels that strangers choose."""

OTHER = "_OTHER"
MOST = 200
"""Clients choose the names of operations, and token issuers those of clients; each name is a series."""


class Bounded:
    """The first `most` names are kept; all others share one."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._known: set[str] = set()

    def __call__(self, name: str) -> str:
        if name not in self._known and len(self._known) >= self._most:
            return OTHER
        self._known.add(name)
        return name
