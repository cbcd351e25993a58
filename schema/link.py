"""How one thing points at another: it holds it, or a reference to it."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeAlias, TypeVar
from urllib.parse import quote, unquote

import strawberry

Info = strawberry.Info[Any, Any]
T = TypeVar("T")

ENCODED = "(?:[A-Za-z0-9_.~-]|%[0-9A-F]{2})+"
GID = re.compile(rf"gid://(?P<backend>[a-z0-9_-]+)/(?P<type>[A-Za-z]+)/(?P<id>{ENCODED})(?:/(?P<part>{ENCODED}))?")


@dataclass(frozen=True, slots=True)
class Ref(Generic[T]):
    """Whose, what type, what they call it. `origin` and `key` are a second way to find it, no part of what it is."""

    kind: type[T]
    backend: str
    vendor_id: str
    origin: str | None = field(default=None, compare=False)
    key: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Relation(Generic[T]):
    """What belongs to an order and has to be asked for: its shipments, invoices, or its likes in other backends."""

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
    """A client's id, taken apart: the backend's id, the type's name, the vendor's id, and the part of an order."""

    backend: str
    type: str
    vendor_id: str
    part: str | None = None


def gid(backend: str, kind: str, vendor_id: str, part: str | int | None = None) -> strawberry.ID:
    """gid://<backend>/<Type>/<vendor's id, percent-encoded>, with the part of an order behind it where there is one."""
    own = f"gid://{backend}/{kind}/{quote(vendor_id, safe='')}"
    return strawberry.ID(own if part is None else f"{own}/{quote(str(part), safe='')}")


def parse_gid(text: str) -> Gid | None:
    """None where the text is no id of ours: one that is encoded in another way than `gid` does it is none either."""
    found = GID.fullmatch(text)
    if not found:
        return None
    part = found["part"]
    taken = Gid(found["backend"], found["type"], unquote(found["id"]), None if part is None else unquote(part))
    return taken if gid(taken.backend, taken.type, taken.vendor_id, taken.part) == text else None
