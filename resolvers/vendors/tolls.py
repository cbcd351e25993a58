"""The most calls that a vendor's methods make, declared next to the code that makes them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from resolvers.vendors.config import BackendConfig


@dataclass(frozen=True, slots=True)
class Toll:
    """The cost of one method, in calls. The method may be asked about several things at once.

    `once`: calls in all; `each`: calls per thing. `lists`: lists scanned in all; `lists_each`: per thing; both in pages
    of `page` rows, up to the backend's scan limit. `deep`: further calls per thing if any of `deep_fields`, by their
    GraphQL names, is selected.
    """

    once: int = 0
    each: int = 0
    lists: int = 0
    lists_each: int = 0
    page: int = 100
    deep: int = 0
    deep_fields: frozenset[str] = frozenset()

    def at_once(self, config: BackendConfig) -> int:
        """Calls that don't depend on the number of things."""
        return self.once + self.lists * self._pages(config)

    def for_each(self, config: BackendConfig, fields: frozenset[str] | None = None) -> int:
        """Calls per thing. `fields`: the selected fields; None: all."""
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
    ("orders_by_numbers", "orders_by_external_numbers", "customers_by_number", "shipments", "invoices", "find_created"),
    READS_A_LIST,
)
"""Defaults for methods without a declared toll; the default for all others is ONE_CALL."""


def of(kind: type[Any], base: type[Any], name: str) -> Toll:
    """The toll of the method `name` of a vendor's class. NO_CALL if it is not overridden: it raises Unsupported."""
    if getattr(kind, name) is getattr(base, name):
        return NO_CALL
    declared: Toll = kind.tolls.get(name) or UNLESS_SAID.get(name, ONE_CALL)
    return declared
