"""How many calls a vendor's questions take at most: what it says of them beside the code that makes the calls."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from resolvers.vendors.config import BackendConfig


@dataclass(frozen=True, slots=True)
class Toll:
    """Of one kind of question, which may be about several things at once.

    `once`, and `each` for every thing asked about. `lists`: how many lists are read for all together, `lists_each` for
    every one, a `page` at a time as far as the backend's scan limit. `deep`: more for each thing where any of
    `deep_fields`, by their GraphQL names, is wanted of what is found.
    """

    once: int = 0
    each: int = 0
    lists: int = 0
    lists_each: int = 0
    page: int = 100
    deep: int = 0
    deep_fields: frozenset[str] = frozenset()

    def at_once(self, config: BackendConfig) -> int:
        """Calls that are made once, however many things are asked about."""
        return self.once + self.lists * self._pages(config)

    def for_each(self, config: BackendConfig, fields: frozenset[str] | None = None) -> int:
        """Calls for each thing asked about. `fields`: what is wanted of what is found; None: all."""
        is_deep = self.deep and (fields is None or not fields.isdisjoint(self.deep_fields))
        return self.each + self.lists_each * self._pages(config) + (self.deep if is_deep else 0)

    def calls(self, config: BackendConfig, things: int = 1, fields: frozenset[str] | None = None) -> int:
        return self.at_once(config) + things * self.for_each(config, fields)

    def _pages(self, config: BackendConfig) -> int:
        return -(-config.scan_limit // self.page) + 1


NO_CALL = Toll()
ONE_CALL = Toll(each=1)
READS_A_LIST = Toll(each=2, lists=1)
UNLESS_SAID: Mapping[str, Toll] = dict.fromkeys(
    ("orders_by_number", "orders_by_external_number", "customers_by_number", "shipments", "invoices", "find_created"),
    READS_A_LIST,
)
"""Of a vendor that does not say what these take; all else takes a call for each thing asked about."""


def of(kind: type[Any], base: type[Any], name: str) -> Toll:
    """Of a vendor's method; one that only refuses, as the `base` does, calls nobody."""
    if getattr(kind, name) is getattr(base, name):
        return NO_CALL
    said: Toll = kind.tolls.get(name) or UNLESS_SAID.get(name, ONE_CALL)
    return said
