"""One call to a vendor, as it is sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from urllib.parse import quote, urlencode

from resolvers import errors
from resolvers.vendors import answering
from resolvers.vendors.answering import JSON


class Kind(Enum):
    """Each kind has its own circuit: a vendor that fails on writes may still answer reads."""

    READ = "read"
    WRITE = "write"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Call:
    """`params`: of the query. `accept`: the media type.

    `not_there`: statuses that mean the object doesn't exist, or not for us; `no`: that the vendor rejects the call.
    """

    method: str
    path: str
    params: Mapping[str, str] | None
    body: bytes | None
    kind: Kind
    accept: str = JSON
    not_there: frozenset[int] = frozenset({404})
    no: frozenset[int] = answering.REFUSALS

    @property
    def headers(self) -> dict[str, str]:
        accept = {"Accept": self.accept}
        return accept if self.body is None else accept | {"Content-Type": JSON}

    @property
    def length(self) -> int:
        """Characters of the path and the query string."""
        return len(self.path) + len(urlencode(self.params or {}))

    @property
    def operation(self) -> str:
        """The method and the path's depth, such as "GET 2": tells lists, items and subresources apart, without ids."""
        return f"{self.method} {self.path.rstrip('/').count('/')}"


def segment(vendor_id: str) -> str:
    """The id, percent-encoded as one path segment. Raises BadUserInput for an empty one, `.` and `..`."""
    if vendor_id in ("", ".", ".."):
        raise errors.BadUserInput("An id can't be empty, . or ..")
    return quote(vendor_id, safe="")
