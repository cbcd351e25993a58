"""What the crowd was told of its orders, to be held against what the vendors have."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass
class Key:
    """One idempotency key. `id`: the order's, once told; `may_be`: what its changed field may hold, None: anything."""

    vendor: str
    mark: str
    input: Json
    outcomes: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    may_be: set[str] | None = None
    deletions: list[str] = field(default_factory=list)
    will_stay_unknown: bool = False

    @property
    def id(self) -> str | None:
        return next(iter(self.ids), None)

    @property
    def ended(self) -> str:
        """DONE once it was told so, whatever another request with this key was told meanwhile; else the last word."""
        return "DONE" if "DONE" in self.outcomes else (self.outcomes or ["UNKNOWN"])[-1]

    @property
    def is_there(self) -> bool:
        """Told to be made, and nobody asked to delete it."""
        return self.ended == "DONE" and not self.deletions

    def changed(self, value: str, outcome: str) -> None:
        if outcome == "DONE":
            self.may_be = {value}
        elif outcome == "UNKNOWN" and self.may_be is not None:
            self.may_be |= {value}

    def told(self, payload: Json) -> None:
        self.outcomes.append(payload["outcome"])
        if payload["order"]:
            self.ids.add(payload["order"]["id"])
        errors = payload["userErrors"]
        self.will_stay_unknown = payload["outcome"] == "UNKNOWN" and not any(error["isRetryable"] for error in errors)


def broken(keys: Iterable[Key], there: Mapping[str, Mapping[str, list[str]]]) -> Iterator[str]:
    """Promises that were not kept. `there`: by vendor and mark, the ids of the orders that the vendor has."""
    for key in keys:
        found = there[key.vendor].get(key.mark, [])
        if len(found) > 1:
            yield f"{key.mark} was made {len(found)} times: {key}"
        if len(key.ids) > 1:
            yield f"{key.mark} was told to be several orders: {key}"
        if key.is_there and (not found or not key.ids <= {*found}):
            yield f"{key.mark} was said to be done, and there is {found}: {key}"
        if "DONE" in key.deletions and found:
            yield f"{key.mark} was said to be deleted, and is there: {key}"
        if key.ended == "REFUSED" and found:
            yield f"{key.mark} was said to be refused, and there is {found}: {key}"
