"""A page of a LogicTrade list, split into its rows. Pure."""

from typing import NamedTuple

from msgspec import Raw, ValidationError
from msgspec.json import decode as decoded

from resolvers.errors import BadResponse
from resolvers.vendors import decode

TOTALS = ("total", "totalCount", "count", "totalItems")


class Listed(NamedTuple):
    """The JSON of each row, and the total over all pages, if the page gives it."""

    rows: list[bytes]
    total: int | None


def listed(text: bytes, backend: str) -> Listed:
    """From a bare array, or an object whose first array has the rows. Raises BadResponse for anything else."""
    if text.lstrip().startswith(b"["):
        return Listed(decode.rows(backend, text), None)
    members = decode.members(backend, text)
    for member in map(bytes, members.values()):
        if member.startswith(b"["):
            return Listed(decode.rows(backend, member), _listed_total(members))
    raise BadResponse(backend, "sent an answer that is not a list.")


def _listed_total(members: dict[str, Raw]) -> int | None:
    """The largest, because another may count the rows of this page only."""
    return max((count for name in TOTALS if (count := _whole_number(members.get(name))) is not None), default=None)


def _whole_number(text: Raw | None) -> int | None:
    try:
        return None if text is None else decoded(text, type=int)
    except ValidationError:
        return None
