"""A page of a LogicTrade list, split into its rows. Pure."""

from typing import NamedTuple

from msgspec import Raw, ValidationError
from msgspec.json import decode as decoded

from resolvers.errors import BadResponse
from resolvers.vendors import decode, refusals
from resolvers.vendors.listing import LONGEST
from resolvers.vendors.policies.verdict import unreadable

TOTALS = ("total", "totalCount", "count", "totalItems")


class Listed(NamedTuple):
    """The JSON of each row, and the total over all pages, if the page gives it."""

    rows: list[bytes]
    total: int | None


def listed(text: bytes, backend: str) -> Listed:
    """From a bare array, or an object whose first array has the rows. Raises BadResponse for anything else.

    An error may have an empty array, too: it must not be taken for a list without rows.
    """
    if text.lstrip().startswith(b"["):
        return Listed(decode.rows(backend, text), None)
    members = decode.members(backend, text)
    array = next((member for member in map(bytes, members.values()) if member.startswith(b"[")), None)
    rows = [] if array is None else decode.rows(backend, array)
    if array is None or (not rows and refusals.has_error(text)):
        raise unreadable(BadResponse(backend, "sent an answer that is not a list."))
    return Listed(rows, _listed_total(members, len(rows)))


def _listed_total(members: dict[str, Raw], least: int) -> int | None:
    """The largest possible one, because another may count the rows of this page only. `least`: how many those are."""
    counts = [_whole_number(members.get(name)) for name in TOTALS]
    return max((count for count in counts if count is not None and least <= count <= LONGEST), default=None)


def _whole_number(text: Raw | None) -> int | None:
    try:
        return None if text is None else decoded(text, type=int)
    except ValidationError:
        return None
