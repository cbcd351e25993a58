"""Whether the things in an answer are those that their ids name, and belong to the backends that they name."""

from collections.abc import Iterator
from typing import Any

from resolvers.vendors.stand_in import StandIn
from schema.link import parse_gid

Json = dict[str, Any]

NUMBER = {"cloudsuite": "reference", "logictrade": "number", "obapi": "ref", "vdh_solar": None, "wimpel": "number"}
FOR_GOOD = {
    "cloudsuite": ("id", "reference", "create_date"),
    "logictrade": ("id", "number", "salesMan"),
    "obapi": ("id", "ref"),
    "vdh_solar": ("id", "user_id", "created_at"),
    "wimpel": ("id", "number", "inserted"),
}
"""By vendor, what of an order's record never changes."""


def things(answer: Any) -> Iterator[Json]:
    """Every object in it that has an id of ours."""
    if isinstance(answer, dict):
        if str(answer.get("id")).startswith("gid://"):
            yield answer
        for value in answer.values():
            yield from things(value)
    elif isinstance(answer, list):
        for item in answer:
            yield from things(item)


def strangers(answer: Any) -> Iterator[str]:
    """Things whose id says something else than they do."""
    for thing in things(answer):
        id = parse_gid(thing["id"])
        own = (id.backend, id.type, id.vendor_id) if id else None
        said = (
            thing["backend"]["id"] if thing.get("backend") else id and id.backend,
            thing.get("__typename") or (id and id.type),
            thing["vendorId"] if thing.get("vendorId") and id and not id.part else id and id.vendor_id,
        )
        if own != said:
            yield f"{thing!r:.300} is not what its id says"


class Books:
    """What the stand-ins have, and had: an order that was deleted meanwhile may still be told."""

    def __init__(self, vendors: dict[str, StandIn]) -> None:
        self._vendors = vendors
        self._known: dict[tuple[str, str], Json] = {}

    def orders(self, vendor: str) -> dict[str, Json]:
        """By id, what is there now."""
        store: Any = self._vendors[vendor].store  # type: ignore[attr-defined]
        return {str(id): getattr(kept, "record", kept) for id, kept in _kept(store).items()}

    def ids(self, vendor: str) -> set[str]:
        return {f"gid://{vendor}/Order/{id}" for id in self.orders(vendor)}

    def marked(self, vendor: str, field: str) -> dict[str, list[str]]:
        """Ids by what stands in that field of the record."""
        found: dict[str, list[str]] = {}
        for id, record in self.orders(vendor).items():
            found.setdefault(str(record[field]), []).append(f"gid://{vendor}/Order/{id}")
        return found

    def wrong(self, answer: Any) -> Iterator[str]:
        """Orders in the answer that the vendor has not, or has otherwise."""
        self._learn()
        for thing in things(answer):
            id = parse_gid(thing["id"])
            if id and id.type == "Order":
                yield from self._wrong(thing, id.backend, self._known.get((id.backend, id.vendor_id)))

    def _wrong(self, thing: Json, vendor: str, record: Json | None) -> Iterator[str]:
        if record is None:
            yield f"{thing!r:.300} is nowhere at {vendor}"
            return
        number = NUMBER[vendor]
        if number and thing.get("number") not in (None, record[number]):
            yield f"{thing!r:.300} is not {record[number]}"
        raw = thing.get("raw") or {}
        if any(raw[name] != record[name] for name in FOR_GOOD[vendor] if name in raw):
            yield f"{thing!r:.300} is not {record!r:.300}"

    def _learn(self) -> None:
        for vendor in self._vendors:
            self._known |= {(vendor, id): record for id, record in self.orders(vendor).items()}


def _kept(store: Any) -> dict[Any, Any]:
    """Every stand-in keeps its orders in its own way."""
    if isinstance(store, dict):
        return store
    if hasattr(store, "by_id"):
        return dict(store.by_id)
    orders = store.orders
    return dict(orders) if isinstance(orders, dict) else {record["id"]: record for record in orders.all()}
