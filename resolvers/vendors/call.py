"""What is asked of a vendor: one call, as it is sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from urllib.parse import quote, urlencode

from resolvers import errors
from resolvers.vendors import answering
from resolvers.vendors.answering import JSON


class Kind(Enum):
    """Each has a circuit of its own: an order can be read where none can be made."""

    READ = "read"
    WRITE = "write"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Call:
    """`not_there`: statuses by which this vendor says that there is nothing, or nothing for us; `no`: that it won't."""

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
        """Characters of the path and its parameters."""
        return len(self.path) + len(urlencode(self.params or {}))

    @property
    def operation(self) -> str:
        """Tells a list from one of its things, and both from what is beneath, without any id."""
        return f"{self.method} {self.path.rstrip('/').count('/')}"


def segment(vendor_id: str) -> str:
    """One path segment, whatever the id holds; `.` and `..` would be resolved away, so they are refused."""
    if vendor_id in ("", ".", ".."):
        raise errors.BadUserInput("An id can't be empty, . or ..")
    return quote(vendor_id, safe="")
