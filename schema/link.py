"""Links between objects, each the object itself or a reference to it; and the ids that clients see."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, Generic, TypeAlias, TypeVar
from urllib.parse import quote, unquote

import strawberry

Info = strawberry.Info[Any, Any]
T = TypeVar("T")

ENCODED = "[A-Za-z0-9_.~%-]+"
GID = re.compile(rf"gid://(?P<backend>[a-z0-9_-]+)/(?P<type>[A-Za-z]+)/(?P<id>{ENCODED})(?:/(?P<part>{ENCODED}))?")
LONGEST_GID = 2000
"""Far longer than any vendor's ids, so that reading one that a stranger made up takes no time."""
KEPT = 5000
"""Parsed ids: a list's condition with many of them is read for each of its backends."""


@dataclass(frozen=True, slots=True)
class Ref(Generic[T]):
    """A reference to an object, by its type, backend and vendor's id.

    `origin` and `key`: its key in another system, a second way to look it up. They don't count in comparisons.
    """

    kind: type[T]
    backend: str
    vendor_id: str
    origin: str | None = field(default=None, compare=False)
    key: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Relation(Generic[T]):
    """Objects that belong to an order and must be requested: its shipments, its invoices, or its linked orders.

    With what identifies the order to the vendors; `order_id` is the vendor's id.
    """

    kind: type[T]
    backend: str
    order_id: str
    number: str | None = None
    reference: str | None = None
    external_number: str | None = None
    ordered_at: datetime | None = None


Link: TypeAlias = T | Ref[T] | None
Links: TypeAlias = list[T] | Relation[T] | None


@dataclass(frozen=True, slots=True)
class Gid:
    """The parts of an id that clients see. `part`: of something within an order, such as a line's id or position."""

    backend: str
    type: str
    vendor_id: str
    part: str | None = None


def gid(backend: str, kind: str, vendor_id: str, part: str | int | None = None) -> strawberry.ID:
    """gid://<backend>/<type>/<vendor_id>, or gid://<backend>/<type>/<vendor_id>/<part>, percent-encoded."""
    own = f"gid://{backend}/{kind}/{quote(vendor_id, safe='')}"
    return strawberry.ID(own if part is None else f"{own}/{quote(str(part), safe='')}")


def parse_gid(text: str) -> Gid | None:
    """None unless it is exactly as `gid` writes it: an id has one spelling only."""
    return _parsed_gid(text) if len(text) <= LONGEST_GID else None


@lru_cache(KEPT)
def _parsed_gid(text: str) -> Gid | None:
    found = GID.fullmatch(text)
    if not found:
        return None
    part = found["part"]
    parsed = Gid(found["backend"], found["type"], unquote(found["id"]), None if part is None else unquote(part))
    return parsed if gid(parsed.backend, parsed.type, parsed.vendor_id, parsed.part) == text else None


def parse_gid_of(kind: str, text: str) -> Gid | None:
    """None unless it is the id of a whole object of this type."""
    found = parse_gid(text)
    return found if found and found.type == kind and found.part is None else None
