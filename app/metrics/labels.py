"""Labels that strangers choose: of each there are so many series and no more."""

OTHER = "_OTHER"
MOST = 200
"""Clients choose the names of operations, and a token's issuer those of clients; each is a series of its own."""


class Bounded:
    """The first that come keep their names; the rest share one."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._known: set[str] = set()

    def __call__(self, name: str) -> str:
        if name not in self._known and len(self._known) >= self._most:
            return OTHER
        self._known.add(name)
        return name
